/**
 * The rules of the server, once more on the phone, so that a tap shows before any network: a game is a fold over its
 * events. Pure: no clock, no dice, no I/O. The server stays the judge; this only runs ahead of it, and
 * `tests/vectors` holds it to what the server makes of the same games.
 */
import type { Rules } from '@/api/types';
import { kolkhozFoul, kolkhozPot, kolkhozRefusal, startKolkhoz } from './kolkhoz';
import { alive, type Played, takenBack } from './log';
import {
  isOver,
  pyramidFoul,
  pyramidPot,
  pyramidRefusal,
  pyramidTransfers,
  sidesOf,
  startPyramid,
  targetsDiffer,
} from './pyramid';
import { isKolkhoz } from './rules';
import { type GameState, leadOf, noScore } from './state';
import { after, comesOrGoes, keepsPlaces, shooterIn } from './turns';

const MIN_SEATS = 2;
/** More cannot play one game of Kolkhoz; a pyramid is played by two or by four. */
const MAX_SEATS = 8;
const MAX_IN_PYRAMID = 4;

export const mostSeats = (rules: Rules): number => (isKolkhoz(rules) ? MAX_SEATS : MAX_IN_PYRAMID);

/** How many of so many can begin a game at once; the others sit it out. */
export function seatsFor(rules: Rules, present: number): number {
  if (isKolkhoz(rules)) return Math.min(present, MAX_SEATS);
  return present < MAX_IN_PYRAMID ? Math.min(present, MIN_SEATS) : MAX_IN_PYRAMID;
}

/** The state before the first event. */
export const start = (rules: Rules, turns: readonly string[]): GameState =>
  isKolkhoz(rules) ? startKolkhoz(rules, turns) : startPyramid(rules, turns);

/**
 * The state after these events, oldest first; `turns` is the order in which the game was started. What somebody does
 * who does not play changes nothing.
 */
export function fold(rules: Rules, turns: readonly string[], events: readonly Played[]): GameState {
  const state = start(rules, turns);
  const undone = takenBack(events);
  for (const event of alive(events, undone)) apply(rules, state, event);
  countMoney(rules, state);
  return { ...state, undone };
}

/** In Kolkhoz every ball is owed at once; a pyramid is paid for at its end. */
function countMoney(rules: Rules, state: GameState): void {
  const paid = isKolkhoz(rules) || !isOver(state) ? [] : pyramidTransfers(rules, state);
  for (const score of state.scores) {
    const seat = score.seat_id;
    // Nothing times a loss is −0, which is no sum of money.
    if (isKolkhoz(rules)) score.net_kopecks = rules.point_price_kopecks * leadOf(state, seat) + 0;
    for (const { payer_seat_id, payee_seat_id, kopecks } of paid) {
      if (payee_seat_id === seat) score.net_kopecks += kopecks;
      if (payer_seat_id === seat) score.net_kopecks -= kopecks;
    }
  }
}

/** Why these cannot play on in this order, as the server would refuse it; null where they can. */
export function orderRefusal(
  rules: Rules,
  state: Pick<GameState, 'played' | 'turns'>,
  turns: readonly string[],
): string | null {
  if (new Set(turns).size !== turns.length) return 'turns_incomplete';
  if (turns.length < MIN_SEATS) return 'need_two_players';
  if (isKolkhoz(rules)) {
    if (turns.length > MAX_SEATS) return 'too_many_players';
    const free = !state.played || rules.turns === 'manual' || comesOrGoes(state.turns, turns);
    return free ? null : 'turns_fixed';
  }
  if (turns.length !== 2 && turns.length !== 4) return 'two_or_four_players';
  if (state.played) return keepsPlaces(state.turns, turns) ? null : 'turns_fixed';
  return targetsDiffer(rules, turns) ? 'rules_invalid' : null;
}

/** Why an event cannot have happened here, as the server would refuse it; null for one that can. */
export function refusalOf(rules: Rules, state: GameState, event: Played): string | null {
  if (event.kind === 'reorder') return orderRefusal(rules, state, event.turns ?? []);
  if (event.kind !== 'pot' && event.kind !== 'foul') return null;
  return isKolkhoz(rules) ? kolkhozRefusal(state, event) : pyramidRefusal(state, event);
}

/** Take one event into the state, in place. */
export function apply(rules: Rules, state: GameState, event: Played): void {
  if (event.kind === 'reorder') reorder(rules, state, event.turns ?? []);
  const seat = event.seat_id;
  if (!seat || !state.turns.includes(seat)) return;
  switch (event.kind) {
    case 'pot':
      if (isKolkhoz(rules)) kolkhozPot(rules, state, event, seat);
      else pyramidPot(rules, state, event, seat);
      break;
    case 'foul':
      if (isKolkhoz(rules)) kolkhozFoul(rules, state, event, seat);
      else pyramidFoul(rules, state, event, seat);
      break;
    case 'miss':
      state.inHand = false;
      state.shooter = after(state.turns, seat);
      break;
    case 'turn':
      state.inHand = false;
      state.shooter = seat;
      break;
    default:
      return;
  }
  state.played = true;
}

/** Another order of play, in which newcomers begin at 0; a side of a pyramid goes on, whoever plays for it. */
function reorder(rules: Rules, state: GameState, turns: readonly string[]): void {
  const [first] = turns;
  if (first === undefined) return;
  // Who was only named, and has not played, leaves nothing behind.
  const kept = state.played ? state.scores : [];
  state.shooter = state.played ? shooterIn(state.turns, turns, state.shooter) : first;
  state.turns = turns;
  if (!isKolkhoz(rules)) {
    const fresh = sidesOf(rules, turns);
    state.sides = fresh.map((side, place) => {
      const old = state.played ? state.sides[place] : undefined;
      return old ? { ...old, seat_ids: side.seat_ids } : side;
    });
  }
  const byId = new Map(kept.map((score) => [score.seat_id, score]));
  const left = kept.filter(({ seat_id }) => !turns.includes(seat_id));
  left.sort((a, b) => (a.seat_id < b.seat_id ? -1 : 1));
  state.scores = [...turns.map((seat) => byId.get(seat) ?? noScore(seat)), ...left];
}
