import type { ReactNode } from 'react';
import type { Achievement } from '@/api/people';
import type { Color } from '@/api/types';
import { BallFace } from '@/ui/Ball';

/** A ball of its own for each: a number that is what it takes, or a drawing, 24 by 24. */
const FACES: Record<Achievement['code'], [color: Color, face: number | string]> = {
  first_game: ['white', 'M12 5l7.500 13h-15z'],
  first_win: [
    'yellow',
    'M12 3.500l2.600 5.400 5.900.8-4.300 4.100 1 5.900L12 16.900l-5.200 2.800 1-5.900L3.500 9.700l5.900-.8z',
  ],
  hat_trick: ['orange', 3],
  run_of_five: ['red', 5],
  clean_game: ['green', 'M4.500 12.500l5 5L19.500 7'],
  all_colors: ['purple', 'M8 8.500h.01M16 8.500h.01M12 16h.01'],
  late_riser: ['blue', 'M3.500 18h17M7 18a5 5 0 0110 0M12 5v3M4.500 9.500l2 2M19.500 9.500l-2 2'],
  full_table: ['brown', 8],
  lucky_fool: ['pink', 'M6.500 4.500V12a5.500 5.500 0 0011 0V4.500M4.500 4.500h4M15.500 4.500h4'],
  own_balls: ['black', 'M12 4v9m-4-4l4 4 4-4M4.500 17c4 3 11 3 15 0'],
  all_rounder: ['green', 'M12 4v16M4 12h16M6.500 6.500l11 11M17.500 6.500l-11 11'],
  fifty_games: ['red', 50],
};

/** The picture of an achievement; a decoration to a screen reader. */
export function Badge({ code, size }: { code: Achievement['code']; size: number }) {
  const [color, face] = FACES[code];
  return <BallFace color={color} size={size} value={drawn(face)} />;
}

const drawn = (face: number | string): ReactNode =>
  typeof face === 'number' ? (
    face
  ) : (
    <svg
      width="78%"
      height="78%"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={2.6}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={face} />
    </svg>
  );
