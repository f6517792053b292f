import { describe, expect, it } from 'vitest';
import type { Event } from '@/api/types';
import { applyMessage, type KnownBoard, mergeBoard, withRecorded } from '@/live/reducer';
import { event, game, numbered, pot, session } from './make';

const log = numbered([pot('1', 'A'), pot('2', 'B'), pot('3', 'C')]);
const known = (version: number, events: Event[]): KnownBoard => ({
  version,
  session: session({ version }),
  game: game(events),
  events,
});
const message = (version: number, one: Event, upTo: Event[]) =>
  ({ t: 'event', version, event: one, game: game(upTo) }) as const;

describe('an event', () => {
  const board = known(5, log.slice(0, 2));

  it('is applied when it is the next', () => {
    const { board: after, behind } = applyMessage(board, message(6, log[2] as Event, log));
    expect(after?.events.map(({ id }) => id)).toEqual(['1', '2', '3']);
    expect(after).toMatchObject({ version: 6, game: { version: 3 } });
    expect(behind).toBe(false);
  });

  it('changes nothing the second time', () => {
    const once = applyMessage(board, message(6, log[2] as Event, log)).board;
    const twice = applyMessage(once, message(6, log[2] as Event, log));
    expect(twice.board).toBe(once);
    expect(twice.behind).toBe(false);
  });

  it('older than what is known changes nothing', () => {
    expect(applyMessage(board, message(4, log[0] as Event, log.slice(0, 1)))).toEqual({
      board,
      behind: false,
    });
  });

  it('after a gap is not applied, and makes the client fetch', () => {
    expect(applyMessage(board, message(8, log[2] as Event, log))).toEqual({ board, behind: true });
  });

  it('of a game that is not known makes the client fetch', () => {
    const other = { ...message(6, log[0] as Event, log), game: game(log, { id: 'g2' }) };
    expect(applyMessage(board, other).behind).toBe(true);
    expect(applyMessage(null, other)).toEqual({ board: null, behind: true });
  });
});

describe('other messages', () => {
  const board = known(5, log);

  it('a board replaces an older one, and an older one changes nothing', () => {
    const finished = {
      session: session({ version: 6 }),
      game: game(log, { status: 'finished' }),
      events: log,
    };
    expect(applyMessage(board, { t: 'board', version: 6, board: finished }).board?.game?.status).toBe(
      'finished',
    );
    const newer = known(9, log);
    expect(applyMessage(newer, { t: 'board', version: 6, board: finished }).board?.version).toBe(9);
  });

  it('a hello without a board says whether something is missing', () => {
    expect(applyMessage(board, { t: 'hello', version: 5 }).behind).toBe(false);
    expect(applyMessage(board, { t: 'hello', version: 6 }).behind).toBe(true);
    expect(applyMessage(null, { t: 'hello', version: 1 }).behind).toBe(true);
  });

  it('a pong from the future and a resync make the client fetch', () => {
    expect(applyMessage(board, { t: 'pong', version: 5 }).behind).toBe(false);
    expect(applyMessage(board, { t: 'pong', version: 7 }).behind).toBe(true);
    expect(applyMessage(board, { t: 'resync', version: 5 }).behind).toBe(true);
  });
});

describe('two pictures of one session', () => {
  it('are merged by event id and never lose what one of them has', () => {
    const late = known(4, log.slice(0, 1));
    const merged = mergeBoard(known(5, log), late);
    expect(merged).toMatchObject({ version: 5, game: { version: 3 } });
    expect(merged.events).toHaveLength(3);
    expect(mergeBoard(late, known(5, log)).events).toHaveLength(3);
  });

  it('agree on the answer to a tap, whichever comes first, answer or message', () => {
    const board = known(5, log.slice(0, 2));
    const recorded = { event: log[2] as Event, game: game(log) };
    const heard = message(6, log[2] as Event, log);
    const answerFirst = applyMessage(withRecorded(board, recorded), heard).board;
    const messageFirst = withRecorded(applyMessage(board, heard).board as KnownBoard, recorded);
    expect(answerFirst).toEqual(messageFirst);
  });

  it('keep a finished game finished when an older answer comes late', () => {
    const finished = { ...known(6, log), game: game(log, { status: 'finished' }) };
    expect(withRecorded(finished, { event: log[2] as Event, game: game(log) }).game?.status).toBe('finished');
  });

  it('let a reopened game come back to life, and a late answer from before not end it again', () => {
    const finished = { ...known(6, log), game: game(log, { status: 'finished' }) };
    const longer = numbered([...log, event('4', 'reopen')]);
    const reopened = mergeBoard(finished, known(7, longer));
    expect(reopened.game).toMatchObject({ status: 'live', version: 4 });
    expect(mergeBoard(known(7, longer), finished).game?.status).toBe('live');
    expect(withRecorded(reopened, { event: log[2] as Event, game: finished.game }).game?.status).toBe('live');
    const again = { ...known(8, longer), game: game(longer, { status: 'finished' }) };
    expect(mergeBoard(reopened, again).game?.status).toBe('finished');
    expect(mergeBoard(again, reopened).game?.status).toBe('finished');
  });

  it('keep the game when only the session was asked for', () => {
    const partial: KnownBoard = {
      version: 9,
      session: session({ name: 'Новое имя' }),
      game: null,
      events: [],
      partial: true,
    };
    const merged = mergeBoard(known(5, log), partial);
    expect(merged.session.name).toBe('Новое имя');
    expect(merged.game?.id).toBe('g1');
  });

  it('show the newer game when another was started', () => {
    const next = { ...known(7, []), game: game([], { id: 'g2', number: 2 }) };
    expect(mergeBoard(known(5, log), next)).toMatchObject({ game: { id: 'g2' }, events: [] });
    expect(mergeBoard(next, known(5, log))).toMatchObject({ game: { id: 'g2' }, events: [] });
  });
});

it('a note changes no score', () => {
  expect(
    game([event('n', 'note', { text: 'кий сломался' })]).scores.every(({ points }) => points === 0),
  ).toBe(true);
});
