/**
 * The rules of the server, once more on the phone, so that a tap shows before any network: a game is a fold over its
 * events. Pure: no clock, no dice, no I/O. The server stays the judge; this only runs ahead of it.
 */
import type { BallsLeft, Color, Event, KolkhozRules, Score } from '@/api/types';

/** What the fold needs of an event; recorded and still unsent ones look alike to it. */
export type Played = Pick<Event, 'id' | 'kind' | 'seat_id' | 'ball' | 'event_id' | 'fluke' | 'payer_seat_id'>;

export interface GameState {
  shooter: string;
  /** In the order of the turns. */
  scores: Score[];
  /** On the table by colour, in the order of the rules. */
  balls: BallsLeft[];
  ballsLeft: number;
  /** Points owed, payer → payee → points; below 0 where fouls turned the payment round. */
  debts: Map<string, Map<string, number>>;
  /** Colours potted by each seat, oldest first. */
  potted: Map<string, Color[]>;
  /** Points that each event was worth to its seat. */
  worth: Map<string, number>;
  undone: ReadonlySet<string>;
}

export const before = (turns: readonly string[], seat: string): string =>
  at(turns, turns.indexOf(seat) - 1 + turns.length);
export const after = (turns: readonly string[], seat: string): string => at(turns, turns.indexOf(seat) + 1);

/** Points more than the next player's: what the price is multiplied with, and shown itself where points cost nothing. */
export function leadOf(turns: readonly string[], scores: readonly Score[], seat: string): number {
  const points = (id: string) => scores.find(({ seat_id }) => seat_id === id)?.points ?? 0;
  return points(seat) - points(after(turns, seat));
}

/** Ids of the events that a standing undo takes back. Every undo is judged before its target: newest first. */
export function takenBack(events: readonly Played[]): Set<string> {
  const gone = new Set<string>();
  for (let i = events.length - 1; i >= 0; i--) {
    const event = events[i] as Played;
    if (event.kind === 'undo' && event.event_id && !gone.has(event.id)) gone.add(event.event_id);
  }
  return gone;
}

/** The state after these events, oldest first. Unknown seats and colours change nothing. */
export function fold(rules: KolkhozRules, turns: readonly string[], events: readonly Played[]): GameState {
  const undone = takenBack(events);
  const state: GameState = {
    shooter: at(turns, 0),
    scores: turns.map((seat_id) => ({ seat_id, points: 0, balls: 0, fouls: 0, net_kopecks: 0 })),
    balls: rules.balls.map(({ color, value, count }) => ({ color, value, left: count })),
    ballsLeft: rules.balls.reduce((sum, ball) => sum + ball.count, 0),
    debts: new Map(),
    potted: new Map(turns.map((seat) => [seat, []])),
    worth: new Map(),
    undone,
  };
  for (const event of events) {
    if (!undone.has(event.id) && event.seat_id && turns.includes(event.seat_id)) {
      apply(rules, turns, state, event, event.seat_id);
    }
  }
  settle(rules, state);
  return state;
}

function apply(
  rules: KolkhozRules,
  turns: readonly string[],
  state: GameState,
  event: Played,
  seat: string,
): void {
  switch (event.kind) {
    case 'pot':
      pot(rules, turns, state, event, seat);
      state.shooter = rules.pot_keeps_turn ? seat : after(turns, seat);
      break;
    case 'foul':
      foul(rules, turns, state, event, seat);
      state.shooter = after(turns, seat);
      break;
    case 'miss':
      state.shooter = after(turns, seat);
      break;
    case 'turn':
      state.shooter = seat;
      break;
  }
}

function pot(
  rules: KolkhozRules,
  turns: readonly string[],
  state: GameState,
  event: Played,
  seat: string,
): void {
  const ball = state.balls.find(({ color }) => color === event.ball?.color);
  if (!ball) return;
  let points = ball.value;
  if (rules.last_ball_value !== null && state.ballsLeft === 1) points = rules.last_ball_value;
  if (event.fluke && rules.flukes === 'ignore') points = 0;
  ball.left -= 1;
  state.ballsLeft -= 1;
  scoreOf(state, seat).balls += 1;
  state.potted.get(seat)?.push(ball.color);
  give(rules, state, event, event.payer_seat_id ?? before(turns, seat), seat, points);
}

function foul(
  rules: KolkhozRules,
  turns: readonly string[],
  state: GameState,
  event: Played,
  seat: string,
): void {
  const { mode, points } = rules.foul;
  scoreOf(state, seat).fouls += 1;
  const called = rules.balls.find(({ color }) => color === event.ball?.color);
  if (mode === 'next_plus') give(rules, state, event, seat, after(turns, seat), points);
  else if (mode !== 'none') {
    const cost = mode === 'own_minus_nominal' ? (called?.value ?? points) : points;
    give(rules, state, event, event.payer_seat_id ?? before(turns, seat), seat, -cost);
  }
}

function give(
  rules: KolkhozRules,
  state: GameState,
  event: Played,
  payer: string,
  seat: string,
  given: number,
): void {
  const score = scoreOf(state, seat);
  const points = rules.negative_points ? given : Math.max(given, -score.points);
  score.points += points;
  state.worth.set(event.id, points);
  if (points === 0) return;
  const owed = state.debts.get(payer) ?? new Map<string, number>();
  state.debts.set(payer, owed.set(seat, (owed.get(seat) ?? 0) + points));
}

/** Money out of points, by the settlement of the rules; the nets sum to 0 whatever happened. */
function settle(rules: KolkhozRules, state: GameState): void {
  const price = rules.point_price_kopecks;
  if (rules.settlement === 'everyone') {
    const sum = state.scores.reduce((total, score) => total + score.points, 0);
    for (const score of state.scores) {
      score.net_kopecks = price * (state.scores.length * score.points - sum);
    }
    return;
  }
  for (const [payer, owed] of state.debts) {
    for (const [payee, points] of owed) {
      scoreOf(state, payer).net_kopecks -= price * points;
      scoreOf(state, payee).net_kopecks += price * points;
    }
  }
}

function scoreOf(state: GameState, seat: string): Score {
  const score = state.scores.find(({ seat_id }) => seat_id === seat);
  if (!score) throw new RangeError(`seat ${seat} does not play`);
  return score;
}

function at(turns: readonly string[], index: number): string {
  const seat = turns[index % turns.length];
  if (seat === undefined) throw new RangeError('a game needs turns');
  return seat;
}
