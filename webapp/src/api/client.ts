/** Every call this app makes, each with its answer or an ApiError. */
import createClient from 'openapi-fetch';
import type { Auth } from './auth';
import { timedFetch } from './http';
import { problemOf } from './problem';
import type { components, paths } from './schema';
import type { Board, EventIn, Game, Recorded, RulesGiven, Scorers, Session } from './types';
import type { Wish } from './wish';

type Schemas = components['schemas'];

/** What openapi-fetch gives back; exactly one of `data` and `error` is there. */
interface Outcome<Data> {
  data?: Data | undefined;
  error?: unknown;
  response: Response;
}

export function answered<Data>({ data, error, response }: Outcome<Data>): Data {
  if (!response.ok) throw problemOf(response, error);
  return data as Data;
}

/** The server sends every field of the rules, defaults too, which its schema cannot say of fields that have one. */
const sessionOf = (given: Schemas['Session']) => given as Session;
const gameOf = (given: Schemas['Game']) => given as Game;

export interface NewSession {
  name?: string;
  rules: RulesGiven;
  scorers: Scorers;
  best_of?: number;
}

export type Api = ReturnType<typeof createApi>;
export type Http = ReturnType<typeof createHttp>;

/** The typed client of every route, signed in: what calls need that only a lazy screen makes. */
export function createHttp(auth: Auth) {
  const signed = async (request: Request): Promise<Response> => {
    const again = request.clone();
    const token = await auth.token();
    request.headers.set('Authorization', `Bearer ${token}`);
    const response = await timedFetch(request);
    if (response.status !== 401) return response;
    auth.forget(token);
    again.headers.set('Authorization', `Bearer ${await auth.token()}`);
    return timedFetch(again);
  };
  return createClient<paths>({ baseUrl: location.origin, fetch: signed });
}

export function createApi(http: Http) {
  const session = (session_id: string) => ({ params: { path: { session_id } } });
  const game = (game_id: string) => ({ params: { path: { game_id } } });

  const api = {
    sessions: async (status: 'open' | 'closed') =>
      answered(await http.GET('/api/v1/sessions', { params: { query: { status } } })).items.map(sessionOf),
    session: async (id: string) =>
      sessionOf(answered(await http.GET('/api/v1/sessions/{session_id}', session(id)))),
    createSession: (wish: Wish, body: NewSession) =>
      wish(body, async (once) => sessionOf(answered(await http.POST('/api/v1/sessions', { body, ...once })))),
    join: async (code: string, role: 'player' | 'spectator') =>
      sessionOf(answered(await http.POST('/api/v1/sessions/join', { body: { code, role } }))),
    addGuest: (wish: Wish, id: string, display_name: string) => {
      const body = { display_name };
      return wish(body, async (once) =>
        answered(await http.POST('/api/v1/sessions/{session_id}/guests', { ...session(id), ...once, body })),
      );
    },
    closeSession: async (id: string) =>
      answered(await http.POST('/api/v1/sessions/{session_id}/close', session(id))),
    balance: async (id: string) =>
      answered(await http.GET('/api/v1/sessions/{session_id}/balance', session(id))),
    /** In this order or, where the rules or the people want it drawn, in the order that the server draws for these. */
    startGame: (
      wish: Wish,
      { id, rules }: Pick<Session, 'id' | 'rules'>,
      playing: string[],
      draw = false,
    ) => {
      const drawn = { seats: playing, ...(draw && { rules: { ...rules, turns: 'random' as const } }) };
      const body = rules.turns === 'manual' && !draw ? { turns: playing } : drawn;
      return wish(body, async (once) =>
        gameOf(
          answered(await http.POST('/api/v1/sessions/{session_id}/games', { ...session(id), ...once, body })),
        ),
      );
    },
    record: async (id: string, body: EventIn): Promise<Recorded> => {
      const recorded = answered(await http.POST('/api/v1/games/{game_id}/events', { ...game(id), body }));
      return { event: recorded.event, game: gameOf(recorded.game) };
    },
    finish: (wish: Wish, id: string) =>
      wish('finish', async (once) =>
        gameOf(answered(await http.POST('/api/v1/games/{game_id}/finish', { ...game(id), ...once })).game),
      ),
    reopen: (wish: Wish, id: string) =>
      wish('reopen', async (once) =>
        gameOf(answered(await http.POST('/api/v1/games/{game_id}/reopen', { ...game(id), ...once }))),
      ),
    setTurns: async (id: string, turns: string[]) =>
      gameOf(answered(await http.PUT('/api/v1/games/{game_id}/turns', { ...game(id), body: { turns } }))),
    cancel: async (id: string) =>
      gameOf(answered(await http.POST('/api/v1/games/{game_id}/cancel', game(id)))),

    /** The board by plain HTTP, for a gap or while the socket is away; `known` is the game last seen. */
    board: async (id: string, known?: string): Promise<Board & { partial?: boolean }> => {
      const found = await api.session(id);
      const gameId = found.current_game_id ?? known;
      if (!gameId) return { session: found, game: null, events: [], partial: true };
      // Events after the game: the log may then be newer than the score, and never the other way round.
      const shown = gameOf(answered(await http.GET('/api/v1/games/{game_id}', game(gameId))));
      const { items } = answered(await http.GET('/api/v1/games/{game_id}/events', game(gameId)));
      return shown.status === 'cancelled'
        ? { session: found, game: null, events: [] }
        : { session: found, game: shown, events: items };
    },
  };
  return api;
}
