import { useSigned } from '@/app/context';
import { mayCorrect } from '@/domain/rights';
import { doubled } from '@/domain/twins';
import { useText } from '@/i18n';
import type { GameView, LogRow } from '@/live/view';
import { IconButton } from '@/ui/Button';
import { Icon } from '@/ui/Icon';
import css from './EventLine.module.css';
import { nameOf, payment, sentence } from './words';

export interface EventLineProps {
  view: GameView;
  onHistory: () => void;
  /** Take this row back: an undo, which puts its event back, or a ball that two people have recorded. */
  onUndo: (row: LogRow) => void;
}

/** The last thing that happened, always in words, so that nobody has to trust a number. */
export function EventLine({ view, onHistory, onUndo }: EventLineProps) {
  const text = useText();
  const { me } = useSigned();
  const last = view.log[view.log.length - 1];
  const paid = last && payment(text, view, last);
  const twin = doubled(view.log);
  const canRemove = twin && mayCorrect(view, twin, me.id);
  const canPutBack = last?.kind === 'undo' && mayCorrect(view, last, me.id);
  return (
    <div className={css.line}>
      <p className={css.words} role="status" data-testid="event-line">
        <span className={last?.kind === 'undo' ? `${css.what} ${css.out}` : css.what}>
          {last ? sentence(text, view, last) : text.board.start(nameOf(view, view.state.shooter))}
        </span>
        <span className={css.more}>
          {[
            last?.kind === 'undo' ? text.board.undone : paid,
            view.state.ballsLeft > 0 ? text.board.left(view.state.ballsLeft) : text.board.tableEmpty,
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </p>
      {last && canPutBack && (
        <button type="button" className={css.putBack} data-testid="put-back" onClick={() => onUndo(last)}>
          {text.board.putBack}
        </button>
      )}
      {twin && canRemove && (
        <button type="button" className={css.putBack} data-testid="twice" onClick={() => onUndo(twin)}>
          <span className={css.twice}>{text.board.twice}</span>
          {text.board.removeOne}
        </button>
      )}
      <IconButton
        label={text.board.history}
        data-testid="history-open"
        onClick={onHistory}
        className={css.history}
      >
        <Icon name="history" size={22} />
      </IconButton>
    </div>
  );
}
