/** What people will talk about afterwards, read out of the log. */
import type { Event } from '@/api/types';
import { takenBack } from '@/domain/log';

export interface Run {
  seatId: string;
  balls: number;
}

/** The longest run of balls by one seat without anyone else in between; null when nobody potted two in a row. */
export function longestRun(events: readonly Event[]): Run | null {
  const gone = takenBack(events);
  let best: Run = { seatId: '', balls: 1 };
  let now: Run = { seatId: '', balls: 0 };
  for (const { id, kind, seat_id } of events) {
    if (gone.has(id) || kind === 'undo' || kind === 'note' || !seat_id) continue;
    const balls = kind !== 'pot' ? 0 : now.seatId === seat_id ? now.balls + 1 : 1;
    now = { seatId: seat_id, balls };
    if (balls > best.balls) best = now;
  }
  return best.balls > 1 ? best : null;
}
