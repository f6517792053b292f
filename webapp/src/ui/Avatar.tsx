import css from './Avatar.module.css';

export interface AvatarProps {
  name: string;
  /** The place of the seat in its session: gives the colour, so that people keep theirs all evening. */
  index: number;
  size?: number;
  /** Whether this person's phone is on the line. */
  present?: boolean;
}

export function Avatar({ name, index, size = 36, present = false }: AvatarProps) {
  return (
    <span
      className={css.avatar}
      data-hue={((index % 8) + 8) % 8}
      style={{ width: size, height: size, fontSize: size * 0.44 }}
      aria-hidden="true"
    >
      {[...name.trim()][0]?.toUpperCase() ?? '·'}
      {present && <span className={css.present} />}
    </span>
  );
}
