import { type ComponentProps, useState } from 'react';
import { useSigned } from '@/app/context';
import { holdingUndo, mayCorrect } from '@/domain/rights';
import { errorText, useText } from '@/i18n';
import { clock } from '@/i18n/format';
import type { GameView, LogRow } from '@/live/view';
import { BallFace } from '@/ui/Ball';
import { Icon } from '@/ui/Icon';
import { Sheet } from '@/ui/Sheet';
import css from './History.module.css';
import { sentence } from './words';

export interface HistoryProps {
  view: GameView;
  onClose: () => void;
  /** Take back this event, or this undo. */
  onCorrect: (row: LogRow) => void;
}

/** Everything tapped, newest first. Nothing disappears: what does not count is struck through and says why. */
export function History({ view, onClose, onCorrect }: HistoryProps) {
  const text = useText();
  const [chosen, setChosen] = useState<string | null>(null);
  const rows = view.rows.filter(({ kind, state }) => kind !== 'undo' || state === 'refused').reverse();
  return (
    <Sheet title={text.board.history} onClose={onClose}>
      {rows.length === 0 && <p className={css.empty}>{text.board.historyEmpty}</p>}
      <ol>
        {rows.map((row) => (
          <HistoryRow
            key={row.id}
            view={view}
            row={row}
            open={chosen === row.id}
            onToggle={() => setChosen(chosen === row.id ? null : row.id)}
            onCorrect={(target) => {
              onCorrect(target);
              setChosen(null);
            }}
          />
        ))}
      </ol>
    </Sheet>
  );
}

interface RowProps {
  view: GameView;
  row: LogRow;
  open: boolean;
  onToggle: () => void;
  onCorrect: (row: LogRow) => void;
}

function HistoryRow({ view, row, open, onToggle, onCorrect }: RowProps) {
  const text = useText();
  const { me } = useSigned();
  const undone = view.state.undone.has(row.id);
  // To put an event back is to take back the undo that holds it.
  const target = undone ? holdingUndo(view.log, row.id) : row;
  const allowed = row.state !== 'refused' && target && mayCorrect(view, target, me.id);
  const note =
    row.state === 'refused'
      ? errorText(text, row.refused ?? '')
      : row.state === 'queued'
        ? text.board.queuedRow
        : undone
          ? text.board.undone
          : '';
  const out = undone || row.state === 'refused';
  return (
    <li
      className={css.row}
      data-testid="history-row"
      data-kind={row.kind}
      data-undone={undone}
      data-state={row.state}
    >
      <button type="button" className={css.main} disabled={!allowed} aria-expanded={open} onClick={onToggle}>
        <span className={css.sign}>
          <Sign row={row} out={out} />
        </span>
        <span className={css.words}>
          <span className={out ? css.out : undefined}>{sentence(text, view, row)}</span>
          {note && <span className={css.note}>{note}</span>}
        </span>
        <time className={css.time} dateTime={row.at}>
          {clock(row.at, text.locale)}
        </time>
      </button>
      {open && allowed && (
        <button
          type="button"
          className={css.correct}
          data-testid="history-correct"
          onClick={() => onCorrect(target)}
        >
          <Icon name={undone ? 'check' : 'undo'} size={20} />
          {undone ? text.board.putBack : text.board.takeBack}
        </button>
      )}
    </li>
  );
}

const SIGNS: Partial<Record<LogRow['kind'], ComponentProps<typeof Icon>['name']>> = {
  foul: 'foul',
  undo: 'undo',
  reorder: 'shuffle',
  reopen: 'history',
};

function Sign({ row, out }: { row: LogRow; out: boolean }) {
  if (row.kind === 'pot' && row.ball)
    return <BallFace color={row.ball.color ?? 'white'} size={28} faded={out} />;
  return <Icon name={SIGNS[row.kind] ?? 'arrow'} size={22} />;
}
