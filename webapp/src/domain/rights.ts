/** Who may do what in a session, as the server will judge it: a button that would be refused is not shown. */
import type { Event, Seat, Session } from '@/api/types';
import { takenBack } from './kolkhoz';

export interface Rights {
  record: boolean;
  /** Start, finish and cancel games, add guests, take back anyone's event. */
  manage: boolean;
  host: boolean;
}

export function rightsOf(session: Session, me: Seat | undefined): Rights {
  const open = session.status === 'open' && me?.active === true;
  const manage = open && (me.role === 'host' || me.role === 'scorer');
  return {
    manage,
    host: open && me.role === 'host',
    record: manage || (open && me.role === 'player' && session.scorers === 'everyone'),
  };
}

type Logged = Pick<
  Event,
  'id' | 'kind' | 'seat_id' | 'ball' | 'event_id' | 'fluke' | 'payer_seat_id' | 'recorded_by'
>;

/** What the Undo button takes back: the last score; for a plain player, who may only correct himself, his last event. */
export function undoTarget<E extends Logged>(
  log: readonly E[],
  rights: Rights,
  playerId: string,
): E | undefined {
  const gone = takenBack(log);
  return [...log].reverse().find((event) => {
    if (gone.has(event.id) || event.kind === 'undo') return false;
    if (rights.manage) return event.kind === 'pot' || event.kind === 'foul';
    return rights.record && event.recorded_by === playerId;
  });
}

/** Whether this event may be taken back, or an undone one put back, by this player. */
export function mayCorrect(log: readonly Logged[], event: Logged, rights: Rights, playerId: string): boolean {
  if (rights.manage) return true;
  if (!rights.record) return false;
  const own = log.filter(({ recorded_by }) => recorded_by === playerId);
  const gone = takenBack(log);
  const lastStanding = [...own].reverse().find(({ id, kind }) => kind !== 'undo' && !gone.has(id));
  return event.id === lastStanding?.id || event.id === own[own.length - 1]?.id;
}

/** The standing undo that holds this event down; undoing it puts the event back. */
export function holdingUndo<E extends Logged>(log: readonly E[], eventId: string): E | undefined {
  const gone = takenBack(log);
  return [...log]
    .reverse()
    .find(({ id, kind, event_id }) => kind === 'undo' && event_id === eventId && !gone.has(id));
}
