/** The board as this phone knows it. Pure: what it knew and a message in, what it knows now out. */
import type { Board, Event, Game, Recorded, Session } from '@/api/types';

/** `version` is the session's version up to which nothing is missing. */
export interface KnownBoard {
  version: number;
  session: Session;
  game: Game | null;
  /** Of `game`, by version. */
  events: Event[];
  /** Only the session was asked for: there may be a game that this phone has not seen. */
  partial?: boolean;
}

export type LiveMessage =
  | { t: 'hello'; version: number; board?: Board | null }
  | { t: 'event'; version: number; event: Event; game: Game }
  | { t: 'board'; version: number; board: Board }
  | { t: 'presence'; version: number; seat_ids: string[] }
  | { t: 'pong'; version: number }
  | { t: 'resync'; version: number };

export interface Applied {
  board: KnownBoard | null;
  /** Something was missed: fetch the board. */
  behind: boolean;
}

export function applyMessage(known: KnownBoard | null, message: LiveMessage): Applied {
  switch (message.t) {
    case 'hello':
    case 'board':
      return message.board
        ? { board: mergeBoard(known, { ...message.board, version: message.version }), behind: false }
        : { board: known, behind: isBehind(known, message.version) };
    case 'event':
      return applyEvent(known, message);
    case 'presence':
    case 'pong':
      return { board: known, behind: isBehind(known, message.version) };
    case 'resync':
      return { board: known, behind: true };
  }
}

const isBehind = (known: KnownBoard | null, version: number) => known === null || version > known.version;

function applyEvent(known: KnownBoard | null, message: LiveMessage & { t: 'event' }): Applied {
  if (!known) return { board: null, behind: true };
  if (message.version <= known.version) return { board: known, behind: false };
  if (message.version > known.version + 1 || known.game?.id !== message.game.id) {
    return { board: known, behind: true };
  }
  return { board: { ...withRecorded(known, message), version: message.version }, behind: false };
}

/** Two pictures of one session as one: events by id, everything else from the newer. Nothing known is ever lost. */
export function mergeBoard(known: KnownBoard | null, incoming: KnownBoard): KnownBoard {
  if (!known || known.session.id !== incoming.session.id) return incoming;
  const [newer, older] = incoming.version >= known.version ? [incoming, known] : [known, incoming];
  if (newer.partial) return { ...older, version: newer.version, session: newer.session };
  const sameGame = newer.game && older.game?.id === newer.game.id;
  return {
    version: newer.version,
    session: newer.session,
    game: sameGame ? laterGame(older.game as Game, newer.game as Game) : newer.game,
    events: sameGame ? mergeEvents(older.events, newer.events) : newer.events,
  };
}

/** The answer to our own tap, which may come before or after the same event on the socket. */
export function withRecorded(known: KnownBoard, { event, game }: Recorded): KnownBoard {
  if (known.game?.id !== game.id) return known;
  return { ...known, game: laterGame(known.game, game), events: mergeEvents(known.events, [event]) };
}

export function mergeEvents(known: readonly Event[], incoming: readonly Event[]): Event[] {
  const byId = new Map(known.map((event) => [event.id, event]));
  for (const event of incoming) byId.set(event.id, event);
  return [...byId.values()].sort((a, b) => a.version - b.version);
}

/** The one with more events: a reopened game has one more than when it ended. Of equals the one that has ended. */
function laterGame(a: Game, b: Game): Game {
  if (a.version !== b.version) return a.version > b.version ? a : b;
  return b.status === 'live' ? a : b;
}

/** Whether every event up to the game's version is here, so that the game's own score speaks for the log. */
export const isWhole = ({ game, events }: KnownBoard) => game !== null && events.length === game.version;
