/** What the person was told, as screens keep it: read by HTTP, and followed on a live line while the app is seen. */
import type { QueryClient } from '@tanstack/react-query';
import type { Auth } from '@/api/auth';
import type { listNotifications, Notification } from '@/api/me';
import { openLine } from '@/live/socket';
import { UNREAD } from './useUnread';

type List = Awaited<ReturnType<typeof listNotifications>>;

/** What the line says; `version` is the number of the newest notification, as of the list. */
export type Told =
  | { t: 'hello' | 'unread' | 'resync'; version: number; unread: number }
  | { t: 'notification'; version: number; unread: number; notification: Notification }
  | { t: 'pong'; version: number };

export const LIST = ['notifications'];
/** Older ones nobody looks for. */
export const SHOWN = 50;

/** Keeps both up to date; the line is closed whenever the app is hidden. Returns how to end that. */
export function follow(auth: Auth, queries: QueryClient): () => void {
  let heard: number | undefined;
  const known = () => queries.getQueryData<List>(LIST)?.version;
  return whileSeen(() =>
    openLine<Told>({
      path: '/api/v1/me/live',
      // Of what both know, the list may be the older one, and is brought up to date by what it has missed.
      since: () => known() ?? heard,
      token: () => auth.token(),
      onTokenEnded: () => auth.forgetCurrent(),
      onMessage: (told) => {
        heard = told.version;
        take(queries, told);
      },
      onUp: () => {},
      onDown: () => {},
    }),
  );
}

function take(queries: QueryClient, told: Told): void {
  if (told.t === 'pong') return;
  queries.setQueryData(UNREAD, told.unread);
  const isNews = told.t === 'notification';
  // A list that is on its way may have been read before this one came.
  if (told.t === 'resync' || (isNews && queries.isFetching({ queryKey: LIST }))) {
    void queries.invalidateQueries({ queryKey: LIST });
  } else if (isNews) {
    queries.setQueryData<List>(LIST, (list) => list && withTold(list, told));
  }
}

/** Which of them is read stays as it was: the new ones are still told apart by who reads them now. */
function withTold(list: List, { version, unread, notification }: Told & { t: 'notification' }): List {
  if (version <= list.version) return list;
  return { ...list, version, unread, items: [notification, ...list.items].slice(0, SHOWN) };
}

function whileSeen(open: () => () => void): () => void {
  let close: (() => void) | undefined;
  const turn = () => {
    if (document.visibilityState === 'visible') close ??= open();
    else hide();
  };
  const hide = () => {
    close?.();
    close = undefined;
  };
  document.addEventListener('visibilitychange', turn);
  turn();
  return () => {
    document.removeEventListener('visibilitychange', turn);
    hide();
  };
}
