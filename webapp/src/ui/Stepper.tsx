import { useText } from '@/i18n';
import { haptics } from '@/telegram/host';
import { IconButton } from './Button';
import { Icon } from './Icon';
import css from './Stepper.module.css';

export interface StepperProps {
  label: string;
  value: number;
  /** What to show instead of the number. */
  shown?: string | undefined;
  low: number;
  high: number;
  onChange: (value: number) => void;
}

export function Stepper({ label, value, shown, low, high, onChange }: StepperProps) {
  const text = useText();
  const step = (by: number) => {
    haptics.select();
    onChange(value + by);
  };
  return (
    <div className={css.stepper}>
      <IconButton
        label={text.less(label)}
        disabled={value <= low}
        onClick={() => step(-1)}
        className={css.button}
      >
        <Icon name="minus" size={20} />
      </IconButton>
      <output className={css.value} aria-label={label}>
        {shown ?? value}
      </output>
      <IconButton
        label={text.more(label)}
        disabled={value >= high}
        onClick={() => step(1)}
        className={css.button}
      >
        <Icon name="plus" size={20} />
      </IconButton>
    </div>
  );
}
