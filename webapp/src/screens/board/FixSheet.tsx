import { useState } from 'react';
import { useLocation } from 'wouter';
import { useSigned } from '@/app/context';
import { paths } from '@/app/paths';
import { takenBack } from '@/domain/log';
import { mayCorrect } from '@/domain/rights';
import { useText } from '@/i18n';
import type { GameView } from '@/live/view';
import { Button } from '@/ui/Button';
import { Icon } from '@/ui/Icon';
import { Sheet } from '@/ui/Sheet';
import { Balls } from './Balls';
import css from './FixSheet.module.css';
import { SeatChips } from './SeatChips';
import type { Taps } from './useTaps';
import { nameOf, sentence } from './words';

export interface FixSheetProps {
  view: GameView;
  act: Taps;
  /** Whose score; another can be chosen. */
  seat: string;
  onClose: () => void;
}

/** What was forgotten, or tapped for the wrong one: set right for anyone, and the turn stays where it is. */
export function FixSheet({ view, act, seat: first, onClose }: FixSheetProps) {
  const text = useText();
  const [, go] = useLocation();
  const { me } = useSigned();
  const [seat, setSeat] = useState(first);
  const { state, log, rights, session } = view;
  const gone = takenBack(log);
  const last = [...log]
    .reverse()
    .find((row) => row.seat_id === seat && (row.kind === 'pot' || row.kind === 'foul') && !gone.has(row.id));
  return (
    <Sheet title={text.board.fix} onClose={onClose}>
      <SeatChips
        view={view}
        label={text.board.fixSeat}
        seats={state.turns}
        chosen={seat}
        onChoose={setSeat}
        testId="fix-seat"
      />
      <h3 className={css.title}>{text.board.fixAdd}</h3>
      <div className={css.cloth}>
        <Balls
          view={view}
          onPot={(ball, given) => {
            act.pot(ball, { ...given, seat, earlier: true });
            onClose();
          }}
        />
      </div>
      <div className={css.answers}>
        <Button
          look="soft"
          wide
          icon={<Icon name="undo" size={20} />}
          data-testid="fix-undo"
          disabled={!last || !mayCorrect(view, last, me.id)}
          onClick={() => {
            if (last) act.undo(last);
            onClose();
          }}
        >
          {last ? `${text.board.takeBack}: ${sentence(text, view, last)}` : text.board.fixNone}
        </Button>
        <Button
          look="soft"
          wide
          icon={<Icon name="foul" size={20} />}
          data-testid="fix-foul"
          onClick={() => {
            act.foul({ seat, earlier: true });
            onClose();
          }}
        >
          {text.board.fixFoul(nameOf(view, seat))}
        </Button>
        {seat !== state.shooter && (
          <Button
            look="soft"
            wide
            icon={<Icon name="cue" size={20} />}
            data-testid="fix-turn"
            onClick={() => {
              act.turn(seat);
              onClose();
            }}
          >
            {text.board.tapToShoot(nameOf(view, seat))}
          </Button>
        )}
        {rights.manage && (
          <Button
            look="soft"
            wide
            icon={<Icon name="shuffle" size={20} />}
            onClick={() => go(paths.table(session.id))}
          >
            {text.board.fixLineup}
          </Button>
        )}
      </div>
    </Sheet>
  );
}
