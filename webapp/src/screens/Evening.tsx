import { type ReactNode, useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import type { Game } from '@/api/types';
import { useSigned } from '@/app/context';
import { lazily, part } from '@/app/lazily';
import { paths } from '@/app/paths';
import type { KnownBoard } from '@/live/reducer';
import { useLive } from '@/live/store';
import { countGame } from '@/telegram/played';
import { useAwake } from '@/ui/useAwake';
import { Gate } from './Gate';

const Balance = lazily(() => import('./balance/Balance'));
export const Board = part(() => import('./board/Board'));
const Lobby = lazily(() => import('./lobby/Lobby'));
const Result = lazily(() => import('./result/Result'));

/** A session at its address: whatever is going on there now. All phones turn the page together. */
export function Evening({ id }: { id: string }) {
  return (
    <WithBoard id={id}>
      {(board) => {
        const { session, game } = board;
        if (game?.status === 'live') return <Playing board={{ ...board, game }} />;
        if (session.status === 'closed') return <Balance id={id} />;
        return game ? <Result board={{ ...board, game }} /> : <Lobby board={board} />;
      }}
    </WithBoard>
  );
}

function Playing({ board }: { board: KnownBoard & { game: Game } }) {
  useAwake();
  useEffect(() => () => countGame(board.game.id), [board.game.id]);
  return <Board board={board} />;
}

/** The table itself: who plays, in which order, and how to get in. */
export function Table({ id }: { id: string }) {
  return (
    <WithBoard id={id}>
      {(board) => (
        <>
          <TurnToNewGame id={id} game={board.game} />
          <Lobby board={board} />
        </>
      )}
    </WithBoard>
  );
}

/** A break that somebody else makes turns this phone to the board; a game that went on already does not. */
function TurnToNewGame({ id, game }: { id: string; game: Game | null }) {
  const [, go] = useLocation();
  const live = game?.status === 'live' ? game.id : null;
  const [known] = useState(live);
  useEffect(() => {
    if (live && live !== known) go(paths.session(id), { replace: true });
  }, [live, known, go, id]);
  return null;
}

/** Draws at once from memory; asks the server only when this phone has never seen the session. */
export function WithBoard({ id, children }: { id: string; children: (board: KnownBoard) => ReactNode }) {
  const { live } = useSigned();
  const board = useLive((state) => state.boards[id]);
  const failure = useLive((state) => state.failures[id]);
  if (board) return children(board);
  if (failure) return <Gate reason={failure} onRetry={() => void live.fetchBoard(id)} />;
  return <Gate reason="loading" />;
}
