/** What stays on the phone: unsent taps and the last seen boards, each under its player. */
import { createStore, del, entries, get, set, type UseStore } from 'idb-keyval';
import { forget, keep, keysOf, recallJson } from '@/storage';
import type { Tap, TapStorage } from './outbox';
import type { KnownBoard } from './reducer';

// Opened at first use and not on import: a WebView with storage switched off throws here, and must still show a board.
const opened = new Map<string, UseStore>();
function open(name: string): UseStore {
  const store = opened.get(name) ?? createStore(`artel-${name}`, name);
  opened.set(name, store);
  return store;
}

/**
 * One record for each tap, so that two tabs never overwrite each other's queue. IndexedDB keeps a tap a moment after it
 * was told to, and a page that ends in that moment would lose it: until then the tap stands in a journal in
 * localStorage, which is written before the finger is up.
 */
export function tapStorage(owner: string): TapStorage {
  const prefix = `${owner}/`;
  const journal = `artel.tap.${prefix}`;
  const save = async (tap: Tap) => {
    keep('localStorage', journal + tap.key, JSON.stringify(tap));
    await set(prefix + tap.key, tap, open('taps'));
    forget('localStorage', journal + tap.key);
  };
  return {
    load: async () => {
      const journaled = keysOf('localStorage', journal).map((key) => recallJson<Tap>('localStorage', key));
      await Promise.all(journaled.map((tap) => tap && save(tap)));
      return (await entries<string, Tap>(open('taps')))
        .filter(([key]) => key.startsWith(prefix))
        .map(([, tap]) => tap);
    },
    save,
    remove: async (key) => {
      forget('localStorage', journal + key);
      await del(prefix + key, open('taps'));
    },
  };
}

/** Grows when boards get another shape: one that an older app kept is not shown, but fetched again. */
const SHAPE = 2;

export const loadBoard = async (owner: string, sessionId: string) =>
  get<KnownBoard>(`${owner}/${SHAPE}/${sessionId}`, open('boards'));

export const saveBoard = async (owner: string, board: KnownBoard) =>
  set(`${owner}/${SHAPE}/${board.session.id}`, board, open('boards'));
