/** The double-entry guard: two people at one table may both record the ball that they both saw fall. */
import type { Event } from '@/api/types';
import { takenBack } from './log';

const TWICE_MS = 3_000;
/** Only what has just happened is asked about. */
const LATEST = 2;

type Logged = Pick<
  Event,
  'id' | 'kind' | 'seat_id' | 'ball' | 'own_ball' | 'event_id' | 'recorded_by' | 'at'
>;

/** A standing pot of which another person recorded the same within three seconds before; both count until one goes. */
export function doubled<E extends Logged>(log: readonly E[]): E | undefined {
  const gone = takenBack(log);
  const pots = log.filter(({ id, kind }) => kind === 'pot' && !gone.has(id));
  return log
    .slice(-LATEST)
    .reverse()
    .find((late) => pots.includes(late) && pots.some((early) => isTwin(early, late)));
}

function isTwin(early: Logged, late: Logged): boolean {
  const apart = Date.parse(late.at) - Date.parse(early.at);
  return (
    early.id !== late.id &&
    early.recorded_by !== late.recorded_by &&
    early.seat_id === late.seat_id &&
    early.own_ball === late.own_ball &&
    early.ball?.color === late.ball?.color &&
    early.ball?.number === late.ball?.number &&
    apart >= 0 &&
    apart <= TWICE_MS
  );
}
