/** What the events of a game have made of it, whichever game it is. */
import type { BallsLeft, PottedBall, Score, Side } from '@/api/types';

/** Which ball: its colour and, where balls have numbers, its number. */
export type BallKey = Pick<BallsLeft, 'color' | 'number'>;

export interface GameState {
  shooter: string;
  /** The order of play in force. */
  turns: readonly string[];
  /** Everyone who has played: those who play, in their order, and then those who have left. */
  scores: Score[];
  /** On the table, in the order of the rules. */
  balls: BallsLeft[];
  ballsLeft: number;
  /** Whether anyone has shot yet: until then the order of play is free. */
  played: boolean;
  /** Kolkhoz. Points owed, payer → payee → points; below 0 where fouls turned the payment round. */
  debts: Map<string, Map<string, number>>;
  /** Pyramid. The two sides; who has an even place of the turns is on the first. None in Kolkhoz. */
  sides: Side[];
  /** Dynamic pyramid. The cue ball was potted, so the next stroke may pot object balls only. */
  inHand: boolean;
  /** Balls potted by each seat, oldest first. */
  potted: Map<string, BallKey[]>;
  /** Points that each event was worth to whoever got or lost them. */
  worth: Map<string, number>;
  /** Who pays for each event that is paid for by one player. */
  payers: Map<string, string>;
  undone: ReadonlySet<string>;
}

/** The state before the first event, with nothing on the table yet. */
export function emptyState(turns: readonly string[]): GameState {
  const [shooter] = turns;
  if (shooter === undefined) throw new RangeError('a game needs turns');
  return {
    shooter,
    turns,
    scores: turns.map(noScore),
    balls: [],
    ballsLeft: 0,
    played: false,
    debts: new Map(),
    sides: [],
    inHand: false,
    potted: new Map(),
    worth: new Map(),
    payers: new Map(),
    undone: new Set(),
  };
}

export const noScore = (seat_id: string): Score => ({
  seat_id,
  points: 0,
  balls: 0,
  fouls: 0,
  net_kopecks: 0,
});

export function scoreOf(state: GameState, seat: string): Score {
  const score = state.scores.find(({ seat_id }) => seat_id === seat);
  if (!score) throw new RangeError(`seat ${seat} does not play`);
  return score;
}

export function keepPotted(state: GameState, seat: string, { color, number }: BallKey): void {
  const ball = number === undefined ? { color } : { color, number };
  state.potted.set(seat, [...(state.potted.get(seat) ?? []), ball]);
}

/** Kolkhoz: points that a seat is up by: what the price is multiplied with, and shown where points cost nothing. */
export function leadOf(state: Pick<GameState, 'debts'>, seat: string): number {
  let lead = 0;
  for (const [payer, owed] of state.debts) {
    for (const [payee, points] of owed) {
      if (payee === seat) lead += points;
      if (payer === seat) lead -= points;
    }
  }
  return lead;
}

/** The same ball as the event's, among those of the rules. */
export function ballOf(state: Pick<GameState, 'balls'>, ball: PottedBall | null): BallsLeft | undefined {
  const number = ball?.number;
  return number
    ? state.balls.find((one) => one.number === number)
    : state.balls.find((one) => one.number === undefined && one.color === ball?.color);
}
