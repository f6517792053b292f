/** Calls about other people: their seats at a table, and how they play. Each answers or raises ApiError. */
import { answered, type Http } from './client';
import type { components } from './schema';
import type { GameType, Role } from './types';

type Schemas = components['schemas'];
export type Stats = Schemas['PlayerStats'];
export type Versus = Schemas['Versus'];
export type PlayedGame = Schemas['PlayedGame'];
export type Place = Schemas['Place'];
export type Period = 'week' | 'month' | 'year' | 'all';
export type Achievement = Schemas['Achievement'];

const seat = (session_id: string, seat_id: string) => ({ params: { path: { session_id, seat_id } } });

export const changeRole = async (http: Http, session: string, id: string, role: Role) =>
  answered(
    await http.PATCH('/api/v1/sessions/{session_id}/seats/{seat_id}', {
      ...seat(session, id),
      body: { role },
    }),
  );

export const removeSeat = async (http: Http, session: string, id: string) =>
  answered(await http.DELETE('/api/v1/sessions/{session_id}/seats/{seat_id}', seat(session, id)));

/** The token that makes a guest's seat a player's; a new one ends the one before. */
export const linkGuest = async (http: Http, session: string, id: string) =>
  answered(await http.POST('/api/v1/sessions/{session_id}/guests/{seat_id}/link', seat(session, id))).token;

export const claimGuest = async (http: Http, session: string, id: string, token: string) =>
  answered(
    await http.POST('/api/v1/sessions/{session_id}/guests/{seat_id}/claim', {
      ...seat(session, id),
      body: { token },
    }),
  );

/** Whom one has played with, the last ones first. */
export const acquaintances = async (http: Http) => answered(await http.GET('/api/v1/players')).items;

export const statsOf = async (http: Http, player_id: string, game_type: GameType | undefined) =>
  answered(
    await http.GET('/api/v1/players/{player_id}/stats', {
      params: { path: { player_id }, query: game_type ? { game_type } : {} },
    }),
  );

export const playerOf = async (http: Http, player_id: string) =>
  answered(await http.GET('/api/v1/players/{player_id}', { params: { path: { player_id } } }));

export const achievementsOf = async (http: Http, player_id: string) =>
  answered(await http.GET('/api/v1/players/{player_id}/achievements', { params: { path: { player_id } } }))
    .items;

/** A page of finished games, the newest first. */
export const gamesOf = async (http: Http, player_id: string, cursor: string | undefined) =>
  answered(
    await http.GET('/api/v1/players/{player_id}/games', {
      params: { path: { player_id }, query: cursor ? { cursor } : {} },
    }),
  );

/** Oneself and the people one has sat at a table with, the best first. */
export const leaderboard = async (http: Http, period: Period, game_type: GameType | undefined) =>
  answered(
    await http.GET('/api/v1/leaderboard', {
      params: { query: { period, ...(game_type && { game_type }) } },
    }),
  ).items;

export const versus = async (http: Http, player_id: string, other_id: string) =>
  answered(
    await http.GET('/api/v1/players/{player_id}/versus/{other_id}', {
      params: { path: { player_id, other_id } },
    }),
  );
