import { type ReactNode, useEffect, useRef } from 'react';
import { useText } from '@/i18n';
import { IconButton } from './Button';
import { Icon } from './Icon';
import css from './Sheet.module.css';

export interface SheetProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
}

/** A card that slides over the lower part of the page; Escape, the cross and the shade close it. */
export function Sheet({ title, onClose, children }: SheetProps) {
  const text = useText();
  const panel = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useEffect(() => {
    const opener = document.activeElement;
    const onKey = (event: KeyboardEvent) => event.key === 'Escape' && close.current();
    panel.current?.focus({ preventScroll: true });
    document.body.style.overflow = 'hidden';
    addEventListener('keydown', onKey);
    return () => {
      removeEventListener('keydown', onKey);
      document.body.style.overflow = '';
      if (opener instanceof HTMLElement) opener.focus({ preventScroll: true });
    };
  }, []);
  return (
    <div className={css.layer}>
      <button type="button" className={css.shade} onClick={onClose} aria-label={text.close} tabIndex={-1} />
      <div ref={panel} className={css.panel} role="dialog" aria-modal="true" aria-label={title} tabIndex={-1}>
        <div className={css.head}>
          <h2 className={css.title}>{title}</h2>
          <IconButton label={text.close} onClick={onClose}>
            <Icon name="cross" />
          </IconButton>
        </div>
        <div className={css.body}>{children}</div>
      </div>
    </div>
  );
}
