import type { Rules } from '@/api/types';
import { isOver } from '@/domain/pyramid';
import { after } from '@/domain/turns';
import { useText } from '@/i18n';
import type { GameView, LogRow } from '@/live/view';
import { Icon } from '@/ui/Icon';
import { Cloth } from '@/ui/Screen';
import { Balls } from './Balls';
import css from './Dock.module.css';
import type { Taps } from './useTaps';
import { nameOf } from './words';

export interface DockProps {
  view: GameView;
  act: Taps;
  undoTarget: LogRow | undefined;
  onUndo: () => void;
  onFinish: () => void;
}

/** The edge of the table under the thumb: balls to pot, and Undo, Foul, Next always in the same place. */
export function Dock({ view, act, undoTarget, onUndo, onFinish }: DockProps) {
  const text = useText();
  const { state, game, rights } = view;
  if (!rights.record) {
    return (
      <Cloth>
        <Balls view={view} />
        <p className={css.watching}>
          {view.session.status === 'open' ? text.board.watching : text.board.closed}
        </p>
      </Cloth>
    );
  }
  const { foul } = game.rules;
  const next = nameOf(view, after(state.turns, state.shooter));
  const over = (state.ballsLeft === 0 || isOver(state)) && rights.manage;
  return (
    <Cloth>
      <Balls view={view} onPot={act.pot} />
      <div className={css.buttons}>
        <button
          type="button"
          className={css.button}
          data-testid="undo"
          disabled={!undoTarget}
          onClick={onUndo}
        >
          <Icon name="undo" size={22} />
          {text.board.undo}
        </button>
        <button
          type="button"
          className={css.button}
          data-testid="foul"
          disabled={isOver(state)}
          onClick={() => act.foul()}
        >
          <span className={css.foulCost}>{costOf(foul)}</span>
          {text.board.foul}
        </button>
        {over ? (
          <button type="button" className={`${css.button} ${css.next}`} onClick={onFinish}>
            <Icon name="flag" size={22} />
            {text.board.finish}
          </button>
        ) : (
          <button type="button" className={`${css.button} ${css.next}`} data-testid="next" onClick={act.next}>
            <span className="visually-hidden">{text.board.nextName(next)}</span>
            <span className={css.nextWord} aria-hidden="true">
              {text.board.next}
            </span>
            <span className={css.nextName} aria-hidden="true">
              <span>{next}</span>
              <Icon name="arrow" size={19} stroke={2.4} />
            </span>
          </button>
        )}
      </div>
    </Cloth>
  );
}

/** What a foul takes from the fouler, or gives to the other side. */
function costOf({ mode, points }: Rules['foul']): string {
  if (mode === 'none') return '·';
  return mode === 'opponent_plus' || mode === 'next_plus' ? `+${points}` : `−${points}`;
}
