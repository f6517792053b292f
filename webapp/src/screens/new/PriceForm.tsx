import { useState } from 'react';
import { useWords } from '@/i18n';
import { money } from '@/i18n/format';
import { Choice } from '@/ui/Choice';
import { Roubles } from '@/ui/Roubles';

const OTHER = -1;

interface PriceFormProps {
  label: string;
  otherLabel: string;
  /** In kopecks, a tap away. */
  presets: readonly number[];
  kopecks: number;
  onChange: (kopecks: number) => void;
}

export function PriceForm({ label, otherLabel, presets, kopecks, onChange }: PriceFormProps) {
  const text = useWords();
  const [typing, setTyping] = useState(false);
  const other = typing || (kopecks !== 0 && !presets.includes(kopecks));
  return (
    <>
      <Choice
        label={label}
        value={other ? OTHER : kopecks}
        onChange={(chosen) => {
          setTyping(chosen === OTHER);
          if (chosen !== OTHER) onChange(chosen);
        }}
        options={[
          ...presets.map((preset) => ({ value: preset, label: money(preset, text.locale) })),
          { value: 0, label: text.create.noMoney },
          { value: OTHER, label: text.create.otherPrice },
        ]}
      />
      {other && <Roubles label={otherLabel} kopecks={kopecks} onChange={onChange} />}
    </>
  );
}
