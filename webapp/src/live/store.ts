/** The live state that screens read, and the wiring between the line, the queue of taps and the phone's memory. */
import { create } from 'zustand';
import type { Auth } from '@/api/auth';
import type { Api } from '@/api/client';
import { codeOf } from '@/api/problem';
import type { Board, EventIn, Session } from '@/api/types';
import { Outbox, type Tap } from './outbox';
import { applyMessage, type KnownBoard, type LiveMessage, mergeBoard, withRecorded } from './reducer';
import { openLine } from './socket';
import { loadBoard, saveBoard, tapStorage } from './storage';
import { within } from './within';

export type Link = 'connecting' | 'live' | 'offline';

export interface LiveState {
  boards: Record<string, KnownBoard>;
  taps: readonly Tap[];
  link: Link;
  /** Seats whose phones are on the line now. */
  present: readonly string[];
  /** Why a session could not be fetched, by its id. */
  failures: Record<string, string>;
  /** The last refusal that nobody has been told of yet. */
  refusal: { tap: Tap; code: string } | null;
}

export const useLive = create<LiveState>(() => ({
  boards: {},
  taps: [],
  link: 'connecting',
  present: [],
  failures: {},
  refusal: null,
}));

/** So long the phone's own memory may keep a line waiting. */
const RECALL_MS = 1_000;

/** A lost line is worth a word only after this time: most come back sooner. */
const PATIENCE_MS = 2_000;

export type Live = ReturnType<typeof createLive>;

export function createLive(api: Api, auth: Auth, owner: string) {
  const { getState: get, setState: set } = useLive;

  const learn = (sessionId: string, change: (known: KnownBoard | null) => KnownBoard | null) => {
    const known = get().boards[sessionId] ?? null;
    const board = change(known);
    if (!board || board === known) return;
    set({ boards: { ...get().boards, [sessionId]: board } });
    // Without storage the evening goes on, only a reload needs the network.
    saveBoard(owner, board).catch(() => {});
  };

  const outbox = new Outbox({
    storage: tapStorage(owner),
    send: (gameId, event) => api.record(gameId, event),
    onChange: (taps) => set({ taps }),
    onRecorded: (recorded) =>
      learn(recorded.game.session_id, (known) => known && withRecorded(known, recorded)),
    onRefused: (tap, code) => set({ refusal: { tap, code } }),
  });

  const adopt = (board: Board & { partial?: boolean }) =>
    learn(board.session.id, (known) => mergeBoard(known, { ...board, version: board.session.version }));
  /** A session without word of its games, as joining and creating answer. */
  const adoptSession = (session: Session) => adopt({ session, game: null, events: [], partial: true });

  const fetches = new Map<string, Promise<void>>();
  const fail = (sessionId: string, code: string | undefined) => {
    const { [sessionId]: _, ...others } = get().failures;
    set({ failures: code ? { ...others, [sessionId]: code } : others });
  };
  /** The board by HTTP; one fetch at a time for each session. What stops it is kept in `failures`. */
  const fetchBoard = (sessionId: string): Promise<void> => {
    const running = fetches.get(sessionId);
    if (running) return running;
    const fetching = api
      .board(sessionId, get().boards[sessionId]?.game?.id)
      .then(adopt)
      .then(
        () => fail(sessionId, undefined),
        (error) => fail(sessionId, codeOf(error)),
      )
      .finally(() => fetches.delete(sessionId));
    fetches.set(sessionId, fetching);
    return fetching;
  };

  const receive = (sessionId: string, message: LiveMessage) => {
    if (navigator.onLine && get().link !== 'live') set({ link: 'live' });
    if (message.t === 'presence') set({ present: message.seat_ids });
    let behind = false;
    learn(sessionId, (known) => {
      const applied = applyMessage(known, message);
      behind = applied.behind;
      return applied.board;
    });
    if (behind) void fetchBoard(sessionId);
    if (message.t === 'hello') outbox.flush();
  };

  const taps = outbox.load().catch(() => {});
  /** What the phone remembers of a session, and of taps; without storage nothing. */
  const recall = async (sessionId: string): Promise<void> => {
    const kept = await loadBoard(owner, sessionId).catch(() => undefined);
    if (kept) learn(sessionId, (known) => mergeBoard(known, kept));
    await taps;
  };

  /** Show a session from the phone's memory at once, then keep it live; returns how to stop. */
  const open = (sessionId: string): (() => void) => {
    let closed = false;
    let hangUp = () => {};
    let patience: ReturnType<typeof setTimeout> | undefined;
    const down = (opened: boolean) => {
      if (!navigator.onLine) set({ link: 'offline' });
      else if (get().link === 'live') set({ link: 'connecting' });
      patience ??= setTimeout(() => set({ link: 'offline' }), PATIENCE_MS);
      if (!opened) void fetchBoard(sessionId);
    };
    const connect = () => {
      if (closed) return;
      hangUp = openLine<LiveMessage>({
        path: `/api/v1/sessions/${sessionId}/live`,
        since: () => {
          const known = get().boards[sessionId];
          return known?.partial ? undefined : known?.version;
        },
        token: () => auth.token(),
        onTokenEnded: () => auth.forgetCurrent(),
        onMessage: (message) => receive(sessionId, message),
        onUp: () => {
          clearTimeout(patience);
          patience = undefined;
          outbox.flush();
        },
        onDown: down,
      });
    };
    set({ link: 'connecting', present: [] });
    patience = setTimeout(() => set({ link: 'offline' }), PATIENCE_MS);
    const known = get().boards[sessionId];
    if (known && !known.partial) connect();
    else void within(RECALL_MS, recall(sessionId)).then(connect);
    return () => {
      closed = true;
      clearTimeout(patience);
      hangUp();
    };
  };

  addEventListener('online', () => outbox.flush());

  return {
    open,
    recall,
    adopt,
    adoptSession,
    fetchBoard,
    tap: (gameId: string, event: EventIn) => outbox.add(gameId, event),
  };
}
