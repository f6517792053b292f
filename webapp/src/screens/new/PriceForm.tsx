import { useState } from 'react';
import { useWords } from '@/i18n';
import { money } from '@/i18n/format';
import { Choice } from '@/ui/Choice';
import css from './NewEvening.module.css';

const PRESETS = [2500, 5000, 20000] as const;
const OTHER = -1;

export function PriceForm({ kopecks, onChange }: { kopecks: number; onChange: (kopecks: number) => void }) {
  const text = useWords();
  const [other, setOther] = useState(kopecks !== 0 && !PRESETS.some((preset) => preset === kopecks));
  return (
    <>
      <Choice
        label={text.create.price}
        value={other ? OTHER : kopecks}
        onChange={(chosen) => {
          setOther(chosen === OTHER);
          if (chosen !== OTHER) onChange(chosen);
        }}
        options={[
          ...PRESETS.map((preset) => ({ value: preset as number, label: money(preset, text.locale) })),
          { value: 0, label: text.create.noMoney },
          { value: OTHER, label: text.create.otherPrice },
        ]}
      />
      {other && (
        <label className={css.other}>
          <input
            className={css.input}
            aria-label={text.create.otherPriceLabel}
            inputMode="numeric"
            value={kopecks === 0 ? '' : kopecks / 100}
            onChange={(event) => onChange(Number(event.target.value.replace(/\D/g, '').slice(0, 6)) * 100)}
          />
          <span>₽</span>
        </label>
      )}
    </>
  );
}
