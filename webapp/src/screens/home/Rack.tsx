import type { Color } from '@/api/types';
import { BallFace } from '@/ui/Ball';
import css from './Rack.module.css';

const ROWS: readonly (readonly Color[])[] = [
  ['white'],
  ['white', 'white'],
  ['white', 'yellow', 'white'],
  ['white', 'white', 'white', 'white'],
  ['pink', 'white', 'white', 'white', 'green'],
];

/** Fifteen balls as they stand before the break. */
export function Rack({ ball }: { ball: number }) {
  return (
    <div className={css.rack} aria-hidden="true">
      {ROWS.map((row) => (
        <div key={row.length} className={css.row}>
          {row.map((color, i) => (
            <BallFace key={i} color={color} size={ball} />
          ))}
        </div>
      ))}
    </div>
  );
}
