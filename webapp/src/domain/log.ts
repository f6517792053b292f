/** The log of a game: events are appended and never changed; an undo is an event that names the one it takes back. */
import type { Event } from '@/api/types';

/** What the rules need of an event; recorded and still unsent ones look alike to them. */
export type Played = Pick<
  Event,
  'id' | 'kind' | 'seat_id' | 'ball' | 'own_ball' | 'event_id' | 'fluke' | 'payer_seat_id' | 'turns'
>;

/** Ids of the events that a standing undo takes back. Every undo is judged before its target: newest first. */
export function takenBack(events: readonly Pick<Event, 'id' | 'kind' | 'event_id'>[]): Set<string> {
  const gone = new Set<string>();
  for (const event of [...events].reverse()) {
    if (event.kind === 'undo' && event.event_id && !gone.has(event.id)) gone.add(event.event_id);
  }
  return gone;
}

/** The events that count: those not taken back, without the undos, in their order. */
export function alive<E extends Played>(events: readonly E[], gone = takenBack(events)): E[] {
  return events.filter(({ id, kind }) => kind !== 'undo' && !gone.has(id));
}
