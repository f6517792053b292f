// @vitest-environment happy-dom
/** How somebody plays, and what he is remembered for. */
import { screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import Leaders from '@/screens/leaders/Leaders';
import Games from '@/screens/profile/Games';
import Profile from '@/screens/profile/Profile';
import { type Asked, open } from './open';

const played = (n: number) => ({
  id: `g${n}`,
  session_id: 's1',
  game_type: 'kolkhoz',
  finished_at: '2026-11-23T18:00:00Z',
  won: n === 1,
  points: 3,
  balls: 3,
  fouls: 0,
  net_kopecks: n === 1 ? 200_00 : null,
});
const achievement = (code: string, count: number, of: number) => ({
  code,
  count,
  of,
  reached_at: count === of ? '2026-11-23T18:00:00Z' : null,
  game_id: count === of ? 'g1' : null,
});
const badges = [
  achievement('first_game', 1, 1),
  achievement('hat_trick', 1, 3),
  achievement('run_of_five', 4, 5),
  achievement('clean_game', 0, 1),
  achievement('fifty_games', 1, 50),
];
const answers = (id: string) => ({
  'GET /players/{player_id}/stats': {
    player: { id, display_name: 'Олег' },
    totals: [],
    games: [],
    balls_by_color: [],
    flukes: 0,
    longest_run: 0,
    evenings: [],
  },
  'GET /players/{player_id}/versus/{other_id}': { games: 0 },
  'GET /players/{player_id}/achievements': { items: badges },
});

it('shows the badges that were earned and the nearest ahead, and the others when asked', async () => {
  const user = open(<Profile id="p-A" />, answers('p-A'));
  const [earned, ...none] = await screen.findAllByTestId('badge');
  expect(none).toEqual([]);
  expect(within(earned as HTMLElement).getByText('Первая партия')).toBeTruthy();
  const ahead = () => screen.getAllByTestId('badge-ahead').map(({ dataset }) => dataset.code);
  expect(ahead()).toEqual(['run_of_five', 'hat_trick', 'fifty_games']);
  expect(screen.getByText('4 из 5')).toBeTruthy();
  await user.click(screen.getByTestId('badges-all'));
  expect(ahead()).toContain('clean_game');
});

it('of somebody else shows what he has, and leads back to the table where he was found', async () => {
  history.replaceState({ from: '/s/s1' }, '', '/players/p-C');
  const user = open(<Profile id="p-C" />, answers('p-C'));
  await screen.findByTestId('badge');
  expect(screen.queryAllByTestId('badge-ahead')).toEqual([]);
  expect(screen.queryByTestId('to-templates')).toBe(null);
  await user.click(screen.getByTestId('to-games'));
  expect(location.pathname).toBe('/players/p-C/games');
  history.replaceState(history.state, '', '/players/p-C');
  await user.click(screen.getByRole('button', { name: 'Назад' }));
  expect(location.pathname).toBe('/s/s1');
});

it('lists all that was played, page by page, and leads to the evening of one’s own', async () => {
  const page = (asked: Asked) =>
    asked.params?.query?.cursor === 'g1'
      ? { items: [played(2)], next_cursor: null }
      : { items: [played(1)], next_cursor: 'g1' };
  const user = open(<Games id="p-A" />, { 'GET /players/{player_id}/games': page });
  expect(await screen.findAllByTestId('played')).toHaveLength(1);
  expect(screen.getByText('+200 ₽')).toBeTruthy();
  await user.click(screen.getByTestId('games-more'));
  await waitFor(() => expect(screen.getAllByTestId('played')).toHaveLength(2));
  expect(screen.queryByTestId('games-more')).toBe(null);
  await user.click(screen.getAllByTestId('played')[0] as HTMLElement);
  expect(location.pathname).toBe('/s/s1/balance');
});

it('says who is ahead among those one plays with, by time and by game', async () => {
  const asked: unknown[] = [];
  const place = (place: number, id: string, display_name: string) => ({
    place,
    player: { id, display_name },
    rating: 1100 - place,
    games: 4,
    wins: 2,
  });
  const user = open(<Leaders />, {
    ...answers('p-A'),
    'GET /players/{player_id}/stats': {
      totals: [{ game_type: 'kolkhoz' }, { game_type: 'free_pyramid' }],
    },
    'GET /leaderboard': ({ params }: Asked) => {
      asked.push(params?.query);
      return { items: [place(1, 'p-C', 'Олег'), place(2, 'p-A', 'Марат')] };
    },
  });
  const rows = await screen.findAllByTestId('leader');
  expect(rows.map(({ textContent }) => textContent)).toEqual([
    '1ООлег4 партии, 2 победы1099',
    '2ММарат · вы4 партии, 2 победы1098',
  ]);
  await user.click(screen.getByLabelText('Год'));
  await user.click(await screen.findByLabelText('Американка'));
  await waitFor(() =>
    expect(asked).toEqual([
      { period: 'month' },
      { period: 'year' },
      { period: 'year', game_type: 'free_pyramid' },
    ]),
  );
  await user.click(screen.getAllByTestId('leader')[0] as HTMLElement);
  expect([location.pathname, history.state]).toEqual(['/players/p-C', { from: '/' }]);
});
