/** A board on a screen, and what to look at and touch there. */
import { configure, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { Event, EventIn, Game, Session } from '@/api/types';
import { type Signed, SignedContext } from '@/app/context';
import { useLive } from '@/live/store';
import Board from '@/screens/board/Board';
import { game, numbered, session } from './make';

// The sheets are loaded when they are opened, which a busy machine takes its time for.
configure({ asyncUtilTimeout: 20_000 });

/** The board as `playerId` sees it; taps go to the same store as in the app, and no further. */
export function show(
  events: Event[],
  { playerId = 'p-A', changed = {} as Partial<Session>, played = {} as Partial<Game> } = {},
) {
  const tap = (gameId: string, sent: EventIn) => {
    const taps = useLive.getState().taps;
    useLive.setState({
      taps: [...taps, { key: `${taps.length}`, gameId, event: sent, at: new Date().toISOString() }],
    });
  };
  const me = { id: playerId, display_name: '', username: null, photo_url: null, language: 'ru' };
  const signed = { me, api: {}, live: { tap } } as unknown as Signed;
  const log = numbered(events);
  render(
    <SignedContext.Provider value={signed}>
      <Board board={{ version: 1, session: session(changed), game: game(log, played), events: log }} />
    </SignedContext.Provider>,
  );
  return userEvent.setup();
}

export const card = (id: string) =>
  screen.getAllByTestId('seat-card').find((one) => one.dataset.seatId === id) as HTMLElement;
export const ball = (color: string) =>
  screen.getAllByTestId('ball').find((one) => one.dataset.color === color) as HTMLElement;
export const shooter = () =>
  screen.getAllByTestId('seat-card').find((one) => one.dataset.shooter === 'true')?.dataset.seatId;
export const sent = () => useLive.getState().taps.map(({ event: { kind } }) => kind);
