import type { Color, Score } from '@/api/types';
import { type BallKey, ballOf, type GameState, leadOf } from '@/domain/state';
import { before } from '@/domain/turns';
import { useText } from '@/i18n';
import { useLive } from '@/live/store';
import type { GameView } from '@/live/view';
import { Avatar } from '@/ui/Avatar';
import { BallFace } from '@/ui/Ball';
import { Icon } from '@/ui/Icon';
import { Toned } from '@/ui/Toned';
import { netText } from '../Money';
import css from './SeatCard.module.css';
import { useHold } from './useHold';
import { nameOf } from './words';

/** How many potted balls fit side by side, by the number of players; many more are counted instead. */
const ROOM: Partial<Record<number, number>> = { 2: 10, 3: 6, 4: 6 };

export interface SeatCardProps {
  view: GameView;
  score: Score;
  /** The place of the seat in its session. */
  index: number;
  onShoot: () => void;
  onFix: () => void;
}

/** One person's game: score, net, potted balls, and whose turn it is. A tap hands the turn over, holding mends it. */
export function SeatCard({ view, score, index, onShoot, onFix }: SeatCardProps) {
  const text = useText();
  const present = useLive((state) => state.present.includes(score.seat_id));
  const { game, state, rights } = view;
  const name = nameOf(view, score.seat_id);
  const shoots = state.shooter === score.seat_id;
  const payer = nameOf(view, before(state.turns, score.seat_id));
  const lead = leadOf(state, score.seat_id);
  const net = netText(text, game.rules, score.net_kopecks, lead);
  const hold = useHold(onFix, rights.record);
  const { size, layout } = shapeOf(state.turns, score.seat_id);
  return (
    <button
      type="button"
      className={css.card}
      data-testid="seat-card"
      data-seat-id={score.seat_id}
      data-points={score.points}
      data-net={score.net_kopecks}
      data-shooter={shoots}
      data-size={size}
      data-layout={layout}
      disabled={!rights.record}
      onClick={() => shoots || onShoot()}
      {...hold}
    >
      <span className="visually-hidden">
        {text.board.seat(name, text.points(score.points), net)}
        {shoots && `, ${text.board.shooting}`}
      </span>
      <span className={css.head} aria-hidden="true">
        <Avatar
          name={name}
          index={index}
          size={size === 'small' ? 24 : size === 'middle' ? 28 : 34}
          present={present}
        />
        <span className={css.names}>
          <span className={css.name}>{name}</span>
          {layout !== 'pair' && <span className={css.payer}>{text.board.paidBy(payer)}</span>}
        </span>
        {shoots && (
          <span className={css.cue}>
            <Icon name="cue" size={size === 'large' ? 18 : 15} stroke={2.6} />
          </span>
        )}
      </span>
      {/* The key makes a new score pop: the twin of the haptic tick. */}
      <span key={score.points} className={css.points} aria-hidden="true">
        {String(score.points).replace('-', '−')}
      </span>
      <span className={css.foot} aria-hidden="true">
        <Potted state={state} seat={score.seat_id} most={ROOM[state.turns.length] ?? 3} />
        <Toned value={score.net_kopecks || lead}>{net}</Toned>
      </span>
    </button>
  );
}

/** How the card is laid out: by the number of players, and whether it has a row of the table to itself. */
function shapeOf(turns: readonly string[], seat: string) {
  const seats = turns.length;
  const alone = seats === 3 || (seats % 2 === 1 && seat === turns[seats - 1]);
  return {
    size: seats > 6 ? 'small' : seats > 4 ? 'middle' : 'large',
    layout: seats === 2 ? 'pair' : alone ? 'row' : 'tile',
  } as const;
}

/** The potted balls side by side; more than fit become one of each colour with its count. */
function Potted({ state, seat, most }: { state: GameState; seat: string; most: number }) {
  const balls = state.potted.get(seat) ?? [];
  const counts = new Map<Color, number>();
  for (const { color } of balls) counts.set(color, (counts.get(color) ?? 0) + 1);
  const crowded = balls.length > most;
  return (
    <span className={css.potted} data-testid="potted">
      {crowded
        ? [...counts].map(([color, count]) => (
            <span key={color} className={css.group}>
              <Small state={state} ball={{ color }} />
              {count > 1 && `×${count}`}
            </span>
          ))
        : balls.map((ball, i) => <Small key={i} state={state} ball={ball} />)}
    </span>
  );
}

/** Numbered, but for the white ones, which are the most and are known by having none. */
function Small({ state, ball }: { state: GameState; ball: BallKey }) {
  const value = ball.color === 'white' ? undefined : ballOf(state, ball)?.value;
  return <BallFace color={ball.color} value={value} size={17} />;
}
