import list from './List.module.css';

export interface RoublesProps {
  label: string;
  kopecks: number;
  onChange: (kopecks: number) => void;
  testId?: string;
}

const MOST_DIGITS = 6;

/** A sum in whole roubles, typed on a pad of digits; empty is nothing. */
export function Roubles({ label, kopecks, onChange, testId }: RoublesProps) {
  return (
    <label className={list.line}>
      <input
        className={list.field}
        aria-label={label}
        data-testid={testId}
        inputMode="numeric"
        placeholder="0"
        value={kopecks === 0 ? '' : kopecks / 100}
        onChange={({ target }) =>
          onChange(Number(target.value.replace(/\D/g, '').slice(0, MOST_DIGITS)) * 100)
        }
      />
      <span aria-hidden="true">₽</span>
    </label>
  );
}
