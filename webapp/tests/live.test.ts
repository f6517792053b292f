// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Auth } from '@/api/auth';
import { createApi, createHttp } from '@/api/client';
import type { Event } from '@/api/types';
import { saveBoard } from '@/live/storage';
import { createLive, useLive } from '@/live/store';
import { game, numbered, pot, session } from './make';
import { dialled, forgetAll, latest, Wire } from './wire';

const log = numbered([pot('1', 'A'), pot('2', 'B'), pot('3', 'C')]);
const board = (version: number, events: Event[] = log) => ({
  session: session({ version }),
  game: game(events),
  events,
});
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 5 });
const shown = () => useLive.getState().boards.s1;

const me = { id: 'p-A', display_name: 'Марат', username: null, photo_url: null, language: 'ru' };
let people = 0;
let hangUp = () => {};

/** A phone, of somebody else each time, on a server of five routes, whose board the test sets; `fetched` counts the boards asked for. */
function phone(owner = `${++people}`) {
  const server = { board: board(1), fetched: 0, recorded: [] as string[] };
  vi.stubGlobal('fetch', async (request: Request) => {
    const { session, game, events } = server.board;
    const route = `${request.method} ${new URL(request.url).pathname.slice('/api/v1'.length)}`;
    switch (route) {
      case 'POST /auth/telegram':
        return Response.json({ access_token: 'token', refresh_token: 'r', expires_in: 900, player: me });
      case 'GET /sessions/s1':
        server.fetched++;
        return Response.json(session);
      case 'GET /games/g1':
        return Response.json(game);
      case 'GET /games/g1/events':
        return Response.json({ items: events });
      case 'POST /games/g1/events':
        server.recorded.push((await request.json()).id);
        return Response.json({ event: events[0], game });
    }
    throw new TypeError(route);
  });
  const auth = new Auth({ initData: 'x', userId: owner });
  const api = createApi(createHttp(auth));
  return { server, owner, auth, api, live: createLive(api, auth, owner) };
}

const offline = () => vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));

/** Its line to `s1`, answered with the board that the server has. */
async function onTheLine() {
  const { live, server } = phone();
  hangUp = live.open('s1');
  await eventually(() => expect(dialled).toHaveLength(1));
  latest().accept();
  latest().say({ t: 'hello', version: server.board.session.version, board: server.board });
  await eventually(() => expect(useLive.getState().link).toBe('live'));
  return { live, server };
}

beforeEach(() => {
  vi.stubGlobal('WebSocket', Wire);
  useLive.setState({ boards: {}, taps: [], link: 'connecting', present: [], failures: {}, refusal: null });
});
afterEach(() => {
  hangUp();
  forgetAll();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('a board that is live', () => {
  it('follows what the line says, and fetches nothing', async () => {
    const { server } = await onTheLine();
    const four = numbered([...log, pot('4', 'A')]);
    latest().say({ t: 'event', version: 2, event: four[3], game: game(four) });
    latest().say({ t: 'pong', version: 2 });
    latest().say({ t: 'presence', version: 2, seat_ids: ['A', 'C'] });
    expect(shown()).toMatchObject({
      version: 2,
      events: [{ id: '1' }, { id: '2' }, { id: '3' }, { id: '4' }],
    });
    expect(useLive.getState().present).toEqual(['A', 'C']);
    expect(server.fetched).toBe(0);
  });

  it.each([
    ['an event was missed', { t: 'event', version: 9, event: log[2], game: game(log) }],
    ['a pong is ahead', { t: 'pong', version: 9 }],
    ['somebody came in between', { t: 'presence', version: 9, seat_ids: ['A'] }],
    ['the server says so', { t: 'resync', version: 1 }],
    ['it is told of what it does not have', { t: 'hello', version: 9 }],
  ])('is fetched once when %s', async (_, message) => {
    const { server } = await onTheLine();
    server.board = board(9, numbered([...log, pot('4', 'A'), pot('5', 'A')]));
    latest().say(message);
    latest().say(message);
    await eventually(() => expect(shown()).toMatchObject({ version: 9, game: { version: 5 } }));
    expect(server.fetched).toBe(1);
    expect(useLive.getState().failures).toEqual({});
  });

  it('sends what waits as soon as the line is up', async () => {
    const { live, server } = await onTheLine();
    live.tap('g1', { id: 't1', kind: 'pot', seat_id: 'A', ball: { color: 'white' } });
    await eventually(() => expect(server.recorded).toEqual(['t1']));
    offline();
    live.tap('g1', { id: 't2', kind: 'pot', seat_id: 'A', ball: { color: 'white' } });
    await eventually(() => expect(useLive.getState().taps).toHaveLength(1));
    const sent = vi.fn(async () => Response.json({ event: log[0], game: game(log) }));
    vi.stubGlobal('fetch', sent);
    latest().say({ t: 'hello', version: 1 });
    await eventually(() => expect(useLive.getState().taps).toEqual([]));
    expect(sent).toHaveBeenCalledTimes(1);
  });
});

it('a board that the phone remembers is shown before anybody is asked, and the line asks for what is newer', async () => {
  const { live, owner, server } = phone();
  await saveBoard(owner, { ...board(5), version: 5 });
  hangUp = live.open('s1');
  await eventually(() => expect(shown()).toMatchObject({ version: 5, session: { name: 'Пятница' } }));
  await eventually(() => expect(dialled).toHaveLength(1));
  expect(latest().url).toMatch(/since=5$/);
  expect(latest().protocols).toEqual(['artel.v1', 'bearer.token']);
  expect(server.fetched).toBe(0);
});

it('what the phone remembers can be had before anything is drawn: the board, and the taps that wait', async () => {
  const first = phone();
  await saveBoard(first.owner, { ...board(5), version: 5 });
  offline();
  first.live.tap('g1', { id: 't1', kind: 'pot', seat_id: 'A', ball: { color: 'white' } });
  await eventually(() => expect(useLive.getState().taps).toHaveLength(1));

  useLive.setState({ boards: {}, taps: [] });
  const { live } = phone(first.owner);
  offline();
  await live.recall('s1');
  expect(shown()).toMatchObject({ version: 5 });
  expect(useLive.getState().taps).toMatchObject([{ event: { id: 't1' } }]);
});

it('a phone whose database never answers gets its line all the same', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  vi.spyOn(indexedDB, 'open').mockImplementation(() => new EventTarget() as IDBOpenDBRequest);
  vi.resetModules();
  const fresh = await import('@/live/store');
  const { auth, api } = phone();
  hangUp = fresh.createLive(api, auth, 'silent').open('s1');
  await eventually(() => expect(dialled).toHaveLength(1));
});

it('a line that cannot be had is made up for by asking, and said only after two seconds', async () => {
  // Waiting moves the clock on by a few milliseconds for each look.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  const { live, server } = phone();
  server.board = board(4);
  const opened = Date.now();
  hangUp = live.open('s1');
  await eventually(() => expect(dialled).toHaveLength(1));
  latest().end(1006);
  await eventually(() => expect(shown()).toMatchObject({ version: 4 }));
  expect(useLive.getState().link).toBe('connecting');
  vi.advanceTimersByTime(opened + 1_999 - Date.now());
  expect(useLive.getState().link).toBe('connecting');
  vi.advanceTimersByTime(1);
  expect(useLive.getState().link).toBe('offline');
});
