/** Games of Russian pyramid, 1×1 and 2×2, as `common/domain/pyramid.py` counts them: a ball is a point, up to a target. */
import type { BallsLeft, PyramidRules, Transfer } from '@/api/types';
import type { Played } from './log';
import { ballOf, emptyState, type GameState, keepPotted, scoreOf } from './state';
import { after } from './turns';

/** Object balls in a rack. */
const RACK = 15;
const ONE_COUNTS = 11;
const LAST_BALL_BONUS = 10;

export const startPyramid = (rules: PyramidRules, turns: readonly string[]): GameState => ({
  ...emptyState(turns),
  balls: rack(rules),
  ballsLeft: RACK,
  sides: sidesOf(rules, turns),
});

/** The two sides at 0, each with the target of the rules or the one of its own. */
export function sidesOf(rules: PyramidRules, turns: readonly string[]): GameState['sides'] {
  return [0, 1].map((place) => {
    const seat_ids = turns.filter((_, i) => i % 2 === place);
    const own = rules.targets.find(({ seat_id }) => seat_ids.includes(seat_id));
    return { seat_ids, points: 0, target: own?.target ?? rules.target };
  });
}

/** Whether partners have been given different targets, which the server refuses. */
export function targetsDiffer(rules: PyramidRules, turns: readonly string[]): boolean {
  return [0, 1].some((place) => {
    const side = turns.filter((_, i) => i % 2 === place);
    const own = rules.targets.filter(({ seat_id }) => side.includes(seat_id));
    return new Set(own.map(({ target }) => target)).size > 1;
  });
}

/** Why a pot or a foul cannot have happened here, as the server would refuse it. */
export function pyramidRefusal(state: GameState, event: Played): string | null {
  if (isOver(state)) return 'target_reached';
  if (state.ballsLeft === 0) return 'ball_already_down';
  if (event.ball && !ballOf(state, event.ball)) return 'unknown_ball';
  if (event.kind !== 'pot') return null;
  const ball = whichBall(state, event);
  if (!ball) return 'unknown_ball';
  if (ball.left === 0) return 'ball_already_down';
  return event.own_ball && state.inHand && event.seat_id === state.shooter ? 'own_ball_not_allowed' : null;
}

export function pyramidPot(rules: PyramidRules, state: GameState, event: Played, seat: string): void {
  const ball = whichBall(state, event);
  if (!ball) return;
  const bonus = rules.game_type === 'classic_pyramid' && state.ballsLeft === 1 ? LAST_BALL_BONUS : 0;
  scoreOf(state, seat).balls += 1;
  state.inHand = event.own_ball && rules.game_type === 'dynamic_pyramid';
  keepPotted(state, seat, ball);
  if (ball.number !== undefined) ball.left -= 1;
  give(rules, state, event, seat, ball.value + bonus);
  state.shooter = seat;
}

export function pyramidFoul(rules: PyramidRules, state: GameState, event: Played, seat: string): void {
  const { mode, points } = rules.foul;
  scoreOf(state, seat).fouls += 1;
  state.inHand = false;
  if (mode === 'opponent_plus') give(rules, state, event, after(state.turns, seat), points);
  else give(rules, state, event, seat, -points);
  state.shooter = after(state.turns, seat);
}

/** Whether a side has reached its target: the game is then finished by the rules themselves. */
export const isOver = ({ sides }: Pick<GameState, 'sides'>): boolean =>
  sides.some(({ points, target }) => points >= target);

/** The side that has fewer points to go; nobody while they are level. */
export function winnersOf({ sides }: Pick<GameState, 'sides'>): readonly string[] {
  const [first, second] = sides.map(({ points, target }) => target - points);
  if (first === undefined || second === undefined || first === second) return [];
  return sides[first < second ? 0 : 1]?.seat_ids ?? [];
}

/** What the losers pay for the game: the price each or, as a team, its half to the winner at their own place. */
export function pyramidTransfers(rules: PyramidRules, state: GameState): Transfer[] {
  const won = winnersOf(state);
  if (won.length === 0) return [];
  const price = rules.game_price_kopecks;
  const half = Math.floor(price / won.length);
  return state.turns
    .filter((seat) => !won.includes(seat))
    .flatMap((payer_seat_id, i) => {
      const part = half + (i < price % won.length ? 1 : 0);
      const kopecks = rules.price_per === 'team' ? part : price;
      return kopecks > 0 ? [{ payer_seat_id, payee_seat_id: won[i] as string, kopecks }] : [];
    });
}

function rack(rules: PyramidRules): BallsLeft[] {
  if (rules.game_type !== 'classic_pyramid') return [{ color: 'white', value: 1, left: RACK }];
  return Array.from({ length: RACK }, (_, i) => ({
    color: 'white',
    number: i + 1,
    value: i === 0 ? ONE_COUNTS : i + 1,
    left: 1,
  }));
}

/** Where balls are all alike a pot need not say which. */
const whichBall = (state: GameState, { ball }: Played) => ballOf(state, ball ?? { color: 'white' });

function give(rules: PyramidRules, state: GameState, event: Played, seat: string, points: number): void {
  scoreOf(state, seat).points += points;
  state.worth.set(event.id, points);
  const side = state.sides[state.turns.indexOf(seat) % 2];
  if (side) side.points += points;
  countOff(rules, state);
}

/** Where a ball is a point, the table holds what no side has: a foul takes a ball off it, or puts one back. */
function countOff(rules: PyramidRules, state: GameState): void {
  const [white] = state.balls;
  if (white && white.number === undefined) {
    let left = RACK - state.sides.reduce((sum, { points }) => sum + Math.max(points, 0), 0);
    // A new rack follows the last ball.
    if (rules.game_type === 'continuous_pyramid') left = ((((left - 1) % RACK) + RACK) % RACK) + 1;
    white.left = Math.max(left, 0);
  }
  state.ballsLeft = state.balls.reduce((sum, ball) => sum + ball.left, 0);
}
