// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Event, PyramidRules, Session } from '@/api/types';
import { doubled } from '@/domain/twins';
import { useLive } from '@/live/store';
import { event, numbered, pot, pyramid, undo } from './make';
import { card, sent, shooter, show } from './show';

afterEach(cleanup);
beforeEach(() =>
  useLive.setState({ taps: [], link: 'live', present: [], boards: {}, refusal: null, failures: {} }),
);

const play = (events: Event[], rules: Partial<PyramidRules> = {}, start_turns = ['A', 'B']) =>
  show(events, { played: { rules: pyramid(rules), start_turns } });
const sides = () => screen.getAllByTestId('side-card').map(({ dataset }) => dataset.points);
const last = () => useLive.getState().taps.at(-1)?.event;
const line = () => screen.getByTestId('event-line').textContent;

describe('the board of a pyramid', () => {
  it('counts an object ball and the cue ball with one tap each, and says which it was', async () => {
    const user = play([]);
    await user.click(screen.getByTestId('ball'));
    expect(last()).toMatchObject({ kind: 'pot', seat_id: 'A', ball: { color: 'white' }, own_ball: false });
    await user.click(screen.getByTestId('own-ball'));
    expect(last()).toMatchObject({ kind: 'pot', seat_id: 'A', own_ball: true });
    expect(sides()).toEqual(['2', '0']);
    expect(line()).toContain('Марат: свой, +1');
    expect(screen.getAllByTestId('side-card')[0]?.textContent).toContain('ещё 6');
  });

  it.each([
    [
      'one that nobody named',
      {},
      { ball: null, own_ball: true },
      { ball: { color: 'white' }, own_ball: true },
    ],
    [
      'a number',
      { game_type: 'classic_pyramid' as const, target: 71 },
      { ball: { number: 15 } },
      { ball: { number: 15 } },
    ],
  ])("gives a ball that was the other side's to it: %s", async (_, rules, potted, given) => {
    const user = play(
      [event('1', 'pot', { seat_id: 'A', ...potted }), event('2', 'miss', { seat_id: 'A' })],
      rules,
    );
    const points = sides();
    await user.click(screen.getByTestId('history-open'));
    const rows = await screen.findAllByTestId('history-row');
    await user.click(within(rows[1] as HTMLElement).getByRole('button'));
    await user.click(screen.getByTestId('history-other'));
    expect(useLive.getState().taps.map((tap) => tap.event)).toMatchObject([
      { kind: 'undo', event_id: '1' },
      { kind: 'pot', seat_id: 'B', ...given },
      { kind: 'turn', seat_id: 'B' },
    ]);
    expect(sides()).toEqual([...points].reverse());
  });

  it('gives the point of a foul to the other side, and the turn too', async () => {
    const user = play([]);
    await user.click(screen.getByTestId('foul'));
    expect(sides()).toEqual(['0', '1']);
    expect(shooter()).toBe('B');
    expect(line()).toContain('Марат: фол, сопернику +1');
  });

  it('plays two against two on two cards, and hands the turn to whoever is named', async () => {
    const user = play([pot('1', 'A'), pot('2', 'C')], {}, ['A', 'B', 'C', 'D']);
    expect(sides()).toEqual(['2', '0']);
    expect(shooter()).toBe('C');
    await user.click(card('B'));
    expect(last()).toMatchObject({ kind: 'turn', seat_id: 'B' });
    expect(shooter()).toBe('B');
  });

  it('lets no cue ball follow a cue ball in the dynamic game', async () => {
    const user = play([], { game_type: 'dynamic_pyramid' });
    await user.click(screen.getByTestId('own-ball'));
    expect(screen.getByTestId('own-ball')).toHaveProperty('disabled', true);
    await user.click(screen.getByTestId('ball'));
    expect(screen.getByTestId('own-ball')).toHaveProperty('disabled', false);
  });

  it('counts the numbers of the classic game, each once', async () => {
    const user = play([], { game_type: 'classic_pyramid', target: 71 });
    const numbered = (n: number) => screen.getAllByTestId('ball')[n - 1] as HTMLElement;
    await user.click(numbered(1));
    await user.click(screen.getByTestId('own-ball'));
    await user.click(numbered(15));
    expect(last()).toMatchObject({ kind: 'pot', ball: { number: 15 }, own_ball: true });
    expect(screen.getByTestId('own-ball').getAttribute('aria-pressed')).toBe('false');
    expect(sides()).toEqual(['26', '0']);
    expect(numbered(15)).toHaveProperty('disabled', true);
    expect(line()).toContain('№ 15, свой');
  });

  it('takes nothing more once the target is reached, but the last ball back', async () => {
    const user = play([], { target: 1 });
    await user.click(screen.getByTestId('ball'));
    for (const hook of ['ball', 'own-ball', 'foul']) {
      expect(screen.getByTestId(hook), hook).toHaveProperty('disabled', true);
    }
    await user.click(screen.getByTestId('undo'));
    expect(sides()).toEqual(['0', '0']);
  });
});

