import { describe, expect, it } from 'vitest';
import type { Event, KolkhozRules, Rules } from '@/api/types';
import { fold, orderRefusal, refusalOf } from '@/domain/game';
import { debtsOf, settleUp } from '@/domain/money';
import { undoRefusal } from '@/domain/undo';
import { event } from './make';
import kolkhoz from './vectors/kolkhoz.json';
import pyramid from './vectors/pyramid.json';

/** Games as the server has scored them (infra/render/vectors.py), each step with what it made of it. */
interface Vector {
  rules: Rules;
  start_turns: string[];
  steps: Step[];
  transfers: Payment[];
  settle_up: Payment[];
}
type Payment = [payer: string, payee: string, kopecks: number];
interface Step {
  event: Pick<Event, 'id' | 'kind'> & Partial<Event>;
  refused?: string;
  after?: {
    shooter: string;
    turns: string[];
    /** Seat, points, balls, fouls, net. */
    scores: [string, number, number, number, number][];
    /** In the order of the rules. */
    left: number[];
    debts: Record<string, Record<string, number>>;
    /** Pyramid: points and target of each side, and whether the cue ball is in hand. */
    sides?: [number, number][];
    in_hand?: boolean;
  };
}

const vectors = [...kolkhoz, ...pyramid] as unknown as Vector[];
const whole = (step: Step): Event => event(step.event.id, step.event.kind, step.event);
const recorded = ({ steps }: Vector): Event[] => steps.filter(({ refused }) => !refused).map(whole);
const named = vectors.map((vector, i) => {
  return [`${i + 1}: ${vector.rules.game_type}, ${vector.rules.foul.mode}`, vector] as const;
});

/** The phone's own count in the shape of the vectors. */
function counted({ rules, start_turns }: Vector, events: readonly Event[]): Step['after'] {
  const state = fold(rules, start_turns, events);
  return {
    shooter: state.shooter,
    turns: [...state.turns],
    scores: state.scores.map((s) => [s.seat_id, s.points, s.balls, s.fouls, s.net_kopecks]),
    left: state.balls.map(({ left }) => left),
    debts: Object.fromEntries([...state.debts].map(([payer, owed]) => [payer, Object.fromEntries(owed)])),
    ...(state.sides.length > 0 && {
      sides: state.sides.map(({ points, target }) => [points, target]),
      in_hand: state.inHand,
    }),
  };
}

/** A pyramid that was ended before its target is paid for too, which the score of a game that goes on does not say. */
const netsOf = (scores: ReturnType<typeof fold>['scores'], paid: ReturnType<typeof debtsOf>) =>
  scores.map(({ seat_id }) => ({
    seat_id,
    net_kopecks: paid.reduce(
      (sum, one) =>
        sum +
        (one.payee_seat_id === seat_id ? one.kopecks : one.payer_seat_id === seat_id ? -one.kopecks : 0),
      0,
    ),
  }));

const plain = (paid: ReturnType<typeof settleUp>): Payment[] =>
  paid.map(({ payer_seat_id, payee_seat_id, kopecks }) => [payer_seat_id, payee_seat_id, kopecks]);

describe.each(named)('game %s', (_, vector) => {
  const { rules, start_turns, steps } = vector;

  it('is counted as by the server after every event', () => {
    const log: Event[] = [];
    for (const step of steps.filter(({ after }) => after)) {
      log.push(whole(step));
      expect(counted(vector, log), `after ${step.event.id}`).toEqual(step.after);
    }
  });

  it('is counted the same by taps that nobody has said yet who pays for', () => {
    const last = steps.filter(({ after }) => after).at(-1);
    const unsent = recorded(vector).map((one) => ({ ...one, payer_seat_id: null }));
    expect(counted(vector, unsent)).toEqual(last?.after);
  });

  it('has the payers that the server recorded', () => {
    const events = recorded(vector);
    const { payers } = fold(
      rules,
      start_turns,
      events.map((one) => ({ ...one, payer_seat_id: null })),
    );
    for (const { id, payer_seat_id } of events) {
      if (payers.has(id)) expect(payers.get(id), `event ${id}`).toBe(payer_seat_id);
    }
  });

  it('is paid for in the same transfers and in the same fewest payments', () => {
    const state = fold(rules, start_turns, recorded(vector));
    const paid = debtsOf(rules, state).filter(({ kopecks }) => kopecks > 0);
    expect(plain(paid)).toEqual(vector.transfers);
    expect(plain(settleUp(netsOf(state.scores, paid)))).toEqual(vector.settle_up);
  });

  it('allows the same shots, the same undos, and the same people to come and go', () => {
    const log: Event[] = [];
    for (const step of steps) {
      const { id, kind, event_id, turns } = whole(step);
      if (kind === 'undo') {
        const refusal = undoRefusal(rules, start_turns, log, event_id ?? '');
        expect(refusal, `undo ${id}`).toBe(step.refused ?? null);
      }
      if (kind === 'reorder') {
        const refusal = orderRefusal(rules, fold(rules, start_turns, log), turns ?? []);
        expect(refusal, `order ${id}`).toBe(step.refused ?? null);
      }
      if (kind === 'pot' || kind === 'foul') {
        const refusal = refusalOf(rules, fold(rules, start_turns, log), whole(step));
        expect(refusal, `${kind} ${id}`).toBe(step.refused ?? null);
      }
      if (!step.refused) log.push(whole(step));
    }
  });
});

describe('the games together', () => {
  const steps = vectors.flatMap((vector) => vector.steps);
  const met = (kind: string) =>
    new Set(steps.filter((step) => step.event.kind === kind).map((s) => s.refused));

  it('are by all the rules of the house', () => {
    const of = (field: (rules: KolkhozRules) => unknown) =>
      new Set(kolkhoz.map(({ rules }) => field(rules as unknown as KolkhozRules)));
    expect(of(({ foul, settlement }) => `${settlement} ${foul.mode}`).size).toBe(8);
    for (const field of [
      'flukes',
      'pot_keeps_turn',
      'negative_points',
      'last_ball_value',
      'turns',
    ] as const) {
      expect(of((rules) => rules[field]).size, field).toBe(2);
    }
  });

  it('hold everything that can happen, and every refusal', () => {
    const kinds = new Set(steps.filter(({ after }) => after).map((step) => step.event.kind));
    expect(kinds).toEqual(new Set(['pot', 'foul', 'miss', 'turn', 'undo', 'note', 'reorder', 'reopen']));
    expect(met('undo')).toEqual(
      new Set([
        undefined,
        'event_unknown',
        'already_undone',
        'not_undoable',
        'ball_already_down',
        'turns_fixed',
        'target_reached',
      ]),
    );
    expect(met('pot')).toEqual(
      new Set([undefined, 'target_reached', 'ball_already_down', 'unknown_ball', 'own_ball_not_allowed']),
    );
    expect(met('reorder')).toEqual(
      new Set([
        undefined,
        'turns_incomplete',
        'need_two_players',
        'too_many_players',
        'two_or_four_players',
        'turns_fixed',
        'rules_invalid',
      ]),
    );
  });
});
