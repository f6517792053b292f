// @vitest-environment happy-dom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Game, Session } from '@/api/types';
import { type Signed, SignedContext } from '@/app/context';
import type { KnownBoard } from '@/live/reducer';
import { useLive } from '@/live/store';
import Lobby from '@/screens/lobby/Lobby';
import Result from '@/screens/result/Result';
import { game, numbered, pot, rules, seat, session } from './make';

const seats = [seat('A'), seat('B'), seat('C'), seat('D')];
const log = numbered([pot('1', 'A')]);

/** A screen as the host sees it, and what it asks of the server. */
function show(
  Shown: typeof Lobby | typeof Result,
  changed: Partial<Game> = {},
  { playerId = 'p-A', of = {} as Partial<Session> } = {},
) {
  const api = {
    balance: async () => ({ balances: [], transfers: [], settle_up: [] }),
    setTurns: vi.fn(async () => game(log)),
    reopen: vi.fn(async () => game(log)),
  };
  const live = { fetchBoard: vi.fn(async () => {}) };
  const me = { id: playerId, display_name: '', username: null, photo_url: null, language: 'ru' };
  const board: KnownBoard & { game: Game } = {
    version: 1,
    session: session({ seats, ...of }),
    game: game(log, changed),
    events: log,
  };
  render(
    <QueryClientProvider client={new QueryClient()}>
      <SignedContext.Provider value={{ me, api, live } as unknown as Signed}>
        <Shown board={board} />
      </SignedContext.Provider>
    </QueryClientProvider>,
  );
  return { user: userEvent.setup(), api, live };
}

const row = (id: string) =>
  screen.getAllByTestId('lobby-seat').find(({ dataset }) => dataset.seatId === id) as HTMLElement;
const rows = () => screen.getAllByTestId('lobby-seat').map(({ dataset }) => dataset.seatId);
const name = (id: string) => within(row(id)).getAllByRole('button')[0] as HTMLElement;
const up = (id: string) => within(row(id)).getAllByRole('button')[1] as HTMLElement;

afterEach(cleanup);
beforeEach(() =>
  useLive.setState({ taps: [], link: 'live', present: [], boards: {}, refusal: null, failures: {} }),
);

describe('the table while a game goes on', () => {
  it('lets one stand in for another, in his place', async () => {
    const { user, api, live } = show(Lobby);
    expect(rows()).toEqual(['A', 'B', 'C', 'D']);
    expect(screen.queryByTestId('lineup-save')).toBeNull();
    await user.click(name('B'));
    await user.click(name('D'));
    expect(rows()).toEqual(['A', 'D', 'C', 'B']);
    await user.click(screen.getByTestId('lineup-save'));
    await waitFor(() => expect(live.fetchBoard).toHaveBeenCalledWith('s1'));
    expect(api.setTurns).toHaveBeenCalledWith('g1', ['A', 'D', 'C']);
  });

  it('says why those who stay keep their order, once somebody has shot', async () => {
    const { user } = show(Lobby, { rules: rules({ turns: 'fair' }) });
    await user.click(up('C'));
    expect(screen.getByTestId('lineup-save')).toHaveProperty('disabled', true);
    expect(screen.getByText(/можно менять, кто играет, но не кто за кем/)).toBeTruthy();
  });

  it('leaves the order to people where the rules do, but not to one alone', async () => {
    const { user } = show(Lobby);
    await user.click(up('C'));
    expect(screen.getByTestId('lineup-save')).toHaveProperty('disabled', false);
    await user.click(name('A'));
    await user.click(name('B'));
    expect(screen.getByTestId('lineup-save')).toHaveProperty('disabled', true);
  });

  it('waits for taps that are on their way', async () => {
    const event = { id: 'x', kind: 'miss', seat_id: 'A' } as const;
    useLive.setState({ taps: [{ key: 'k', gameId: 'g1', event, at: '2026-11-23T18:01:00Z' }] });
    const { user } = show(Lobby);
    await user.click(name('B'));
    expect(screen.getByTestId('lineup-save')).toHaveProperty('disabled', true);
  });

  it('cannot be changed by a player', () => {
    show(Lobby, {}, { playerId: 'p-B' });
    expect(name('B')).toHaveProperty('disabled', true);
  });
});

describe('a finished game', () => {
  const finished = { status: 'finished' } as const;

  it('is reopened by who runs the evening', async () => {
    const { user, api, live } = show(Result, finished);
    await user.click(screen.getByTestId('reopen'));
    await waitFor(() => expect(live.fetchBoard).toHaveBeenCalledWith('s1'));
    expect(api.reopen).toHaveBeenCalledWith(expect.any(Function), 'g1');
  });

  it.each([
    ['by a player', { playerId: 'p-B' }],
    ['once the evening is closed', { of: { status: 'closed' as const } }],
  ])('is not reopened %s', (_, seen) => {
    show(Result, finished, seen);
    expect(screen.queryByTestId('reopen')).toBeNull();
  });
});
