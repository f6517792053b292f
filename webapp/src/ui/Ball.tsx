import type { CSSProperties, ReactNode } from 'react';
import type { Color } from '@/api/types';
import css from './Ball.module.css';

export interface BallFaceProps {
  color: Color;
  /** Written on the ball, so that it never takes good eyes to tell pink from red. */
  value?: ReactNode;
  /** Pixels across, or any CSS length. */
  size: number | string;
  faded?: boolean;
}

/** Smaller ones have no room for the disc on which a number stands, and bear it alone. */
const DISC_FROM = 32;

/** A billiard ball, drawn; decoration to a screen reader, whoever shows it says what it is. */
export function BallFace({ color, value, size, faded = false }: BallFaceProps) {
  return (
    <span
      className={faded ? `${css.ball} ${css.faded}` : css.ball}
      data-tint={color}
      data-mini={typeof size === 'number' && size < DISC_FROM ? '' : undefined}
      style={{ '--size': typeof size === 'number' ? `${size}px` : size } as CSSProperties}
      aria-hidden="true"
    >
      {value !== undefined && <span className={css.value}>{value}</span>}
    </span>
  );
}
