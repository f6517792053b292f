/** The wire by its schema names, out of the server's own OpenAPI document (`npm run types`). Money is in kopecks. */
import type { components } from './schema';

type Schemas = components['schemas'];

export type Player = Schemas['Player'];
export type Seat = Schemas['Seat'];
export type Score = Schemas['Score'];
export type Net = Schemas['SeatBalance'];
export type Balance = Schemas['Balance'];
export type Transfer = Schemas['Transfer'];
export type Template = Schemas['Template'];
export type Problem = Schemas['Problem'];
export type SignedIn = Schemas['SignedIn'];
/** As the server keeps and sends them: every field is there, defaults included. */
export type KolkhozRules = Omit<Schemas['KolkhozRules'], 'balls' | 'foul'> & {
  balls: Required<Schemas['Ball']>[];
  foul: Required<Schemas['KolkhozFoul']>;
};
export type KolkhozRulesGiven = Schemas['KolkhozRulesGiven'];
export type BallsLeft = Schemas['BallsLeft'];
export type Color = BallsLeft['color'];
export type Role = Seat['role'];
export type Scorers = Schemas['Session']['scorers'];

export type AnySession = Schemas['Session'];
export type AnyGame = Schemas['Game'];
/** Of the game that this app plays: the client refuses the others. */
export type Session = Omit<AnySession, 'rules'> & { rules: KolkhozRules };
export type Event = Omit<Schemas['Event'], 'ball'> & { ball: { color: Color } | null };
export type Game = Omit<AnyGame, 'rules' | 'shooter_seat_id'> & {
  rules: KolkhozRules;
  shooter_seat_id: string;
};

export interface Recorded {
  event: Event;
  game: Game;
}

/** What the live line sends as a whole. */
export interface Board {
  session: Session;
  game: Game | null;
  /** Of `game`, by version. */
  events: Event[];
}

/** The taps of this app, each with just the fields that its kind needs. */
export type EventIn =
  | { id: string; kind: 'pot'; seat_id: string; ball: { color: Color } }
  | { id: string; kind: 'foul' | 'miss' | 'turn'; seat_id: string }
  | { id: string; kind: 'undo'; event_id: string };
