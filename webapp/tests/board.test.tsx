// @vitest-environment happy-dom
import { cleanup, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Event } from '@/api/types';
import type { Tap } from '@/live/outbox';
import { useLive } from '@/live/store';
import { event, pot, reorder, seat, undo } from './make';
import { ball, card, sent, shooter, show } from './show';

afterEach(cleanup);
beforeEach(() =>
  useLive.setState({ taps: [], link: 'live', present: [], boards: {}, refusal: null, failures: {} }),
);

describe('a tap', () => {
  it('on a ball counts at once, for the shooter and against the one before him', async () => {
    const user = show([]);
    await user.click(ball('pink'));
    expect(card('A').dataset).toMatchObject({ points: '3', net: '15000' });
    expect(card('C').dataset.net).toBe('-15000');
    expect(ball('pink')).toHaveProperty('disabled', true);
    expect(screen.getByTestId('connection').dataset.queued).toBe('1');
    expect(screen.getByTestId('event-line').textContent).toContain('Марат: розовый, +3');
    expect(screen.getByTestId('event-line').textContent).toMatch(/Олег платит 150\s₽/);
  });

  it('on Next, on Foul and on a person moves the turn', async () => {
    const user = show([]);
    await user.click(screen.getByTestId('next'));
    expect(shooter()).toBe('B');
    await user.click(screen.getByTestId('foul'));
    expect(shooter()).toBe('C');
    expect(card('B').dataset.points).toBe('-1');
    await user.click(card('B'));
    expect(shooter()).toBe('B');
    expect(sent()).toEqual(['miss', 'foul', 'turn']);
  });

  it('on Undo takes back the last score, not the turn change after it, and can itself be taken back', async () => {
    const user = show([pot('1', 'A', 'yellow'), event('2', 'miss', { seat_id: 'A' })]);
    await user.click(screen.getByTestId('undo'));
    expect(card('A').dataset.points).toBe('0');
    expect(shooter()).toBe('B');
    await user.click(screen.getByTestId('put-back'));
    expect(card('A').dataset.points).toBe('2');
  });

  it('on Undo asks first when somebody else made the mark', async () => {
    const user = show([{ ...pot('1', 'B'), recorded_by: 'p-B' }]);
    await user.click(screen.getByTestId('undo'));
    expect(sent()).toEqual([]);
    await user.click(await screen.findByTestId('undo-confirm'));
    expect(sent()).toEqual(['undo']);
  });
});

describe('rights', () => {
  it('a player takes back only his own last event', async () => {
    show([{ ...pot('1', 'B'), recorded_by: 'p-B' }, pot('2', 'A')], { playerId: 'p-C' });
    expect(screen.getByTestId('undo')).toHaveProperty('disabled', true);
    expect(screen.queryByTestId('finish')).toBeNull();
  });

  it.each([
    ['a spectator', 'p-D', { seats: [seat('A'), seat('B'), seat('C'), seat('D', { role: 'spectator' })] }],
    ['a player where only the host marks', 'p-B', { scorers: 'host' as const }],
  ])('%s sees a board that cannot be touched', (_, playerId, changed) => {
    show([pot('1', 'A')], { playerId, changed });
    expect(screen.queryByTestId('undo')).toBeNull();
    expect(ball('white')).toHaveProperty('disabled', true);
    expect(card('B')).toHaveProperty('disabled', true);
    expect(card('A').dataset.points).toBe('1');
  });
});

