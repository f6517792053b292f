/** What stays on the phone: unsent taps and the last seen boards, each under its player. */
import { createStore, del, entries, get, set, type UseStore } from 'idb-keyval';
import type { Tap, TapStorage } from './outbox';
import type { KnownBoard } from './reducer';

// Opened at first use and not on import: a WebView with storage switched off throws here, and must still show a board.
const opened = new Map<string, UseStore>();
function open(name: string): UseStore {
  const store = opened.get(name) ?? createStore(`artel-${name}`, name);
  opened.set(name, store);
  return store;
}

/** One record for each tap, so that two tabs never overwrite each other's queue. */
export function tapStorage(owner: string): TapStorage {
  const prefix = `${owner}/`;
  return {
    load: async () =>
      (await entries<string, Tap>(open('taps')))
        .filter(([key]) => key.startsWith(prefix))
        .map(([, tap]) => tap),
    save: async (tap) => set(prefix + tap.key, tap, open('taps')),
    remove: async (key) => del(prefix + key, open('taps')),
  };
}

export const loadBoard = async (owner: string, sessionId: string) =>
  get<KnownBoard>(`${owner}/${sessionId}`, open('boards'));

export const saveBoard = async (owner: string, board: KnownBoard) =>
  set(`${owner}/${board.session.id}`, board, open('boards'));
