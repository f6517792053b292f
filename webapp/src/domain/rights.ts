/** Who may do what in a session, as the server will judge it: a button that would be refused is not shown. */
import type { Event, Game, Seat, Session } from '@/api/types';
import { type Played, takenBack } from './log';
import { undoRefusal } from './undo';

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

type Logged = Played & Pick<Event, 'recorded_by'>;

/** A game as somebody with these rights sees it. */
interface Seen<E extends Logged> {
  game: Pick<Game, 'rules' | 'start_turns'>;
  log: readonly E[];
  rights: Rights;
}

/** What the Undo button takes back: the last score; for a plain player, who may only correct himself, his last event. */
export function undoTarget<E extends Logged>(seen: Seen<E>, playerId: string): E | undefined {
  const { log, rights } = seen;
  const gone = takenBack(log);
  const target = [...log].reverse().find((event) => {
    if (gone.has(event.id) || event.kind === 'undo') return false;
    if (rights.manage) return event.kind === 'pot' || event.kind === 'foul';
    return rights.record && event.recorded_by === playerId;
  });
  return target && isUndoable(seen, target) ? target : undefined;
}

/** Whether this event may be taken back by this player; for an undo, whether he may put back what it holds down. */
export function mayCorrect<E extends Logged>(seen: Seen<E>, event: E, playerId: string): boolean {
  return isHis(seen, event, playerId) && isUndoable(seen, event);
}

const isUndoable = <E extends Logged>({ game, log }: Seen<E>, event: E) =>
  undoRefusal(game.rules, game.start_turns, log, event.id) === null;

function isHis<E extends Logged>({ log, rights }: Seen<E>, event: E, playerId: string): boolean {
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
