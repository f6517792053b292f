/** What this company plays by: remembered, so that after the first evening nothing needs typing. */
import type { Color, GameType, KolkhozRulesGiven, RulesGiven, Scorers, TurnsMode } from '@/api/types';
import { keep, recallJson } from '@/storage';

export type PyramidRulesGiven = Exclude<RulesGiven, KolkhozRulesGiven>;

export interface Habits {
  game: GameType;
  /** As they were the last time, for each game that was played. */
  rules: Partial<Record<GameType, RulesGiven>>;
  turns: TurnsMode;
  scorers: Scorers;
  /** Games of a series of pyramid; 1 is none. */
  bestOf: number;
  guests: string[];
}

export const GAMES = [
  'kolkhoz',
  'free_pyramid',
  'combined_pyramid',
  'dynamic_pyramid',
  'classic_pyramid',
  'continuous_pyramid',
] as const satisfies GameType[];

/** Offered in the form; rules with balls of other colours show those too. */
const COLORED = ['yellow', 'pink', 'green'] as const satisfies Color[];
const RACK = 15;
const TARGETS: Record<PyramidRulesGiven['game_type'], number> = {
  free_pyramid: 8,
  combined_pyramid: 8,
  dynamic_pyramid: 8,
  classic_pyramid: 71,
  continuous_pyramid: 50,
};
const KOLKHOZ: KolkhozRulesGiven = {
  game_type: 'kolkhoz',
  point_price_kopecks: 50_00,
  balls: [
    { color: 'white', value: 1, count: 12 },
    { color: 'yellow', value: 2, count: 1 },
    { color: 'pink', value: 3, count: 1 },
    { color: 'green', value: 6, count: 1 },
  ],
  foul: { mode: 'own_minus', points: 1 },
};
const DEFAULT: Habits = {
  game: 'kolkhoz',
  rules: {},
  // The order is tapped in at the table and sent with each game.
  turns: 'manual',
  scorers: 'everyone',
  bestOf: 1,
  guests: [],
};
const KEY = 'artel.habits.2';
const REMEMBERED_GUESTS = 12;

/** The rules of the game in hand. */
export function rulesOf({ game, rules, turns }: Habits): RulesGiven {
  const known = rules[game];
  if (known) return { ...known, turns };
  if (game === 'kolkhoz') return { ...KOLKHOZ, turns };
  return {
    game_type: game,
    game_price_kopecks: 500_00,
    target: TARGETS[game],
    price_per: 'player',
    foul: { mode: 'opponent_plus', points: 1 },
    turns,
  };
}

export const isKolkhozGiven = (rules: RulesGiven): rules is KolkhozRulesGiven =>
  rules.game_type === 'kolkhoz';

export interface Valued {
  color: Color;
  /** 0 is off the table. */
  value: number;
}

/** What each coloured ball counts, those that are usual first. */
export function valuesOf({ balls = [] }: KolkhozRulesGiven): Valued[] {
  const own = balls.map(({ color }) => color).filter((color) => color !== 'white');
  return [...new Set<Color>([...COLORED, ...own])].map((color) => ({
    color,
    value: balls.find((ball) => ball.color === color)?.value ?? 0,
  }));
}

export const whitesOf = ({ balls = [] }: KolkhozRulesGiven): number =>
  balls.find(({ color }) => color === 'white')?.count ?? 0;

/** The same with another value of a coloured ball; the rest of the fifteen are white and count one. */
export function withValue(rules: KolkhozRulesGiven, color: Color, value: number): KolkhozRulesGiven {
  const colored = valuesOf(rules)
    .map((ball) => (ball.color === color ? { color, value } : ball))
    .filter((ball) => ball.value > 0)
    .map((ball) => ({ ...ball, count: rules.balls?.find((old) => old.color === ball.color)?.count ?? 1 }));
  const whites = RACK - colored.reduce((sum, { count }) => sum + count, 0);
  return { ...rules, balls: [{ color: 'white', value: 1, count: Math.max(1, whites) }, ...colored] };
}

export const loadHabits = (): Habits => ({ ...DEFAULT, ...recallJson<Partial<Habits>>('localStorage', KEY) });

export const saveHabits = (habits: Habits): void =>
  keep('localStorage', KEY, JSON.stringify({ ...habits, guests: habits.guests.slice(0, REMEMBERED_GUESTS) }));
