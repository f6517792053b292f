/** Whole objects of the wire out of the few fields that a test is about. */
import type { Event, Game, KolkhozRules, PyramidRules, Seat, Session } from '@/api/types';
import { fold } from '@/domain/game';

export const rules = (changed: Partial<KolkhozRules> = {}): KolkhozRules => ({
  game_type: 'kolkhoz',
  version: 1,
  point_price_kopecks: 5000,
  balls: [
    { color: 'white', value: 1, count: 13 },
    { color: 'yellow', value: 2, count: 1 },
    { color: 'pink', value: 3, count: 1 },
  ],
  settlement: 'direct',
  last_ball_value: null,
  foul: { mode: 'own_minus', points: 1 },
  flukes: 'count',
  pot_keeps_turn: true,
  negative_points: true,
  ends: 'balls_gone',
  turns: 'manual',
  breaks: 'last_ball',
  ...changed,
});

export const pyramid = (changed: Partial<PyramidRules> = {}): PyramidRules => ({
  game_type: 'free_pyramid',
  version: 1,
  target: 8,
  targets: [],
  game_price_kopecks: 50_000,
  price_per: 'player',
  foul: { mode: 'opponent_plus', points: 1 },
  turns: 'manual',
  breaks: 'rotates',
  ...changed,
});

export const event = (id: string, kind: Event['kind'], changed: Partial<Event> = {}): Event => ({
  id,
  kind,
  seat_id: null,
  ball: null,
  own_ball: false,
  fluke: false,
  foul: null,
  event_id: null,
  text: null,
  version: 1,
  payer_seat_id: null,
  recorded_by: 'p-A',
  at: '2026-11-23T18:00:00Z',
  ...changed,
});

export const pot = (id: string, seat_id: string, color: 'white' | 'yellow' | 'pink' = 'white'): Event =>
  event(id, 'pot', { seat_id, ball: { color } });
export const undo = (id: string, event_id: string): Event => event(id, 'undo', { event_id });

export const reorder = (id: string, ...turns: string[]): Event => event(id, 'reorder', { turns });

export const numbered = (events: readonly Event[]): Event[] =>
  events.map((one, i) => ({ ...one, version: i + 1 }));

export const seat = (id: string, changed: Partial<Seat> = {}): Seat => ({
  id,
  player_id: `p-${id}`,
  display_name: { A: 'Марат', B: 'Иван', C: 'Олег' }[id] ?? id,
  role: id === 'A' ? 'host' : 'player',
  is_guest: false,
  active: true,
  ...changed,
});

export const session = (changed: Partial<Session> = {}): Session => ({
  id: 's1',
  code: 'TURK3S',
  name: 'Пятница',
  status: 'open',
  best_of: null,
  series: null,
  version: 1,
  host_seat_id: 'A',
  scorers: 'everyone',
  sums: 'everyone',
  rules: rules(),
  seats: [seat('A'), seat('B'), seat('C')],
  current_game_id: 'g1',
  created_at: '2026-11-23T17:00:00Z',
  closed_at: null,
  seed_sha256: '00'.repeat(32),
  ...changed,
});

/** A game as the server would send it after these events. */
export function game(events: readonly Event[] = [], changed: Partial<Game> = {}): Game {
  const start_turns = changed.start_turns ?? ['A', 'B', 'C'];
  const state = fold(changed.rules ?? rules(), start_turns, events);
  return {
    id: 'g1',
    session_id: 's1',
    number: 1,
    game_type: changed.rules?.game_type ?? 'kolkhoz',
    rules: rules(),
    rules_sha256: '00'.repeat(32),
    status: 'live',
    start_turns,
    turns: [...state.turns],
    shooter_seat_id: state.shooter,
    version: events.length,
    scores: state.scores,
    balls: state.balls,
    balls_left: state.ballsLeft,
    sides: state.sides,
    cue_ball_in_hand: state.inHand,
    winner_seat_ids: [],
    started_at: '2026-11-23T18:00:00Z',
    finished_at: null,
    ...changed,
  };
}
