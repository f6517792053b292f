import type { ButtonHTMLAttributes, ReactNode } from 'react';
import css from './Button.module.css';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** ivory: the one thing to do, on the cloth. glass: beside it. plain: on the page. danger: what cannot be undone. */
  look?: 'ivory' | 'glass' | 'plain' | 'soft' | 'danger';
  icon?: ReactNode;
  wide?: boolean;
}

export function Button({ look = 'plain', icon, wide = false, children, className, ...rest }: ButtonProps) {
  const classes = [css.button, css[look], wide ? css.wide : '', className ?? ''].filter(Boolean).join(' ');
  return (
    <button type="button" {...rest} className={classes}>
      {icon}
      {children && <span className={css.label}>{children}</span>}
    </button>
  );
}

/** A round target with a picture and a name for those who cannot see it. */
export function IconButton({
  label,
  children,
  className,
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & { label: string }) {
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      className={className ? `${css.icon} ${className}` : css.icon}
    >
      {children}
    </button>
  );
}
