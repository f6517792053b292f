import { haptics } from '@/telegram/host';
import css from './Switch.module.css';

export interface SwitchProps {
  label: string;
  hint?: string;
  on: boolean;
  onChange: (on: boolean) => void;
  testId?: string;
}

/** A whole row to press; a screen reader hears a switch. */
export function Switch({ label, hint, on, onChange, testId }: SwitchProps) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={on}
      className={css.row}
      data-testid={testId}
      onClick={() => {
        onChange(!on);
        haptics.select();
      }}
    >
      <span className={css.text}>
        <span className={css.label}>{label}</span>
        {hint && <span className={css.hint}>{hint}</span>}
      </span>
      <span className={css.track} aria-hidden="true">
        <i />
      </span>
    </button>
  );
}
