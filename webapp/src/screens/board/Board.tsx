import { Suspense, useEffect, useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import type { Game, Score } from '@/api/types';
import { useSigned } from '@/app/context';
import { lazily } from '@/app/lazily';
import { paths } from '@/app/paths';
import { undoTarget } from '@/domain/rights';
import { leadOf } from '@/domain/state';
import { useText } from '@/i18n';
import type { Dictionary } from '@/i18n/ru';
import type { KnownBoard } from '@/live/reducer';
import { useLive } from '@/live/store';
import { type GameView, gameView } from '@/live/view';
import { holdSwipes } from '@/telegram/host';
import { IconButton } from '@/ui/Button';
import { Icon } from '@/ui/Icon';
import { useBack } from '@/ui/useBack';
import { netText } from '../Money';
import css from './Board.module.css';
import { Connection, useCalm } from './Connection';
import { Dock } from './Dock';
import { EventLine } from './EventLine';
import { SeatCard } from './SeatCard';
import type { Opened, Sheet } from './Sheets';
import { SideCard } from './SideCard';
import { useTaps } from './useTaps';
import { nameOf } from './words';

const Sheets = lazily(() => import('./Sheets'));

/** The live score. The upper part is read from across the table, the lower 40 % is the thumb's. */
export default function Board({ board }: { board: KnownBoard & { game: Game } }) {
  const text = useText();
  const [, go] = useLocation();
  const { me } = useSigned();
  const taps = useLive((state) => state.taps);
  const view = useMemo(() => gameView(board, taps, me.id), [board, taps, me.id]);
  const act = useTaps(view);
  const [opened, setOpened] = useState<Opened | null>(null);
  const open = (sheet: Sheet) => () => setOpened({ sheet });
  const close = () => setOpened(null);
  const calm = useCalm(view.queued);
  const { session, game, state, rights } = view;
  const home = () => go(paths.home);
  const nativeBack = useBack(opened ? close : home);

  useEffect(() => {
    holdSwipes(true);
    return () => holdSwipes(false);
  }, []);

  const plays = ({ seat_id }: Score) => state.turns.includes(seat_id);
  const playing = state.scores.filter(plays);
  const gone = state.scores.filter((score) => !plays(score));
  const target = undoTarget(view, me.id);
  const fix = (seat: string) => setOpened({ sheet: 'fix', seat });
  const undo = () => {
    if (!target) return;
    // Somebody else's tap is taken back only on purpose; one's own at once, since it can be put back as fast.
    if (target.recorded_by === me.id) act.undo(target);
    else setOpened({ sheet: 'foreign', row: target });
  };

  return (
    <div className={css.board}>
      <header className={css.header}>
        {!nativeBack && (
          <IconButton label={text.back} onClick={home}>
            <Icon name="back" />
          </IconButton>
        )}
        <h1 className={calm ? css.title : `${css.title} ${css.quiet}`}>{text.board.game(game.number)}</h1>
        <Connection queued={view.queued} />
        {rights.manage && (
          <IconButton label={text.board.finish} data-testid="finish" onClick={open('finish')}>
            <Icon name="flag" size={22} />
          </IconButton>
        )}
        <IconButton label={text.board.menu} data-testid="menu" onClick={open('menu')}>
          <Icon name="more" />
        </IconButton>
      </header>
      <main className={css.seats} data-count={state.sides.length || state.turns.length}>
        {state.sides.length === 0
          ? playing.map((score) => (
              <SeatCard
                key={score.seat_id}
                view={view}
                score={score}
                index={session.seats.findIndex(({ id }) => id === score.seat_id)}
                onShoot={() => act.turn(score.seat_id)}
                onFix={() => fix(score.seat_id)}
              />
            ))
          : state.sides.map((side, place) => (
              <SideCard key={place} view={view} side={side} onShoot={act.turn} onFix={fix} />
            ))}
      </main>
      {gone.length > 0 && (
        <p className={css.gone} data-testid="gone">
          {text.board.gone(gone.map((score) => goneText(text, view, score)).join(', '))}
        </p>
      )}
      <EventLine view={view} onHistory={open('history')} onUndo={act.undo} />
      <div className={css.dock}>
        <Dock view={view} act={act} undoTarget={target} onUndo={undo} onFinish={open('finish')} />
      </div>
      <Suspense>
        {opened && <Sheets view={view} act={act} opened={opened} onOpen={setOpened} onClose={close} />}
      </Suspense>
    </div>
  );
}

/** Who has left, and what he is up or down by. */
function goneText(text: Dictionary, view: GameView, score: Score): string {
  const net = netText(text, view.game.rules, score.net_kopecks, leadOf(view.state, score.seat_id));
  return `${nameOf(view, score.seat_id)} ${net}`;
}
