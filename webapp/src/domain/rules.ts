/** What the rules of any game have in common, and how to tell the games apart. */
import type { KolkhozRules, Rules } from '@/api/types';

export const isKolkhoz = (rules: Rules): rules is KolkhozRules => rules.game_type === 'kolkhoz';

/** Kopecks for a point of Kolkhoz, or for a whole game of pyramid. */
export const priceOf = (rules: Rules): number =>
  isKolkhoz(rules) ? rules.point_price_kopecks : rules.game_price_kopecks;

/** Whether each ball has a number and counts it. */
export const hasNumbers = (rules: Rules): boolean => rules.game_type === 'classic_pyramid';
