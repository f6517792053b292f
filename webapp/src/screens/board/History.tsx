import { type ComponentProps, useState } from 'react';
import { useSigned } from '@/app/context';
import { holdingUndo, mayCorrect } from '@/domain/rights';
import { ballOf } from '@/domain/state';
import { errorText, useText } from '@/i18n';
import { clock } from '@/i18n/format';
import type { GameView, LogRow } from '@/live/view';
import { BallFace } from '@/ui/Ball';
import { Button } from '@/ui/Button';
import { Icon } from '@/ui/Icon';
import { Sheet } from '@/ui/Sheet';
import css from './History.module.css';
import { SeatChips } from './SeatChips';
import type { Taps } from './useTaps';
import { nameOf, sentence } from './words';

export interface HistoryProps {
  view: GameView;
  onClose: () => void;
  act: Taps;
}

/** A game shorter than this is read at a glance. */
const LONG = 8;

/** Everything tapped, newest first. Nothing disappears: what does not count is struck through and says why. */
export function History({ view, onClose, act }: HistoryProps) {
  const text = useText();
  const [chosen, setChosen] = useState<string | null>(null);
  const [whose, setWhose] = useState<string | null>(null);
  const all = view.rows.filter(({ kind, state }) => kind !== 'undo' || state === 'refused').reverse();
  const rows = all.filter(({ seat_id }) => whose === null || seat_id === whose);
  return (
    <Sheet title={text.board.history} onClose={onClose}>
      {all.length > LONG && (
        <SeatChips
          view={view}
          label={text.board.historyOf}
          seats={[null, ...view.state.turns]}
          all={text.board.historyAll}
          chosen={whose}
          onChoose={setWhose}
          testId="history-of"
        />
      )}
      {all.length === 0 && <p className={css.empty}>{text.board.historyEmpty}</p>}
      <ol>
        {rows.map((row) => (
          <HistoryRow
            key={row.id}
            view={view}
            row={row}
            open={chosen === row.id}
            onToggle={() => setChosen(chosen === row.id ? null : row.id)}
            act={act}
            onDone={() => setChosen(null)}
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
  act: Taps;
  onDone: () => void;
}

function HistoryRow({ view, row, open, onToggle, act, onDone }: RowProps) {
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
          <Sign view={view} row={row} out={out} />
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
        <div className={css.answers}>
          <Button
            look="soft"
            wide
            icon={<Icon name={undone ? 'check' : 'undo'} size={20} />}
            data-testid="history-correct"
            onClick={() => {
              act.undo(target);
              onDone();
            }}
          >
            {undone ? text.board.putBack : text.board.takeBack}
          </Button>
          {!undone && <Others view={view} row={row} act={act} onDone={onDone} />}
        </div>
      )}
    </li>
  );
}

/** A ball or a foul that was tapped for the wrong one: a tap on who it really was. */
function Others({ view, row, act, onDone }: Pick<RowProps, 'view' | 'row' | 'act' | 'onDone'>) {
  const text = useText();
  if (row.kind !== 'pot' && row.kind !== 'foul') return null;
  const others = view.state.turns.filter((seat) => seat !== row.seat_id);
  return (
    <div className={css.others}>
      <p className={css.note}>{row.kind === 'pot' ? text.board.otherPot : text.board.otherFoul}</p>
      {others.map((seat) => (
        <Button
          key={seat}
          look="soft"
          data-testid="history-other"
          data-seat-id={seat}
          onClick={() => {
            act.move(row, seat);
            onDone();
          }}
        >
          {nameOf(view, seat)}
        </Button>
      ))}
    </div>
  );
}

const SIGNS: Partial<Record<LogRow['kind'], ComponentProps<typeof Icon>['name']>> = {
  foul: 'foul',
  undo: 'undo',
  reorder: 'shuffle',
  reopen: 'history',
};

function Sign({ view, row, out }: Pick<RowProps, 'view' | 'row'> & { out: boolean }) {
  if (row.kind === 'pot' && row.ball) {
    const { color, number } = row.ball;
    const value = number ?? ballOf(view.state, row.ball)?.value;
    return <BallFace color={color ?? 'white'} value={value} size={28} faded={out} />;
  }
  return <Icon name={SIGNS[row.kind] ?? 'arrow'} size={22} />;
}
