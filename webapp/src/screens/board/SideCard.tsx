import type { Side } from '@/api/types';
import { isOver } from '@/domain/pyramid';
import { hasNumbers } from '@/domain/rules';
import { type Standing, standingOf } from '@/domain/series';
import { useText } from '@/i18n';
import { useLive } from '@/live/store';
import type { GameView } from '@/live/view';
import { Avatar } from '@/ui/Avatar';
import { BallFace } from '@/ui/Ball';
import { Icon } from '@/ui/Icon';
import css from './SideCard.module.css';
import { useHold } from './useHold';
import { nameOf } from './words';

/** A row of balls is read at a glance up to so many; above it a bar says as much. */
const MOST_PIPS = 10;

export interface SideCardProps {
  view: GameView;
  side: Side;
  onShoot: (seat: string) => void;
  onFix: (seat: string) => void;
}

/** One side of a pyramid: its people, what it has and how much is missing. A tap on a name hands the turn over. */
export function SideCard({ view, side, onShoot, onFix }: SideCardProps) {
  const text = useText();
  const { game, state } = view;
  const { points, target, seat_ids } = side;
  const toGo = Math.max(0, target - points);
  const shoots = seat_ids.includes(state.shooter) && !isOver(state);
  const standing = standingOf(view.session, game, seat_ids);
  return (
    <section
      className={css.side}
      data-testid="side-card"
      data-points={points}
      data-target={target}
      data-shooter={shoots}
      data-pair={seat_ids.length > 1}
      data-wins={standing?.wins}
      aria-label={text.board.side(seat_ids.map((seat) => nameOf(view, seat)).join(', '), text.points(points))}
    >
      {seat_ids.map((seat) => (
        <Name key={seat} view={view} seat={seat} onShoot={() => onShoot(seat)} onFix={() => onFix(seat)} />
      ))}
      {/* The key makes a new score pop: the twin of the haptic tick. */}
      <span key={points} className={css.points}>
        {String(points).replace('-', '−')}
      </span>
      <Progress points={points} target={target} pips={!hasNumbers(game.rules) && target <= MOST_PIPS} />
      <span className={css.foot}>
        <span>{text.board.upTo(target)}</span>
        {standing && <Wins {...standing} />}
        <strong>{toGo > 0 ? text.board.toGo(toGo) : text.board.reached}</strong>
      </span>
    </section>
  );
}

/** How the series stands for this side. */
function Wins({ wins, of }: Standing) {
  const text = useText();
  return (
    <span className={css.wins}>
      {Array.from({ length: of }, (_, i) => (
        <i key={i} className={i < wins ? css.won : undefined} aria-hidden="true" />
      ))}
      <span className="visually-hidden">{text.board.wins(wins, of)}</span>
    </span>
  );
}

function Name({
  view,
  seat,
  onShoot,
  onFix,
}: {
  view: GameView;
  seat: string;
  onShoot: () => void;
  onFix: () => void;
}) {
  const text = useText();
  const present = useLive((state) => state.present.includes(seat));
  const hold = useHold(onFix, view.rights.record);
  const name = nameOf(view, seat);
  const shoots = view.state.shooter === seat;
  const score = view.state.scores.find(({ seat_id }) => seat_id === seat);
  const points = text.points(score?.points ?? 0);
  return (
    <button
      type="button"
      className={css.seat}
      data-testid="seat-card"
      data-seat-id={seat}
      data-points={score?.points}
      data-net={score?.net_kopecks}
      data-shooter={shoots}
      disabled={!view.rights.record}
      onClick={() => shoots || onShoot()}
      {...hold}
    >
      <Avatar
        name={name}
        index={view.session.seats.findIndex(({ id }) => id === seat)}
        size={30}
        present={present}
      />
      <span className={css.name}>
        {name}
        <span className="visually-hidden">
          {shoots ? `: ${points}, ${text.board.shooting}` : `: ${points}`}
        </span>
      </span>
      {shoots && (
        <span className={css.cue}>
          <Icon name="cue" size={15} stroke={2.6} />
        </span>
      )}
    </button>
  );
}

/** How far the side is; a decoration, since the words below say the same. */
function Progress({ points, target, pips }: { points: number; target: number; pips: boolean }) {
  const done = Math.min(Math.max(points, 0), target);
  if (!pips) {
    return (
      <span className={css.bar} aria-hidden="true">
        <i style={{ width: `${(done / target) * 100}%` }} />
      </span>
    );
  }
  return (
    <span className={css.pips} aria-hidden="true">
      {Array.from({ length: target }, (_, i) =>
        i < done ? <BallFace key={i} color="white" size="var(--pip)" /> : <i key={i} className={css.pip} />,
      )}
    </span>
  );
}
