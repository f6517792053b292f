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
type AnyPyramid =
  | Schemas['FreePyramidRules']
  | Schemas['CombinedPyramidRules']
  | Schemas['DynamicPyramidRules']
  | Schemas['ClassicPyramidRules']
  | Schemas['ContinuousPyramidRules'];
export type PyramidRules = Omit<AnyPyramid, 'foul'> & { foul: Required<Schemas['PyramidFoul']> };
export type Rules = KolkhozRules | PyramidRules;
export type GameType = Rules['game_type'];
export type TurnsMode = Rules['turns'];
export type RulesGiven = NonNullable<Schemas['NewSession']['rules']>;
export type Side = Schemas['Side'];
export type BallsLeft = Schemas['BallsLeft'];
export type Color = BallsLeft['color'];
export type Role = Seat['role'];
export type Scorers = Schemas['Session']['scorers'];

export type Session = Omit<Schemas['Session'], 'rules'> & { rules: Rules };
export type Event = Schemas['Event'];
export type PottedBall = NonNullable<Event['ball']>;
/** `shooter_seat_id` is null when the game does not go on. */
export type Game = Omit<Schemas['Game'], 'rules'> & { rules: Rules };

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
  | { id: string; kind: 'pot'; seat_id: string; ball: PottedBall; own_ball?: boolean }
  | { id: string; kind: 'foul' | 'miss' | 'turn'; seat_id: string }
  | { id: string; kind: 'undo'; event_id: string };