describe('history', () => {
  it('keeps undone and refused rows struck through, with the reason, and puts an undone one back', async () => {
    const refused: Tap = {
      key: 'x',
      gameId: 'g1',
      event: { id: 'r', kind: 'pot', seat_id: 'B', ball: { color: 'yellow' } },
      at: '2026-11-23T18:01:00Z',
      refused: 'ball_already_down',
    };
    useLive.setState({ taps: [refused] });
    const user = show([pot('1', 'A', 'yellow'), pot('2', 'A'), undo('3', '2')]);
    await user.click(screen.getByTestId('history-open'));
    const rows = await screen.findAllByTestId('history-row');
    expect(rows.map(({ dataset }) => [dataset.state, dataset.undone])).toEqual([
      ['refused', 'false'],
      ['recorded', 'true'],
      ['recorded', 'false'],
    ]);
    expect(rows[0]?.textContent).toContain('Все шары этого цвета уже забиты.');
    await user.click(within(rows[1] as HTMLElement).getByRole('button'));
    await user.click(screen.getByTestId('history-correct'));
    expect(card('A').dataset.points).toBe('3');
  });

  const giveTo = async (user: ReturnType<typeof show>, row: number, seat: string) => {
    await user.click(screen.getByTestId('history-open'));
    const rows = await screen.findAllByTestId('history-row');
    await user.click(within(rows[row] as HTMLElement).getByRole('button'));
    const others = screen.getAllByTestId('history-other');
    await user.click(others.find(({ dataset }) => dataset.seatId === seat) as HTMLElement);
  };

  it('gives an old ball to whoever potted it, and the turn stays where it is', async () => {
    const user = show([pot('1', 'A', 'yellow'), pot('2', 'B')]);
    await giveTo(user, 1, 'C');
    expect(['A', 'B', 'C'].map((seat) => card(seat).dataset.points)).toEqual(['0', '1', '2']);
    expect(shooter()).toBe('B');
    expect(sent()).toEqual(['undo', 'pot', 'turn']);
  });

  it('the turn goes with the shot that was just tapped for the wrong one', async () => {
    const user = show([pot('1', 'A')]);
    await giveTo(user, 0, 'B');
    expect(['A', 'B'].map((seat) => card(seat).dataset.points)).toEqual(['0', '1']);
    expect(shooter()).toBe('B');
    expect(sent()).toEqual(['undo', 'pot']);
  });

  it('gives a foul to whoever made it', async () => {
    const user = show([event('1', 'foul', { seat_id: 'A' }), pot('2', 'B')]);
    await giveTo(user, 1, 'C');
    expect(['A', 'B', 'C'].map((seat) => card(seat).dataset.points)).toEqual(['0', '1', '-1']);
    expect(shooter()).toBe('B');
  });

  it('a long one can be read for one person', async () => {
    const nine = Array.from({ length: 9 }, (_, i) => pot(`${i}`, i % 3 === 0 ? 'A' : 'B'));
    const user = show(nine);
    await user.click(screen.getByTestId('history-open'));
    const [all, mine] = await screen.findAllByTestId('history-of');
    await user.click(mine as HTMLElement);
    expect(screen.getAllByTestId('history-row')).toHaveLength(3);
    await user.click(all as HTMLElement);
    expect(screen.getAllByTestId('history-row')).toHaveLength(9);
  });
});

describe('people who come and go', () => {
  it('who has left has no card, and his money is still told', () => {
    show([pot('1', 'B'), reorder('2', 'A', 'C')]);
    expect(screen.getAllByTestId('seat-card').map(({ dataset }) => dataset.seatId)).toEqual(['A', 'C']);
    expect(shooter()).toBe('C');
    expect(screen.getByTestId('gone').textContent).toMatch(/Иван \+50\s₽/);
    expect(screen.getByTestId('event-line').textContent).toContain('Играют: Марат → Олег');
  });

  it('a tap is paid by who is before the shooter now', async () => {
    const user = show([pot('1', 'A'), reorder('2', 'A', 'B', 'C', 'D')], {
      changed: { seats: [seat('A'), seat('B'), seat('C'), seat('D')] },
    });
    await user.click(ball('pink'));
    expect(card('D').dataset.net).toBe('-15000');
    expect(card('C').dataset.net).toBe('-5000');
    expect(screen.getByTestId('event-line').textContent).toMatch(/D платит 150\s₽/);
  });

  const offered = async (events: Event[], kind: string) => {
    const user = show(events);
    await user.click(screen.getByTestId('history-open'));
    const rows = await screen.findAllByTestId('history-row');
    const row = rows.find(({ dataset }) => dataset.kind === kind);
    return !(within(row as HTMLElement).getByRole('button') as HTMLButtonElement).disabled;
  };

  it('an order can be taken back until somebody has played in it', async () => {
    const order = [pot('1', 'A'), reorder('2', 'A', 'B')];
    expect(await offered(order, 'reorder')).toBe(true);
    cleanup();
    expect(await offered([...order, pot('3', 'A')], 'reorder')).toBe(false);
  });

  it('a reopening is told and stays', async () => {
    expect(await offered([pot('1', 'A'), event('2', 'reopen')], 'reopen')).toBe(false);
    expect(screen.getByTestId('event-line').textContent).toContain('Партия продолжается');
  });
});

describe('the line', () => {
  it('says that it is away, and how much waits', async () => {
    useLive.setState({ link: 'offline' });
    const user = show([]);
    await user.click(ball('white'));
    expect(screen.getByTestId('connection').dataset).toMatchObject({ state: 'offline', queued: '1' });
    expect(screen.getByTestId('connection').textContent).toBe('нет связи · 1 в очереди');
  });

  it('collapses many potted balls into a count', () => {
    show(Array.from({ length: 12 }, (_, i) => pot(`${i}`, 'A')));
    expect(within(card('A')).getByTestId('potted').textContent).toBe('×12');
  });
});
