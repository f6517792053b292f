// @vitest-environment happy-dom
import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Auth } from '@/api/auth';
import { follow, LIST } from '@/screens/notifications/told';
import { UNREAD } from '@/screens/notifications/useUnread';
import { dialled, forgetAll, latest, Wire } from './wire';

const soon = () => vi.advanceTimersByTimeAsync(0);
const see = async (state: DocumentVisibilityState) => {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(state);
  document.dispatchEvent(new Event('visibilitychange'));
  await soon();
};
const told = (number: number) => ({ id: `n${number}`, number, read_at: null });
const list = (version: number) => ({ items: [told(version)], unread: 1, version, next_cursor: null });
const news = (number: number) => ({
  t: 'notification',
  version: number,
  unread: number,
  notification: told(number),
});

const auth = { token: async () => 'token', forgetCurrent: vi.fn() };
let queries: QueryClient;
let stop = () => {};

/** The line of somebody whose app is seen; the server has taken the call. */
async function seen() {
  stop = follow(auth as unknown as Auth, queries);
  await see('visible');
  latest().accept();
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', Wire);
  queries = new QueryClient();
});
afterEach(() => {
  stop();
  forgetAll();
  queries.clear();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('brings the number of what is unread, and what is told, on one line', async () => {
  queries.setQueryData(LIST, list(6));
  await seen();
  expect(latest().url).toMatch(/\/api\/v1\/me\/live\?since=6$/);
  latest().say({ t: 'hello', version: 7, unread: 3 });
  expect(queries.getQueryData(UNREAD)).toBe(3);
  latest().say(news(7));
  latest().say(news(7));
  expect(queries.getQueryData(LIST)).toMatchObject({ version: 7, items: [{ number: 7 }, { number: 6 }] });
  latest().say({ t: 'unread', version: 7, unread: 0 });
  expect(queries.getQueryData(UNREAD)).toBe(0);
  expect(dialled).toHaveLength(1);
});

it('is closed while nobody sees it, and asks for what was missed when somebody does', async () => {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
  stop = follow(auth as unknown as Auth, queries);
  await soon();
  expect(dialled).toEqual([]);
  await see('visible');
  latest().accept();
  latest().say({ t: 'hello', version: 7, unread: 3 });
  await see('hidden');
  expect(latest().readyState).toBe(Wire.CLOSED);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(dialled).toHaveLength(1);
  await see('visible');
  expect(latest().url).toMatch(/since=7$/);
  stop();
  await see('visible');
  expect(dialled).toHaveLength(2);
});

it('has the list read anew when more was missed than is sent, or when it is being read', async () => {
  const read = vi.fn(async () => list(9));
  const screen = new QueryObserver(queries, { queryKey: LIST, queryFn: read });
  const leave = screen.subscribe(() => {});
  await seen();
  latest().say(news(7));
  await soon();
  expect(read).toHaveBeenCalledTimes(1);
  latest().say({ t: 'resync', version: 40, unread: 30 });
  expect(read).toHaveBeenCalledTimes(2);
  latest().say(news(41));
  expect(read).toHaveBeenCalledTimes(3);
  leave();
});

it('signs in anew when the token has ended', async () => {
  await seen();
  latest().end(4401);
  expect(auth.forgetCurrent).toHaveBeenCalledOnce();
});
