/** Rules of each game as they are before anybody has changed them: those of common/domain/rules.py. */
import type { Color, GameType, KolkhozRules, PyramidRules, Rules } from '@/api/types';

export const GAMES = [
  'kolkhoz',
  'free_pyramid',
  'combined_pyramid',
  'dynamic_pyramid',
  'classic_pyramid',
  'continuous_pyramid',
] as const satisfies readonly GameType[];

const TARGETS: Partial<Record<GameType, number>> = { classic_pyramid: 71, continuous_pyramid: 50 };

const KOLKHOZ: KolkhozRules = {
  game_type: 'kolkhoz',
  version: 1,
  point_price_kopecks: 0,
  balls: [{ color: 'white', value: 1, count: 15 }],
  settlement: 'direct',
  last_ball_value: null,
  foul: { mode: 'own_minus', points: 1 },
  flukes: 'count',
  pot_keeps_turn: true,
  negative_points: true,
  ends: 'balls_gone',
  turns: 'manual',
  breaks: 'last_ball',
};

export function blank(game_type: GameType): Rules {
  if (game_type === 'kolkhoz') return KOLKHOZ;
  return {
    game_type,
    version: 1,
    target: TARGETS[game_type] ?? 8,
    targets: [],
    game_price_kopecks: 0,
    price_per: 'player',
    foul: { mode: 'opponent_plus', points: 1 },
    turns: 'manual',
    breaks: 'rotates',
  } as PyramidRules;
}

/** All that a ball can be, in the order in which they are offered. */
export const COLORS = [
  'white',
  'yellow',
  'pink',
  'green',
  'red',
  'blue',
  'brown',
  'black',
  'orange',
  'purple',
] as const satisfies readonly Color[];
