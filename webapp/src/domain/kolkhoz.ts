/** Kolkhoz, as `common/domain/kolkhoz.py` counts it: each ball has a price, and the player before you pays for yours. */
import type { KolkhozRules } from '@/api/types';
import type { Played } from './log';
import { ballOf, emptyState, type GameState, keepPotted, scoreOf } from './state';
import { after, before } from './turns';

export const startKolkhoz = (rules: KolkhozRules, turns: readonly string[]): GameState => ({
  ...emptyState(turns),
  balls: rules.balls.map(({ color, value, count }) => ({ color, value, left: count })),
  ballsLeft: rules.balls.reduce((sum, ball) => sum + ball.count, 0),
});

/** Why a pot or a foul cannot have happened here, as the server would refuse it. */
export function kolkhozRefusal(state: GameState, event: Played): string | null {
  if (event.kind === 'foul' && !event.ball) return null;
  const ball = ballOf(state, event.ball);
  if (!ball) return 'unknown_ball';
  return event.kind === 'pot' && ball.left === 0 ? 'ball_already_down' : null;
}

export function kolkhozPot(rules: KolkhozRules, state: GameState, event: Played, seat: string): void {
  const ball = ballOf(state, event.ball);
  if (!ball) return;
  let points = ball.value;
  if (rules.last_ball_value !== null && state.ballsLeft === 1) points = rules.last_ball_value;
  if (event.fluke && rules.flukes === 'ignore') points = 0;
  ball.left -= 1;
  state.ballsLeft -= 1;
  scoreOf(state, seat).balls += 1;
  keepPotted(state, seat, ball);
  give(rules, state, event, event.payer_seat_id ?? before(state.turns, seat), seat, points);
  state.shooter = rules.pot_keeps_turn ? seat : after(state.turns, seat);
}

export function kolkhozFoul(rules: KolkhozRules, state: GameState, event: Played, seat: string): void {
  const { mode, points } = rules.foul;
  scoreOf(state, seat).fouls += 1;
  const called = rules.balls.find(({ color }) => color === event.ball?.color);
  if (mode === 'next_plus') give(rules, state, event, seat, after(state.turns, seat), points);
  else if (mode !== 'none') {
    const cost = mode === 'own_minus_nominal' ? (called?.value ?? points) : points;
    give(rules, state, event, event.payer_seat_id ?? before(state.turns, seat), seat, -cost);
  }
  state.shooter = after(state.turns, seat);
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
