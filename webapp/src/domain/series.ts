/** Best of N games of pyramid: how it stands between the two sides of a game, as `common/domain/series.py` counts it. */
import type { Game, Session } from '@/api/types';

export interface Standing {
  wins: number;
  /** So many win the series. */
  of: number;
}

type Seats = readonly string[];

/** What the side of these seats has won; undefined where no series is played. */
export function standingOf({ best_of, series }: Session, game: Game, seats: Seats): Standing | undefined {
  if (!best_of || best_of === 1 || game.sides.length === 0) return undefined;
  const of = (best_of + 1) / 2;
  // Other people, other pairs or another game begin a new series, and so does whatever is played after a decided one.
  const goesOn =
    series?.game_type === game.game_type &&
    (game.status !== 'live' || series.winner_seat_ids.length === 0) &&
    game.sides.every(({ seat_ids }) => series.sides.some((side) => isSame(side.seat_ids, seat_ids)));
  const won = goesOn ? series.sides.find((side) => isSame(side.seat_ids, seats)) : undefined;
  return { wins: won?.wins ?? 0, of };
}

const isSame = (one: Seats, other: Seats) =>
  one.length === other.length && one.every((seat) => other.includes(seat));
