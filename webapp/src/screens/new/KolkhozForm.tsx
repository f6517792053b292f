import type { KolkhozRulesGiven } from '@/api/types';
import { useWords } from '@/i18n';
import { Card, Section } from '@/ui/Screen';
import { Stepper } from '@/ui/Stepper';
import { BallsForm } from './BallsForm';
import css from './NewEvening.module.css';
import { PriceForm } from './PriceForm';

const PRICES = [25_00, 50_00, 200_00];

interface KolkhozFormProps {
  rules: KolkhozRulesGiven;
  onChange: (rules: KolkhozRulesGiven) => void;
}

/** What companies differ in: the price, the coloured balls and the cost of a foul. */
export function KolkhozForm({ rules, onChange }: KolkhozFormProps) {
  const { create: words } = useWords();
  const { foul } = rules;
  const cost = foul?.mode === 'none' ? 0 : (foul?.points ?? 1);
  const setCost = (points: number) => {
    const mode = points === 0 ? 'none' : foul?.mode && foul.mode !== 'none' ? foul.mode : 'own_minus';
    onChange({ ...rules, foul: { mode, points } });
  };
  return (
    <>
      <Section title={words.price}>
        <PriceForm
          label={words.price}
          otherLabel={words.otherPriceLabel}
          presets={PRICES}
          kopecks={rules.point_price_kopecks ?? 0}
          onChange={(point_price_kopecks) => onChange({ ...rules, point_price_kopecks })}
        />
      </Section>
      <Section title={words.balls}>
        <BallsForm rules={rules} onChange={onChange} />
      </Section>
      <Card padded>
        <div className={css.foul}>
          <span className={css.foulLabel}>{words.foul}</span>
          <Stepper
            label={words.foul}
            value={cost}
            shown={cost === 0 ? words.none : foul?.mode === 'next_plus' ? `+${cost}` : `−${cost}`}
            low={0}
            high={10}
            onChange={setCost}
          />
        </div>
      </Card>
    </>
  );
}
