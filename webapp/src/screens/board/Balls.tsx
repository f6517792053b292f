import { type CSSProperties, useState } from 'react';
import { isOver } from '@/domain/pyramid';
import { hasNumbers, isKolkhoz } from '@/domain/rules';
import type { BallKey } from '@/domain/state';
import { useText } from '@/i18n';
import type { GameView } from '@/live/view';
import { BallFace } from '@/ui/Ball';
import css from './Balls.module.css';

/** Which ball fell, and in a pyramid whether it was the cue ball. */
type OnPot = (ball: BallKey, given?: { own: boolean }) => void;

export interface BallsProps {
  view: GameView;
  /** Nothing can be potted without it. */
  onPot?: OnPot | undefined;
}

/** What can fall, one tap each. */
export function Balls(props: BallsProps) {
  const { rules } = props.view.game;
  if (isKolkhoz(rules)) return <Colors {...props} />;
  return hasNumbers(rules) ? <Numbers {...props} /> : <Alike {...props} />;
}

/** Kolkhoz: a ball for each colour, with its price on it and how many are left. */
function Colors({ view, onPot }: BallsProps) {
  const text = useText();
  const { balls } = view.state;
  const inRow = balls.length > 5 ? Math.ceil(balls.length / 2) : balls.length;
  return (
    <div className={css.balls} style={{ '--in-row': inRow } as CSSProperties} data-many={balls.length > 5}>
      {balls.map(({ color, value, left }) => (
        <button
          key={color}
          type="button"
          className={css.ball}
          data-testid="ball"
          data-color={color}
          data-left={left}
          disabled={left <= 0 || !onPot}
          onClick={() => onPot?.({ color })}
        >
          <span className="visually-hidden">
            {text.board.ball(text.color[color], text.points(value), Math.max(0, left))}
          </span>
          <BallFace color={color} value={value} size="var(--ball)" faded={left <= 0} />
          <span className={css.left} aria-hidden="true">
            {left > 0 ? `×${left}` : '—'}
          </span>
        </button>
      ))}
    </div>
  );
}

/** A pyramid of equal balls: any of them, or the cue ball. */
function Alike({ view, onPot }: BallsProps) {
  const text = useText();
  const { state } = view;
  const done = isOver(state) || state.ballsLeft === 0 || !onPot;
  return (
    <div className={css.balls} style={{ '--in-row': 2 } as CSSProperties}>
      <button
        type="button"
        className={css.ball}
        data-testid="ball"
        data-color="white"
        data-left={state.ballsLeft}
        disabled={done}
        onClick={() => onPot?.({ color: 'white' }, { own: false })}
      >
        <span className="visually-hidden">{text.board.objectBall(state.ballsLeft)}</span>
        <BallFace color="white" size="var(--ball)" faded={done} />
        <span className={css.left} aria-hidden="true">
          {text.board.object}
        </span>
      </button>
      <button
        type="button"
        className={css.ball}
        data-testid="own-ball"
        disabled={done || state.inHand}
        onClick={() => onPot?.({ color: 'white' }, { own: true })}
      >
        <span className="visually-hidden">{text.board.cueBall}</span>
        <BallFace color="yellow" size="var(--ball)" faded={done || state.inHand} />
        <span className={css.left} aria-hidden="true">
          {state.inHand ? text.board.inHand : text.board.own}
        </span>
      </button>
    </div>
  );
}

/** The classic game: fifteen numbers, and whether it is the cue ball that one is taken off the table for. */
function Numbers({ view, onPot }: BallsProps) {
  const text = useText();
  const [own, setOwn] = useState(false);
  const over = isOver(view.state) || !onPot;
  return (
    <div className={css.rack}>
      {view.state.balls.map(({ color, number = 0, value, left }) => (
        <button
          key={number}
          type="button"
          className={css.number}
          data-testid="ball"
          data-number={number}
          data-left={left}
          disabled={left <= 0 || over}
          aria-label={text.board.numberedBall(number, text.points(value), left)}
          onClick={() => {
            onPot?.({ color, number }, { own });
            setOwn(false);
          }}
        >
          <BallFace color={color} value={number} size="var(--ball)" faded={left <= 0} />
        </button>
      ))}
      <button
        type="button"
        className={css.own}
        data-testid="own-ball"
        aria-pressed={own}
        disabled={over}
        onClick={() => setOwn(!own)}
      >
        <BallFace color="yellow" size={26} faded={over} />
        {text.board.own}
      </button>
    </div>
  );
}
