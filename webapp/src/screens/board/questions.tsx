/** What the board asks before it does something that is not one tap to mend. */
import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { useSigned } from '@/app/context';
import { paths } from '@/app/paths';
import { useAct } from '@/app/useAct';
import { useWish } from '@/app/useWish';
import { useText } from '@/i18n';
import type { GameView, LogRow } from '@/live/view';
import { haptics } from '@/telegram/host';
import { Button } from '@/ui/Button';
import { Sheet } from '@/ui/Sheet';
import { Invite } from '../lobby/Invite';
import css from './questions.module.css';
import { sentence } from './words';

interface SheetProps {
  view: GameView;
  onClose: () => void;
}

function Question({
  title,
  hints,
  onClose,
  children,
}: {
  title: string;
  hints: string[];
  onClose: () => void;
  children: ReactNode;
}) {
  return (
    <Sheet title={title} onClose={onClose}>
      {hints.map((hint) => (
        <p key={hint} className={css.hint}>
          {hint}
        </p>
      ))}
      <div className={css.answers}>{children}</div>
    </Sheet>
  );
}

export function FinishSheet({ view, onClose }: SheetProps) {
  const text = useText();
  const { api, live } = useSigned();
  const wish = useWish();
  const finish = useAct(
    () => api.finish(wish, view.game.id),
    (game) => {
      haptics.success();
      live.adopt({ session: view.session, game, events: [] });
    },
  );
  const { ballsLeft } = view.state;
  const hints = [text.board.finishHint];
  if (ballsLeft > 0) hints.unshift(text.board.finishLeft(text.balls(ballsLeft)));
  if (view.queued > 0) hints.push(text.board.finishUnsent);
  return (
    <Question title={text.board.finishTitle} hints={hints} onClose={onClose}>
      <Button
        look="ivory"
        wide
        data-testid="finish-confirm"
        disabled={finish.isPending || view.queued > 0}
        onClick={() => finish.mutate()}
      >
        {text.board.finish}
      </Button>
      <Button look="soft" wide onClick={onClose}>
        {text.board.keepPlaying}
      </Button>
    </Question>
  );
}

export function CancelSheet({ view, onClose }: SheetProps) {
  const text = useText();
  const { api, live } = useSigned();
  const cancel = useAct(
    () => api.cancel(view.game.id),
    () => void live.fetchBoard(view.session.id),
  );
  return (
    <Question title={text.board.cancelTitle} hints={[text.board.cancelHint]} onClose={onClose}>
      <Button
        look="danger"
        wide
        data-testid="cancel-confirm"
        disabled={cancel.isPending}
        onClick={() => cancel.mutate()}
      >
        {text.board.cancelGame}
      </Button>
      <Button look="soft" wide onClick={onClose}>
        {text.board.keepPlaying}
      </Button>
    </Question>
  );
}

export function ForeignUndoSheet({
  view,
  row,
  onClose,
  onUndo,
}: SheetProps & { row: LogRow; onUndo: () => void }) {
  const text = useText();
  const recorder =
    view.session.seats.find(({ player_id }) => player_id === row.recorded_by)?.display_name ?? '—';
  return (
    <Question
      title={text.board.foreignTitle}
      hints={[text.board.foreign(recorder, sentence(text, view, row))]}
      onClose={onClose}
    >
      <Button look="ivory" wide data-testid="undo-confirm" onClick={onUndo}>
        {text.board.undo}
      </Button>
      <Button look="soft" wide onClick={onClose}>
        {text.cancel}
      </Button>
    </Question>
  );
}

export function MenuSheet({
  view,
  onClose,
  onFix,
  onCancelGame,
}: SheetProps & { onFix: () => void; onCancelGame: () => void }) {
  const text = useText();
  const [, go] = useLocation();
  return (
    <Sheet title={text.board.game(view.game.number)} onClose={onClose}>
      <Invite code={view.session.code} />
      <div className={css.answers}>
        {view.rights.record && (
          <Button look="soft" wide data-testid="fix" onClick={onFix}>
            {text.board.fix}
          </Button>
        )}
        <Button look="soft" wide data-testid="lineup" onClick={() => go(paths.table(view.session.id))}>
          {text.board.lineup}
        </Button>
        <Button look="soft" wide onClick={() => go(paths.balance(view.session.id))}>
          {text.balance.title}
        </Button>
        <Button look="soft" wide data-testid="to-tv" onClick={() => go(paths.tv(view.session.id))}>
          {text.board.tv}
        </Button>
        {view.rights.manage && (
          <Button look="danger" wide data-testid="cancel-game" onClick={onCancelGame}>
            {text.board.cancelGame}
          </Button>
        )}
      </div>
    </Sheet>
  );
}
