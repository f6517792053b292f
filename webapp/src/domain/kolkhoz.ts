/**
 * The rules of the server, once more on the phone, so that a tap shows before any network: a game is a fold over its
 * events. Pure: no clock, no dice, no I/O. The server stays the judge; this only runs ahead of it, and
 * `tests/vectors` holds it to what the server makes of the same games.
 */
import type { BallsLeft, Color, KolkhozRules, Score } from '@/api/types';
import { alive, type Played, takenBack } from './log';
import { after, before, comesOrGoes, shooterIn } from './turns';

export const MIN_SEATS = 2;
/** More cannot play one game. */
export const MAX_SEATS = 8;

export interface GameState {
  shooter: string;
  /** The order of play in force. */
  turns: readonly string[];
  /** Everyone who has played: those who play, in their order, and then those who have left. */
  scores: Score[];
  /** On the table by colour, in the order of the rules. */
  balls: BallsLeft[];
  ballsLeft: number;
  /** Whether anyone has shot yet: until then the order of play is free. */
  played: boolean;
  /** Points owed, payer → payee → points; below 0 where fouls turned the payment round. */
  debts: Map<string, Map<string, number>>;
  /** Colours potted by each seat, oldest first. */
  potted: Map<string, Color[]>;
  /** Points that each event was worth to its seat. */
  worth: Map<string, number>;
  /** Who pays for each event that is paid for by one player. */
  payers: Map<string, string>;
  undone: ReadonlySet<string>;
}

/** Points that a seat is up by: what the price is multiplied with, and shown itself where points cost nothing. */
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

/** The state before the first event. */
export function start(rules: KolkhozRules, turns: readonly string[]): GameState {
  const [shooter] = turns;
  if (shooter === undefined) throw new RangeError('a game needs turns');
  return {
    shooter,
    turns,
    scores: turns.map(noScore),
    balls: rules.balls.map(({ color, value, count }) => ({ color, value, left: count })),
    ballsLeft: rules.balls.reduce((sum, ball) => sum + ball.count, 0),
    played: false,
    debts: new Map(),
    potted: new Map(),
    worth: new Map(),
    payers: new Map(),
    undone: new Set(),
  };
}

/**
 * The state after these events, oldest first; `turns` is the order in which the game was started. What somebody does
 * who does not play changes nothing.
 */
export function fold(rules: KolkhozRules, turns: readonly string[], events: readonly Played[]): GameState {
  const state = start(rules, turns);
  const undone = takenBack(events);
  for (const event of alive(events, undone)) apply(rules, state, event);
  for (const score of state.scores) {
    // Nothing times a loss is −0, which is no sum of money.
    score.net_kopecks = rules.point_price_kopecks * leadOf(state, score.seat_id) + 0;
  }
  return { ...state, undone };
}

/** Why these cannot play on in this order, as the server would refuse it; null where they can. */
export function orderRefusal(
  rules: KolkhozRules,
  state: Pick<GameState, 'played' | 'turns'>,
  turns: readonly string[],
): 'turns_incomplete' | 'need_two_players' | 'too_many_players' | 'turns_fixed' | null {
  if (new Set(turns).size !== turns.length) return 'turns_incomplete';
  if (turns.length < MIN_SEATS) return 'need_two_players';
  if (turns.length > MAX_SEATS) return 'too_many_players';
  const free = !state.played || rules.turns === 'manual' || comesOrGoes(state.turns, turns);
  return free ? null : 'turns_fixed';
}

/** Why an event cannot have happened here, as the server would refuse it; null for one that can. */
export function refusalOf(rules: KolkhozRules, state: GameState, event: Played): string | null {
  if (event.kind === 'reorder') return orderRefusal(rules, state, event.turns ?? []);
  if (event.kind !== 'pot' && (event.kind !== 'foul' || !event.ball)) return null;
  const ball = state.balls.find(({ color }) => color === event.ball?.color);
  if (!ball) return 'unknown_ball';
  return event.kind === 'pot' && ball.left === 0 ? 'ball_already_down' : null;
}

/** Take one event into the state, in place. */
export function apply(rules: KolkhozRules, state: GameState, event: Played): void {
  if (event.kind === 'reorder') reorder(state, event.turns ?? []);
  const seat = event.seat_id;
  if (!seat || !state.turns.includes(seat)) return;
  switch (event.kind) {
    case 'pot':
      pot(rules, state, event, seat);
      state.shooter = rules.pot_keeps_turn ? seat : after(state.turns, seat);
      break;
    case 'foul':
      foul(rules, state, event, seat);
      state.shooter = after(state.turns, seat);
      break;
    case 'miss':
      state.shooter = after(state.turns, seat);
      break;
    case 'turn':
      state.shooter = seat;
      break;
    default:
      return;
  }
  state.played = true;
}

function pot(rules: KolkhozRules, state: GameState, event: Played, seat: string): void {
  const ball = state.balls.find(({ color }) => color === event.ball?.color);
  if (!ball) return;
  let points = ball.value;
  if (rules.last_ball_value !== null && state.ballsLeft === 1) points = rules.last_ball_value;
  if (event.fluke && rules.flukes === 'ignore') points = 0;
  ball.left -= 1;
  state.ballsLeft -= 1;
  scoreOf(state, seat).balls += 1;
  state.potted.set(seat, [...(state.potted.get(seat) ?? []), ball.color]);
  give(rules, state, event, event.payer_seat_id ?? before(state.turns, seat), seat, points);
}

function foul(rules: KolkhozRules, state: GameState, event: Played, seat: string): void {
  const { mode, points } = rules.foul;
  scoreOf(state, seat).fouls += 1;
  const called = rules.balls.find(({ color }) => color === event.ball?.color);
  if (mode === 'next_plus') give(rules, state, event, seat, after(state.turns, seat), points);
  else if (mode !== 'none') {
    const cost = mode === 'own_minus_nominal' ? (called?.value ?? points) : points;
    give(rules, state, event, event.payer_seat_id ?? before(state.turns, seat), seat, -cost);
  }
}

/** Points to a seat; where everyone settles with everyone they are owed by all who play at that moment. */
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
  if (rules.settlement === 'direct') {
    state.payers.set(event.id, payer);
    owe(state, payer, seat, points);
    return;
  }
  for (const other of state.turns) if (other !== seat) owe(state, other, seat, points);
}

function owe(state: GameState, payer: string, payee: string, points: number): void {
  const owed = state.debts.get(payer) ?? new Map<string, number>();
  state.debts.set(payer, owed.set(payee, (owed.get(payee) ?? 0) + points));
}

/** Another order of play, in which newcomers begin at 0. */
function reorder(state: GameState, turns: readonly string[]): void {
  const [first] = turns;
  if (first === undefined) return;
  // Who was only named, and has not played, leaves nothing behind.
  const kept = state.played ? state.scores : [];
  state.shooter = state.played ? shooterIn(state.turns, turns, state.shooter) : first;
  state.turns = turns;
  const byId = new Map(kept.map((score) => [score.seat_id, score]));
  const left = kept.filter(({ seat_id }) => !turns.includes(seat_id));
  left.sort((a, b) => (a.seat_id < b.seat_id ? -1 : 1));
  state.scores = [...turns.map((seat) => byId.get(seat) ?? noScore(seat)), ...left];
}

const noScore = (seat_id: string): Score => ({ seat_id, points: 0, balls: 0, fouls: 0, net_kopecks: 0 });

function scoreOf(state: GameState, seat: string): Score {
  const score = state.scores.find(({ seat_id }) => seat_id === seat);
  if (!score) throw new RangeError(`seat ${seat} does not play`);
  return score;
}
