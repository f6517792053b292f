import type { ReactNode } from 'react';
import { useText } from '@/i18n';
import { IconButton } from './Button';
import { Icon } from './Icon';
import css from './Screen.module.css';
import { useBack } from './useBack';

export interface ScreenProps {
  title?: string;
  onBack?: (() => void) | undefined;
  aside?: ReactNode;
  /** What the thumb does here: lies on the cloth, always in reach. */
  actions?: ReactNode;
  children: ReactNode;
}

/** A page to read above, and the cloth to act on below. Scrolls as a window, so that iOS keyboards behave. */
export function Screen({ title, onBack, aside, actions, children }: ScreenProps) {
  const text = useText();
  const nativeBack = useBack(onBack);
  return (
    <div className={css.screen}>
      {title !== undefined && (
        <header className={css.header}>
          {onBack && !nativeBack && (
            <IconButton label={text.back} onClick={onBack} className={css.back}>
              <Icon name="back" />
            </IconButton>
          )}
          <h1 className={css.title}>{title}</h1>
          {aside}
        </header>
      )}
      <main className={css.main}>{children}</main>
      {actions && <Cloth>{actions}</Cloth>}
    </div>
  );
}

/** The edge of the table at the bottom of a screen. */
export function Cloth({ children }: { children: ReactNode }) {
  return (
    <div className={css.cloth}>
      <div className={css.rail} aria-hidden="true">
        <i />
        <i />
        <i />
      </div>
      <div className={css.actions}>{children}</div>
    </div>
  );
}

export function Section({ title, hint, aside, children }: Omit<ScreenProps, 'actions'> & { hint?: string }) {
  return (
    <section className={css.section}>
      {(title || aside) && (
        <div className={css.sectionHead}>
          <div>
            {title && <h2 className={css.sectionTitle}>{title}</h2>}
            {hint && <p className={css.hint}>{hint}</p>}
          </div>
          {aside}
        </div>
      )}
      {children}
    </section>
  );
}

export function Card({ children, padded = false }: { children: ReactNode; padded?: boolean }) {
  return <div className={padded ? `${css.card} ${css.padded}` : css.card}>{children}</div>;
}
