import type { KolkhozRules } from '@/api/types';
import { useWords } from '@/i18n';
import { BallFace } from '@/ui/Ball';
import { IconButton } from '@/ui/Button';
import { Icon } from '@/ui/Icon';
import { Card } from '@/ui/Screen';
import { Stepper } from '@/ui/Stepper';
import { COLORS } from './blank';
import css from './rules.module.css';

type Kind = KolkhozRules['balls'][number];

interface BallsProps {
  balls: readonly Kind[];
  onChange: (balls: Kind[]) => void;
}

/** What lies on the table: of each colour how many, and what one of them counts. */
export function Balls({ balls, onChange }: BallsProps) {
  const { rules: words, color: names } = useWords();
  const change = (color: string, changed: Partial<Kind>) =>
    onChange(balls.map((ball) => (ball.color === color ? { ...ball, ...changed } : ball)));
  const absent = COLORS.filter((color) => !balls.some((ball) => ball.color === color));
  return (
    <>
      <Card>
        {balls.map(({ color, value, count }) => (
          <fieldset key={color} className={css.ball} aria-label={names[color]}>
            <div className={css.ballHead}>
              <BallFace color={color} value={value} size={40} />
              <span className={css.ballName}>{names[color]}</span>
              {balls.length > 1 && (
                <IconButton
                  label={words.takeOff(names[color])}
                  onClick={() => onChange(balls.filter((ball) => ball.color !== color))}
                >
                  <Icon name="cross" size={20} />
                </IconButton>
              )}
            </div>
            <div className={css.number}>
              <span className={css.numberLabel}>{words.value}</span>
              <Stepper
                label={`${names[color]}: ${words.value}`}
                value={value}
                low={0}
                high={20}
                onChange={(changed) => change(color, { value: changed })}
              />
            </div>
            <div className={css.number}>
              <span className={css.numberLabel}>{words.count}</span>
              <Stepper
                label={`${names[color]}: ${words.count}`}
                value={count}
                low={1}
                high={30}
                onChange={(changed) => change(color, { count: changed })}
              />
            </div>
          </fieldset>
        ))}
      </Card>
      {absent.length > 0 && (
        <ul className={css.chips} aria-label={words.putOn}>
          {absent.map((color) => (
            <li key={color}>
              <button
                type="button"
                className={css.chip}
                onClick={() => onChange([...balls, { color, value: 2, count: 1 }])}
              >
                <BallFace color={color} size={30} />
                {names[color]}
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
