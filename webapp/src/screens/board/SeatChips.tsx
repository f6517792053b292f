import type { GameView } from '@/live/view';
import css from './SeatChips.module.css';
import { nameOf } from './words';

export interface SeatChipsProps<Seat extends string | null> {
  view: GameView;
  /** What is chosen, for whoever does not see it. */
  label: string;
  seats: readonly Seat[];
  chosen: Seat;
  onChoose: (seat: Seat) => void;
  /** What the chip that stands for nobody in particular says. */
  all?: string;
  testId?: string;
}

/** One of the people at the table, all in sight. */
export function SeatChips<Seat extends string | null>({
  view,
  label,
  seats,
  chosen,
  onChoose,
  all,
  testId,
}: SeatChipsProps<Seat>) {
  return (
    <div className={css.seats} role="radiogroup" aria-label={label}>
      {seats.map((seat) => (
        // biome-ignore lint/a11y/useSemanticElements: a chip to tap, which an input of type radio is not
        <button
          key={seat}
          type="button"
          role="radio"
          aria-checked={seat === chosen}
          className={css.seat}
          data-testid={testId}
          data-seat-id={seat}
          onClick={() => onChoose(seat)}
        >
          {seat === null ? all : nameOf(view, seat)}
        </button>
      ))}
    </div>
  );
}
