// @vitest-environment happy-dom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, configure, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Rules } from '@/api/types';
import { type Signed, SignedContext } from '@/app/context';
import { pathOf } from '@/app/paths';
import { blank, GAMES } from '@/screens/rules/blank';
import { Editor } from '@/screens/rules/Editor';
import defaults from './vectors/defaults.json';

afterEach(cleanup);
// Many controls are drawn anew at each press: on a machine that does much else, too, that takes its time.
vi.setConfig({ testTimeout: 30_000 });
configure({ asyncUtilTimeout: 20_000 });

/** The editor, what it has made of the rules, and what it asked the server to say. */
function edit() {
  const made: { rules: Rules } = { rules: blank('kolkhoz') };
  const POST = vi.fn(async (_path: string, { body }: { body: { rules: Rules } }) => ({
    response: { ok: true },
    data: { in_words: { ru: [`${body.rules.game_type}!`], en: [] } },
  }));
  function Page() {
    const [rules, setRules] = useState(made.rules);
    made.rules = rules;
    return <Editor rules={rules} onChange={setRules} />;
  }
  render(
    <QueryClientProvider client={new QueryClient()}>
      <SignedContext.Provider value={{ http: { POST } } as unknown as Signed}>
        <Page />
      </SignedContext.Provider>
    </QueryClientProvider>,
  );
  return { made, user: userEvent.setup({ delay: null }) };
}

describe('the rules editor', () => {
  it.each(GAMES)('begins %s as the server does, in an order that people choose', (game) => {
    const known = defaults.find(({ game_type }) => game_type === game);
    expect(blank(game)).toEqual({ ...known, turns: 'manual' });
  });

  it('says what the rules come to, once the finger rests', async () => {
    const { user } = edit();
    await user.click(screen.getByLabelText('Американка'));
    await waitFor(() => expect(screen.getByTestId('in-words').textContent).toBe('free_pyramid!'));
  });

  it('sets the price, puts a colour on the table and takes it off', async () => {
    const { made, user } = edit();
    await user.type(screen.getByTestId('point-price'), '50');
    await user.click(screen.getByText('жёлтый'));
    await user.click(screen.getByLabelText('жёлтый: Очков за шар: больше'));
    expect(made.rules).toMatchObject({
      point_price_kopecks: 50_00,
      balls: [
        { color: 'white', value: 1, count: 15 },
        { color: 'yellow', value: 3, count: 1 },
      ],
    });
    await user.click(screen.getByLabelText('Убрать жёлтый'));
    expect(made.rules).toMatchObject({ balls: [{ color: 'white' }] });
  });

  it('asks how many points only where a foul costs points', async () => {
    const { made, user } = edit();
    await user.click(screen.getByLabelText('Сколько очков: больше'));
    expect(made.rules.foul).toEqual({ mode: 'own_minus', points: 2 });
    await user.click(screen.getByLabelText('Без штрафа'));
    expect(made.rules.foul.mode).toBe('none');
    expect(screen.queryByLabelText('Сколько очков: больше')).toBeNull();
  });
});

it('leads from the link of a guest to the seat that it is of', () => {
  const [evening, seat] = ['0198f2c4-0000-7000-8000-000000000001', '0198f2c4-0000-7000-8000-000000000002'];
  const token = 'A-_4567890123456789012';
  expect(pathOf(`c_${evening}_${seat}_${token}`)).toBe(`/claim/${evening}/${seat}/${token}`);
  expect(pathOf(`c_${evening}_${seat}_short`)).toBeUndefined();
});
