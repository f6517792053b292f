/** What this company plays by: remembered, so that after the first evening nothing needs typing. */
import type { Color, KolkhozRulesGiven, Scorers } from '@/api/types';
import { keep, recallJson } from '@/storage';

const RACK = 15;
export const COLORED = ['yellow', 'pink', 'green'] as const satisfies readonly Color[];
export type Colored = (typeof COLORED)[number];

export interface Habits {
  priceKopecks: number;
  /** Points of each coloured ball; 0 leaves it off the table. */
  values: Record<Colored, number>;
  /** Points that a foul costs. */
  foul: number;
  scorers: Scorers;
  guests: string[];
}

const DEFAULT: Habits = {
  priceKopecks: 5000,
  values: { yellow: 2, pink: 3, green: 6 },
  foul: 1,
  scorers: 'everyone',
  guests: [],
};
const KEY = 'artel.habits';
const REMEMBERED_GUESTS = 12;

export function rulesOf({ priceKopecks, values, foul }: Habits): KolkhozRulesGiven {
  const colored = COLORED.filter((color) => values[color] > 0);
  return {
    game_type: 'kolkhoz',
    point_price_kopecks: priceKopecks,
    balls: [
      { color: 'white', value: 1, count: whitesOf(values) },
      ...colored.map((color) => ({ color, value: values[color], count: 1 })),
    ],
    settlement: 'direct',
    foul: foul === 0 ? { mode: 'none', points: 0 } : { mode: 'own_minus', points: foul },
    // The order is tapped in at the table and sent with each game.
    turns: 'manual',
  };
}

export const whitesOf = (values: Habits['values']) =>
  RACK - COLORED.filter((color) => values[color] > 0).length;

export const loadHabits = (): Habits => ({ ...DEFAULT, ...recallJson<Partial<Habits>>('localStorage', KEY) });

export const saveHabits = (habits: Habits): void =>
  keep('localStorage', KEY, JSON.stringify({ ...habits, guests: habits.guests.slice(0, REMEMBERED_GUESTS) }));
