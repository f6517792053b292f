// @vitest-environment happy-dom
/** Screens that ask the server by themselves: what they send for each touch. Whole, they are in tests/stories. */
import { cleanup, screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { useLive } from '@/live/store';
import Balance from '@/screens/balance/Balance';
import Join from '@/screens/join/Join';
import Lobby from '@/screens/lobby/Lobby';
import NewEvening from '@/screens/new/NewEvening';
import Notifications from '@/screens/notifications/Notifications';
import Settings from '@/screens/settings/Settings';
import { useSettings } from '@/settings';
import { game, pyramid, rules, seat, session } from './make';
import { lost, open, sent, under } from './open';

it('keeps on this phone how it is held, and tells the server what to tell', async () => {
  const wanted = { telegram: true, quiet_hours: null, time_zone: 'Europe/Moscow', kinds: {} };
  const user = open(<Settings />, {
    'GET /notifications/settings': wanted,
    'PUT /notifications/settings': { ...wanted, telegram: false },
    'GET /me/devices': {
      items: [
        { id: 'd1', name: 'Chrome', current: true, last_seen_at: '2026-11-23T18:00:00Z' },
        { id: 'd2', name: 'Safari', current: false, last_seen_at: '2026-11-23T18:00:00Z' },
      ],
    },
  });
  await user.click(screen.getByLabelText('В левой'));
  await user.click(screen.getByTestId('set-big'));
  expect(useSettings.getState()).toMatchObject({ hand: 'left', bigText: true });
  expect(document.documentElement.dataset).toMatchObject({ hand: 'left', text: 'big' });

  await user.click(await screen.findByRole('switch', { name: /Писать/ }));
  expect(sent).toHaveBeenLastCalledWith(
    'PUT /notifications/settings',
    expect.objectContaining({ telegram: false }),
  );
  await user.click(await screen.findByRole('button', { name: /Safari/ }));
  expect(sent).toHaveBeenLastCalledWith('DELETE /me/devices/{device_id}', undefined);
});

it('shows what one was told, has read it, and leads to where it happened', async () => {
  const evening = '0198f2c4-0000-7000-8000-000000000001';
  const told = { id: 'n1', number: 7, title: 'Партия 3', body: 'Вы +150 ₽', link: `s_${evening}` };
  const items = [{ ...told, kind: 'game_finished', read_at: null, created_at: '2026-11-23T18:00:00Z' }];
  const user = open(<Notifications />, { 'GET /notifications': { items, unread: 1, next_cursor: null } });
  const row = await screen.findByTestId('notification');
  await waitFor(() => expect(sent).toHaveBeenCalledWith('POST /notifications/read', { up_to: 7 }));
  await user.click(row);
  expect(location.pathname).toBe(`/s/${evening}`);
});

it('says who pays whom, and takes the word of who has paid and of who has got it', async () => {
  const owed = { payer_seat_id: 'A', payee_seat_id: 'B', kopecks: 150_00 };
  const got = { payer_seat_id: 'C', payee_seat_id: 'A', kopecks: 50_00 };
  const paid = {
    ...got,
    id: 'e1',
    kind: 'payment',
    confirmed: false,
    reversed_by: null,
    game_id: null,
    recorded_by: 'p-C',
  };
  const balances = [
    { seat_id: 'A', net_kopecks: -100_00 },
    { seat_id: 'B', net_kopecks: 150_00 },
    { seat_id: 'C', net_kopecks: -50_00 },
  ];
  useLive.setState({ boards: { s1: { version: 1, session: session(), game: null, events: [] } } });
  const user = open(<Balance id="s1" />, {
    'GET /sessions/{session_id}/balance': {
      balances,
      transfers: [owed],
      settle_up: [owed, got],
      entries: [paid],
    },
  });
  await user.click(await screen.findByTestId('pay'));
  expect(sent).toHaveBeenLastCalledWith('POST /sessions/{session_id}/ledger', { kind: 'payment', ...owed });
  await user.click(await screen.findByTestId('confirm-payment'));
  expect(sent).toHaveBeenLastCalledWith('POST /sessions/{session_id}/ledger/{entry_id}/confirm', undefined);
});

it('begins an evening as the last one was, in as many touches as there are changes', async () => {
  const answers = {
    'POST /sessions': session({ id: 's9' }),
    'GET /sessions/{session_id}': session({ id: 's9' }),
  };
  const user = open(<NewEvening />, answers);
  await user.click(screen.getByLabelText('Американка'));
  await user.click(screen.getByLabelText('До 2 побед'));
  await user.type(screen.getByTestId('new-guest-name'), 'Саша{Enter}');
  await user.click(screen.getByTestId('new-create'));
  await waitFor(() => expect(location.pathname).toBe('/s/s9'));
  expect(sent.mock.calls).toEqual([
    [
      'POST /sessions',
      expect.objectContaining({ best_of: 3, rules: expect.objectContaining({ game_type: 'free_pyramid' }) }),
    ],
    ['POST /sessions/{session_id}/guests', { display_name: 'Саша' }],
  ]);
  cleanup();
  open(<NewEvening />);
  expect(screen.getByLabelText('Американка')).toHaveProperty('checked', true);
  expect(screen.getByText('Саша')).toBeTruthy();
});

it('asks once who opens an invitation, and leads back whoever sits there already', async () => {
  const answers = {
    'GET /sessions': { items: [session({ code: 'OTHER1' })] },
    'POST /sessions/join': session({ id: 's9' }),
  };
  const user = open(<Join code="turk3s" />, answers);
  expect(await screen.findByTestId('join-code')).toHaveProperty('value', 'TURK3S');
  expect(sent).not.toHaveBeenCalled();
  await user.click(screen.getByTestId('join-watch'));
  expect(sent).toHaveBeenLastCalledWith('POST /sessions/join', { code: 'TURK3S', role: 'spectator' });
  await waitFor(() => expect(location.pathname).toBe('/s/s9'));
  cleanup();

  open(<Join code="turk3s" />, { 'GET /sessions': { items: [session()] } });
  await waitFor(() => expect(location.pathname).toBe('/s/s1'));
  cleanup();

  lost.add('GET /sessions');
  open(<Join code="turk3s" />, answers);
  await user.click(await screen.findByTestId('join-play'));
  expect(sent).toHaveBeenLastCalledWith('POST /sessions/join', { code: 'TURK3S', role: 'player' });
});

it('begins one evening and one game for whoever asks again because no answer came', async () => {
  lost.add('POST /sessions');
  const user = open(<NewEvening />, { 'POST /sessions': session({ id: 's9' }) });
  await user.click(screen.getByTestId('new-create'));
  await waitFor(() => expect(screen.getByTestId('new-create')).toHaveProperty('disabled', false));
  expect(location.pathname).toBe('/');
  await user.click(screen.getByTestId('new-create'));
  await waitFor(() => expect(location.pathname).toBe('/s/s9'));
  cleanup();

  lost.add('POST /sessions/{session_id}/games');
  open(table({}), started);
  for (const times of [3, 4]) {
    await user.click(screen.getByTestId('session-start'));
    await waitFor(() => expect(under).toHaveLength(times));
    await waitFor(() => expect(screen.getByTestId('session-start')).toHaveProperty('disabled', false));
  }
  const [first, again, game, gameAgain] = under;
  expect([again, gameAgain]).toEqual([first, game]);
  expect(first).not.toBe(game);
});

const table = (changed: Parameters<typeof session>[0]) => (
  <Lobby
    board={{ version: 1, session: session({ current_game_id: null, ...changed }), game: null, events: [] }}
  />
);
const started = {
  'POST /sessions/{session_id}/games': game(),
  'GET /sessions/{session_id}/balance': { balances: [], transfers: [], settle_up: [], entries: [] },
};

it('has the server draw lots, and never draws itself', async () => {
  const user = open(table({}), started);
  await user.click(screen.getByTestId('draw'));
  await user.click(screen.getByTestId('session-start'));
  const drawn = { seats: ['A', 'B', 'C'], rules: rules({ turns: 'random' }) };
  expect(sent).toHaveBeenLastCalledWith('POST /sessions/{session_id}/games', drawn);
});

it('seats two or four for a pyramid, says who is with whom, and lets no fifth in', async () => {
  const seats = ['A', 'B', 'C', 'D', 'E'].map((id) => seat(id));
  const user = open(table({ seats, rules: pyramid() }), started);
  const who = (id: string) => screen.getByRole('button', { name: new RegExp(`^${seat(id).display_name} `) });
  expect(screen.getByText('Марат и Олег — Иван и D')).toBeTruthy();
  expect(who('E')).toHaveProperty('disabled', true);
  await user.click(who('B'));
  expect(screen.getByTestId('session-start')).toHaveProperty('disabled', true);
  await user.click(who('D'));
  await user.click(screen.getByTestId('session-start'));
  expect(sent).toHaveBeenLastCalledWith('POST /sessions/{session_id}/games', { turns: ['A', 'C'] });
});
