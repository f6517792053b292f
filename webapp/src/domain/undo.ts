/** What may be taken back, as the server will judge it. */
import type { Rules } from '@/api/types';
import { apply, refusalOf, start } from './game';
import { alive, type Played, takenBack } from './log';

const SHOTS: readonly Played['kind'][] = ['pot', 'foul', 'miss', 'turn'];

/**
 * Why an undo of this event would be refused, or null. An undo can itself be taken back: a ball that comes back may be
 * down already, and a shot does not come back into another order of play than it was made in.
 */
export function undoRefusal(
  rules: Rules,
  turns: readonly string[],
  events: readonly Played[],
  eventId: string,
): string | null {
  const target = events.find(({ id }) => id === eventId);
  if (!target) return 'event_unknown';
  if (takenBack(events).has(eventId)) return 'already_undone';
  if (isFixed(events, rootOf(events, target))) return 'not_undoable';
  const state = start(rules, turns);
  for (const event of alive([...events, undoOf(eventId)])) {
    const refusal = refusalOf(rules, state, event);
    if (refusal) return refusal;
    apply(rules, state, event);
  }
  return null;
}

/** What an undo of an undo of … is in the end about. */
function rootOf(events: readonly Played[], target: Played): Played {
  let root = target;
  while (root.kind === 'undo') {
    const named = events.find(({ id }) => id === root.event_id);
    if (!named) break;
    root = named;
  }
  return root;
}

/** A reopening, an order that was played in, and a shot into another order than it was played in stay as they are. */
function isFixed(events: readonly Played[], root: Played): boolean {
  const gone = takenBack(events);
  const place = events.indexOf(root);
  if (root.kind === 'reopen') return true;
  if (root.kind === 'reorder') {
    const later = events.slice(place + 1).filter(({ id }) => !gone.has(id));
    return later.some(({ kind }) => kind === 'reorder' || SHOTS.includes(kind));
  }
  const earlier = events.slice(0, place);
  const then = takenBack(earlier);
  const moved = earlier.some(({ id, kind }) => kind === 'reorder' && then.has(id) !== gone.has(id));
  return moved && SHOTS.includes(root.kind);
}

const undoOf = (event_id: string): Played => ({
  id: 'undo',
  kind: 'undo',
  seat_id: null,
  ball: null,
  own_ball: false,
  event_id,
  fluke: false,
  payer_seat_id: null,
});
