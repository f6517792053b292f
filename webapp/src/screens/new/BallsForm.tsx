import { useWords } from '@/i18n';
import { BallFace } from '@/ui/Ball';
import { Card } from '@/ui/Screen';
import { Stepper } from '@/ui/Stepper';
import { COLORED, type Habits, whitesOf } from './habits';
import css from './NewEvening.module.css';

interface BallsFormProps {
  values: Habits['values'];
  onChange: (values: Habits['values']) => void;
}

/** What each coloured ball counts; the rest of the fifteen are white and count one. */
export function BallsForm({ values, onChange }: BallsFormProps) {
  const text = useWords();
  return (
    <Card>
      <ul>
        {COLORED.map((color) => (
          <li key={color} className={css.ball}>
            <BallFace
              color={color}
              value={values[color] || undefined}
              size={44}
              faded={values[color] === 0}
            />
            <span className={css.ballName}>{text.color[color]}</span>
            <Stepper
              label={text.color[color]}
              value={values[color]}
              shown={values[color] === 0 ? text.create.none : undefined}
              low={0}
              high={20}
              onChange={(value) => onChange({ ...values, [color]: value })}
            />
          </li>
        ))}
        <li className={css.ball}>
          <BallFace color="white" value={1} size={44} />
          <span className={css.whites}>{text.create.rack(whitesOf(values))}</span>
        </li>
      </ul>
    </Card>
  );
}
