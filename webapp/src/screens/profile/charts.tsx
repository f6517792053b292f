/** Statistics as pictures, drawn here: a curve of form, sums per evening, balls by colour. */
import type { Stats } from '@/api/people';
import type { Color } from '@/api/types';
import { useWords } from '@/i18n';
import { day, money } from '@/i18n/format';
import { BallFace } from '@/ui/Ball';
import css from './profile.module.css';

const STEP = 12;
const BAR = 8;
const HALF = 34;
const SHOWN_GAMES = 24;
const SHOWN_EVENINGS = 12;

interface Bar {
  id: string;
  /** From -1 to 1: how far below or above the line. */
  height: number;
  title?: string;
}

/** Bars up and down from a line, the newest on the right; a screen reader hears the sentence. */
function Bars({ bars, label }: { bars: readonly Bar[]; label: string }) {
  const width = Math.max(bars.length, 8) * STEP;
  return (
    <svg
      className={css.bars}
      viewBox={`0 0 ${width} ${2 * HALF + 4}`}
      preserveAspectRatio="xMidYMid meet"
      role="img"
      aria-label={label}
    >
      <line className={css.axis} x1={0} x2={width} y1={HALF + 2} y2={HALF + 2} />
      {bars.map(({ id, height, title }, i) => {
        const length = Math.max(Math.abs(height) * HALF, 2);
        return (
          <rect
            key={id}
            className={height > 0 ? css.up : height < 0 ? css.down : css.level}
            x={i * STEP + (STEP - BAR) / 2}
            y={height > 0 ? HALF + 1 - length : HALF + 3}
            width={BAR}
            height={length}
            rx={2}
          >
            {title && <title>{title}</title>}
          </rect>
        );
      })}
    </svg>
  );
}

/** Won games stand, lost ones hang. */
export function Form({ games }: { games: Stats['games'] }) {
  const { profile: words } = useWords();
  const shown = games.slice(0, SHOWN_GAMES).reverse();
  const wins = shown.filter(({ won }) => won).length;
  return (
    <Bars
      label={words.formAlt(wins, words.gamesCount(shown.length))}
      bars={shown.map(({ id, won }) => ({ id, height: won ? 1 : -0.5 }))}
    />
  );
}

export function Evenings({ evenings }: { evenings: Stats['evenings'] }) {
  const { profile: words, locale } = useWords();
  const shown = evenings.slice(0, SHOWN_EVENINGS).reverse();
  const most = Math.max(...shown.map(({ net_kopecks }) => Math.abs(net_kopecks ?? 0)), 1);
  const told = shown.map(({ session_id, at, net_kopecks }) => ({
    id: session_id,
    height: (net_kopecks ?? 0) / most,
    title: words.eveningAlt(day(at, locale), money(net_kopecks ?? 0, locale, { sign: true })),
  }));
  return <Bars label={told.map(({ title }) => title).join('; ')} bars={told} />;
}

export function BallsDown({ balls }: { balls: Stats['balls_by_color'] }) {
  const { color: names } = useWords();
  const most = Math.max(...balls.map(({ count }) => count), 1);
  return (
    <ul className={css.balls}>
      {balls.map(({ color, count }) => (
        <li key={color} className={css.ball}>
          <BallFace color={color as Color} size={30} />
          <span className={css.color}>{names[color as Color]}</span>
          <span className={css.track}>
            <i style={{ width: `${(100 * count) / most}%` }} />
          </span>
          <b className={css.count}>{count}</b>
        </li>
      ))}
    </ul>
  );
}
