import { describe, expect, it, test } from 'vitest';
import type { Event } from '@/api/types';
import { fold } from '@/domain/game';
import { takenBack } from '@/domain/log';
import { debtsOf, settleUp } from '@/domain/money';
import { longestRun } from '@/screens/result/facts';
import { event, pot, rules, undo } from './make';

const potted = (points: Record<string, number>): Event[] =>
  Object.entries(points).flatMap(([seat, n]) =>
    Array.from({ length: n }, (_, i) => pot(`${seat}${i}`, seat)),
  );
const nets = (turns: string[], events: Event[]) =>
  fold(rules(), turns, events).scores.map(({ net_kopecks }) => net_kopecks / 100);

describe('the worked examples of the domain', () => {
  it('two players, 6 and 3', () => {
    expect(nets(['A', 'B'], potted({ A: 6, B: 3 }))).toEqual([150, -150]);
  });

  it('the same two, next game 8 and 3: the evening is +400 and −400', () => {
    const first = nets(['A', 'B'], potted({ A: 6, B: 3 }));
    const second = nets(['A', 'B'], potted({ A: 8, B: 3 }));
    expect(second).toEqual([250, -250]);
    expect(first.map((net, i) => net + (second[i] as number))).toEqual([400, -400]);
  });

  it('three players, 6, 3 and 4: everyone is paid by the one before him', () => {
    const turns = ['A', 'B', 'C'];
    const state = fold(rules(), turns, potted({ A: 6, B: 3, C: 4 }));
    expect(state.scores.map(({ net_kopecks }) => net_kopecks / 100)).toEqual([150, -50, -100]);
    expect(debtsOf(rules(), state).map((d) => [d.payer_seat_id, d.payee_seat_id, d.kopecks / 100])).toEqual([
      ['C', 'A', 300],
      ['A', 'B', 150],
      ['B', 'C', 200],
    ]);
    expect(settleUp(state.scores).map((d) => [d.payer_seat_id, d.payee_seat_id, d.kopecks / 100])).toEqual([
      ['B', 'A', 50],
      ['C', 'A', 100],
    ]);
  });
});

describe('the turn', () => {
  const turns = ['A', 'B', 'C'];
  const shooter = (...events: Event[]) => fold(rules(), turns, events).shooter;

  it('belongs to the first at the break', () => expect(shooter()).toBe('A'));
  it('stays with who pots, and goes to him', () => expect(shooter(pot('1', 'B'))).toBe('B'));
  it('passes after a miss and after a foul', () => {
    expect(shooter(event('1', 'miss', { seat_id: 'A' }))).toBe('B');
    expect(shooter(event('1', 'foul', { seat_id: 'C' }))).toBe('A');
  });
  it('goes where the scorer says', () => expect(shooter(event('1', 'turn', { seat_id: 'C' }))).toBe('C'));
  it('passes after a pot where the rules say so', () => {
    expect(fold(rules({ pot_keeps_turn: false }), turns, [pot('1', 'A')]).shooter).toBe('B');
  });
});

describe('fouls', () => {
  const fouled = event('1', 'foul', { seat_id: 'B' });
  const turns = ['A', 'B', 'C'];

  it('turn the payment round', () => {
    expect(fold(rules(), turns, [fouled]).scores.map(({ net_kopecks }) => net_kopecks)).toEqual([
      5000, -5000, 0,
    ]);
  });
  it('cost nothing without a foul rule', () => {
    const state = fold(rules({ foul: { mode: 'none', points: 0 } }), turns, [fouled]);
    expect(state.scores[1]).toMatchObject({ points: 0, fouls: 1, net_kopecks: 0 });
  });
  it('give to the next by next_plus', () => {
    const state = fold(rules({ foul: { mode: 'next_plus', points: 2 } }), turns, [fouled]);
    expect(state.scores.map(({ points }) => points)).toEqual([0, 0, 2]);
    expect(state.scores.map(({ net_kopecks }) => net_kopecks)).toEqual([0, -10_000, 10_000]);
  });
  it('never take more than there is where points stay above zero', () => {
    const state = fold(rules({ negative_points: false }), turns, [fouled]);
    expect(state.scores[1]).toMatchObject({ points: 0, net_kopecks: 0 });
  });
});