describe('a series', () => {
  const wins = (series: Session['series'], best_of: number | null = 3) => {
    const changed = { best_of, series, rules: pyramid() };
    show([], { changed, played: { rules: pyramid(), start_turns: ['A', 'B'] } });
    const shown = screen.getAllByTestId('side-card').map((each) => each.dataset.wins);
    cleanup();
    return shown;
  };
  const sides = (a: string, b: string) => [
    { seat_ids: [a], wins: 1 },
    { seat_ids: [b], wins: 0 },
  ];
  const game_type = 'free_pyramid';

  it('stands on the card of each side, whoever broke first', () => {
    expect(wins({ game_type, sides: sides('B', 'A'), winner_seat_ids: [] })).toEqual(['0', '1']);
  });

  it('begins anew between others, in another game and after it was won, and is none where none is played', () => {
    expect(wins(null)).toEqual(['0', '0']);
    expect(wins({ game_type, sides: sides('A', 'C'), winner_seat_ids: [] })).toEqual(['0', '0']);
    expect(wins({ game_type: 'dynamic_pyramid', sides: sides('A', 'B'), winner_seat_ids: [] })).toEqual([
      '0',
      '0',
    ]);
    expect(wins({ game_type, sides: sides('A', 'B'), winner_seat_ids: ['A'] })).toEqual(['0', '0']);
    expect(wins(null, null)).toEqual([undefined, undefined]);
  });
});

describe('the fix sheet', () => {
  const open = async (seat: string) => {
    fireEvent.contextMenu(card(seat));
    return within(await screen.findByRole('dialog'));
  };

  it('gives a forgotten ball to whoever is held, and leaves the turn where it was', async () => {
    const user = show([pot('1', 'A')]);
    const sheet = await open('C');
    await user.click(sheet.getAllByTestId('ball')[2] as HTMLElement);
    expect(card('C').dataset.points).toBe('3');
    expect(shooter()).toBe('A');
    expect(sent()).toEqual(['pot', 'turn']);
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it("takes back somebody's last ball from under others, and fouls anyone", async () => {
    const user = show([pot('1', 'B'), pot('2', 'C'), pot('3', 'A')]);
    await user.click((await open('B')).getByTestId('fix-undo'));
    expect(card('B').dataset.points).toBe('0');
    await user.click((await open('C')).getByTestId('fix-foul'));
    expect(card('C').dataset.points).toBe('0');
    expect(shooter()).toBe('A');
  });

  it('opens from the menu too, and goes from one to the other', async () => {
    const user = show([pot('1', 'A')]);
    await user.click(screen.getByTestId('menu'));
    await user.click(await screen.findByTestId('fix'));
    const seats = await screen.findAllByTestId('fix-seat');
    await user.click(seats[1] as HTMLElement);
    expect(seats.map((seat) => seat.getAttribute('aria-checked'))).toEqual(['false', 'true', 'false']);
    expect(screen.getByTestId('fix-undo')).toHaveProperty('disabled', true);
    await user.click(screen.getByTestId('fix-turn'));
    expect(shooter()).toBe('B');
  });
});

describe('one ball that two phones have recorded', () => {
  const at = (seconds: number, recorded_by: string) => ({
    at: new Date(Date.UTC(2026, 10, 23, 18, 0, seconds)).toISOString(),
    recorded_by,
  });
  const by = (id: string, recorded_by: string, seconds: number, seat = 'A') => ({
    ...pot(id, seat),
    ...at(seconds, recorded_by),
  });

  it('counts twice until somebody removes one', async () => {
    const user = show([by('1', 'p-B', 0), by('2', 'p-A', 2)]);
    expect(card('A').dataset.points).toBe('2');
    await user.click(screen.getByTestId('twice'));
    expect(last()).toMatchObject({ kind: 'undo', event_id: '2' });
    expect(card('A').dataset.points).toBe('1');
    expect(screen.queryByTestId('twice')).toBeNull();
  });

  it('is no other ball, no other player, none of the same phone and none of long ago', () => {
    const found = (...events: Event[]) => doubled(numbered(events))?.id;
    expect(found(by('1', 'p-A', 0), by('2', 'p-B', 3))).toBe('2');
    expect(found(by('1', 'p-A', 0), by('2', 'p-B', 4))).toBeUndefined();
    expect(found(by('1', 'p-A', 0), by('2', 'p-A', 1))).toBeUndefined();
    expect(found(by('1', 'p-A', 0), by('2', 'p-B', 1, 'B'))).toBeUndefined();
    expect(found(by('1', 'p-A', 0), { ...pot('2', 'A', 'pink'), ...at(1, 'p-B') })).toBeUndefined();
    expect(found(by('1', 'p-A', 0), by('2', 'p-B', 1), undo('3', '1'))).toBeUndefined();
    const miss = (id: string) => event(id, 'miss', { seat_id: 'A' });
    expect(found(by('1', 'p-A', 0), by('2', 'p-B', 1), miss('3'))).toBe('2');
    expect(found(by('1', 'p-A', 0), by('2', 'p-B', 1), miss('3'), miss('4'))).toBeUndefined();
  });
});
