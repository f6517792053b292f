import type { KolkhozRulesGiven } from '@/api/types';
import { useWords } from '@/i18n';
import { BallFace } from '@/ui/Ball';
import { Card } from '@/ui/Screen';
import { Stepper } from '@/ui/Stepper';
import { valuesOf, whitesOf, withValue } from './habits';
import css from './NewEvening.module.css';

interface BallsFormProps {
  rules: KolkhozRulesGiven;
  onChange: (rules: KolkhozRulesGiven) => void;
}

/** What each coloured ball counts; the rest of the fifteen are white and count one. */
export function BallsForm({ rules, onChange }: BallsFormProps) {
  const text = useWords();
  return (
    <Card>
      <ul>
        {valuesOf(rules).map(({ color, value }) => (
          <li key={color} className={css.ball}>
            <BallFace color={color} value={value || undefined} size={44} faded={value === 0} />
            <span className={css.ballName}>{text.color[color]}</span>
            <Stepper
              label={text.color[color]}
              value={value}
              shown={value === 0 ? text.create.none : undefined}
              low={0}
              high={20}
              onChange={(changed) => onChange(withValue(rules, color, changed))}
            />
          </li>
        ))}
        <li className={css.ball}>
          <BallFace color="white" value={1} size={44} />
          <span className={css.whites}>{text.create.rack(whitesOf(rules))}</span>
        </li>
      </ul>
    </Card>
  );
}