describe('undo', () => {
  test('takes an event back, and an undone undo puts it there again', () => {
    const points = (...events: Event[]) => fold(rules(), ['A', 'B'], events).scores[0]?.points;
    expect(points(pot('1', 'A', 'pink'))).toBe(3);
    expect(points(pot('1', 'A', 'pink'), undo('2', '1'))).toBe(0);
    expect(points(pot('1', 'A', 'pink'), undo('2', '1'), undo('3', '2'))).toBe(3);
    expect(points(pot('1', 'A', 'pink'), undo('2', '1'), undo('3', '2'), undo('4', '3'))).toBe(0);
  });

  test('gives the ball and the turn back', () => {
    const state = fold(rules(), ['A', 'B'], [pot('1', 'B', 'yellow'), undo('2', '1')]);
    expect(state.balls.find(({ color }) => color === 'yellow')?.left).toBe(1);
    expect(state.shooter).toBe('A');
  });
});

describe('any sequence of events', () => {
  /** A small deterministic generator, so that a failure can be seen again. */
  const dice = (seed: number) => () => {
    seed = (seed * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return seed / 2 ** 32;
  };

  function evening(seed: number): { turns: string[]; events: Event[] } {
    const random = dice(seed);
    const turns = 'ABCDEFGH'.split('').slice(0, 2 + Math.floor(random() * 7));
    const events: Event[] = [];
    for (let i = 0; i < 60; i++) {
      const seat_id = turns[Math.floor(random() * turns.length)] as string;
      const roll = random();
      if (roll < 0.5) events.push(pot(`${i}`, seat_id, random() < 0.8 ? 'white' : 'pink'));
      else if (roll < 0.65) events.push(event(`${i}`, 'foul', { seat_id }));
      else if (roll < 0.8) events.push(event(`${i}`, random() < 0.5 ? 'miss' : 'turn', { seat_id }));
      else if (events.length)
        events.push(undo(`${i}`, events[Math.floor(random() * events.length)]?.id as string));
    }
    return { turns, events };
  }
  const seeds = Array.from({ length: 200 }, (_, i) => i * 7919 + 1);

  it.each(['direct', 'everyone'] as const)('has nets that sum to 0 by %s settlement', (settlement) => {
    for (const seed of seeds) {
      const { turns, events } = evening(seed);
      const { scores } = fold(rules({ settlement }), turns, events);
      expect(
        scores.reduce((sum, { net_kopecks }) => sum + net_kopecks, 0),
        `seed ${seed}`,
      ).toBe(0);
    }
  });

  it('nets price × (own points − points of the next) by direct settlement', () => {
    for (const seed of seeds) {
      const { turns, events } = evening(seed);
      const { scores } = fold(rules(), turns, events);
      scores.forEach(({ points, net_kopecks }, i) => {
        const next = scores[(i + 1) % scores.length]?.points as number;
        expect(net_kopecks, `seed ${seed}`).toBe(5000 * (points - next) + 0);
      });
    }
  });

  it('is as if undone events had never been', () => {
    for (const seed of seeds) {
      const { turns, events } = evening(seed);
      const gone = takenBack(events);
      const clean = events.filter(({ id, kind }) => kind !== 'undo' && !gone.has(id));
      expect(fold(rules(), turns, events).scores, `seed ${seed}`).toEqual(fold(rules(), turns, clean).scores);
    }
  });

  it('is settled by payments that bring everyone to 0, always fewer than people', () => {
    for (const seed of seeds) {
      const { turns, events } = evening(seed);
      const { scores } = fold(rules(), turns, events);
      const left = new Map(scores.map(({ seat_id, net_kopecks }) => [seat_id, net_kopecks]));
      const payments = settleUp(scores);
      for (const { payer_seat_id, payee_seat_id, kopecks } of payments) {
        expect(kopecks).toBeGreaterThan(0);
        left.set(payer_seat_id, (left.get(payer_seat_id) as number) + kopecks);
        left.set(payee_seat_id, (left.get(payee_seat_id) as number) - kopecks);
      }
      expect(
        [...left.values()].every((net) => net === 0),
        `seed ${seed}`,
      ).toBe(true);
      expect(payments.length).toBeLessThan(turns.length);
    }
  });
});

test('settle-up is minimal where greedy is not', () => {
  // Greedy pays 5→4, 4→3, …; the groups {5, −5} and {4, 3, −7} need three payments and no fourth.
  const net = (seat_id: string, net_kopecks: number) => ({ seat_id, net_kopecks });
  expect(settleUp([net('A', 5), net('B', 4), net('C', 3), net('D', -5), net('E', -7)])).toHaveLength(3);
});

test('the longest run is broken by anyone else, and not by an undone miss', () => {
  const miss = event('m', 'miss', { seat_id: 'A' });
  const events = [pot('1', 'A'), pot('2', 'A'), miss, undo('u', 'm'), pot('3', 'A'), pot('4', 'B')];
  expect(longestRun(events)).toEqual({ seatId: 'A', balls: 3 });
  expect(longestRun([pot('1', 'A'), pot('2', 'B')])).toBeNull();
});
