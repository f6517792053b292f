import type { ReactNode } from 'react';
import css from './Toned.module.css';

/** A sum in the colour of its sign; the sign itself is in the text, for those who do not see the colour. */
export function Toned({ value, children }: { value: number; children: ReactNode }) {
  const tone = value > 0 ? css.gain : value < 0 ? css.loss : css.even;
  return <span className={`${css.toned} ${tone}`}>{children}</span>;
}
