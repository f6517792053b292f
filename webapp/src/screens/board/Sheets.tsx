import type { GameView, LogRow } from '@/live/view';
import { FixSheet } from './FixSheet';
import { History } from './History';
import { CancelSheet, FinishSheet, ForeignUndoSheet, MenuSheet } from './questions';
import type { Taps } from './useTaps';

export type Sheet = 'history' | 'menu' | 'finish' | 'cancel';
export type Opened = { sheet: Sheet } | { sheet: 'foreign'; row: LogRow } | { sheet: 'fix'; seat: string };

export interface SheetsProps {
  view: GameView;
  act: Taps;
  opened: Opened;
  onOpen: (opened: Opened) => void;
  onClose: () => void;
}

/** Whichever sheet lies over the board. */
export default function Sheets({ view, act, opened, onOpen, onClose }: SheetsProps) {
  const given = { view, onClose };
  switch (opened.sheet) {
    case 'history':
      return <History {...given} act={act} />;
    case 'menu':
      return (
        <MenuSheet
          {...given}
          onFix={() => onOpen({ sheet: 'fix', seat: view.state.shooter })}
          onCancelGame={() => onOpen({ sheet: 'cancel' })}
        />
      );
    case 'fix':
      return <FixSheet {...given} act={act} seat={opened.seat} />;
    case 'finish':
      return <FinishSheet {...given} />;
    case 'cancel':
      return <CancelSheet {...given} />;
    case 'foreign':
      return (
        <ForeignUndoSheet
          {...given}
          row={opened.row}
          onUndo={() => {
            act.undo(opened.row);
            onClose();
          }}
        />
      );
  }
}
