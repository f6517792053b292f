/** Who pays whom: the transfers of one game, and the fewest payments that clear a balance. */
import type { KolkhozRules, Net, Transfer } from '@/api/types';
import type { GameState } from './kolkhoz';

/** A transfer that also says for how many points it is. */
export interface Debt extends Transfer {
  points: number;
}

/** Who owes whom after a game, by the settlement of its rules, each in the direction that makes it positive. */
export function debtsOf(rules: KolkhozRules, state: GameState): Debt[] {
  const owed: [string, string, number][] = [];
  if (rules.settlement === 'everyone') {
    state.scores.forEach((lower, i) => {
      for (const upper of state.scores.slice(i + 1)) {
        owed.push([lower.seat_id, upper.seat_id, upper.points - lower.points]);
      }
    });
  } else {
    for (const [payer, payees] of state.debts) {
      for (const [payee, points] of payees) owed.push([payer, payee, points]);
    }
  }
  return owed
    .filter(([, , points]) => points !== 0)
    .map(([payer, payee, points]) => ({
      payer_seat_id: points > 0 ? payer : payee,
      payee_seat_id: points > 0 ? payee : payer,
      points: Math.abs(points),
      kopecks: Math.abs(points) * rules.point_price_kopecks,
    }));
}

/**
 * The fewest payments that bring every balance to 0, in a stable order: (people with a balance) − (the most groups that
 * each sum to 0), found exactly by dynamic programming over subsets. A game has at most 8 seats, so this is cheap.
 */
export function settleUp(nets: readonly Net[]): Transfer[] {
  const people = nets.filter(({ net_kopecks }) => net_kopecks !== 0);
  return zeroSumGroups(people.map(({ net_kopecks }) => net_kopecks)).flatMap((group) =>
    clear(group.map((i) => ({ ...(people[i] as Net) }))),
  );
}

function zeroSumGroups(nets: readonly number[]): number[][] {
  const size = 1 << nets.length;
  const sums = new Array<number>(size).fill(0);
  const most = new Array<number>(size).fill(0);
  const last = new Array<number>(size).fill(0);
  for (let mask = 1; mask < size; mask++) {
    const low = 31 - Math.clz32(mask & -mask);
    sums[mask] = (sums[mask & (mask - 1)] as number) + (nets[low] as number);
    let best = -1;
    for (let person = 0; person < nets.length; person++) {
      const without = most[mask ^ (1 << person)] as number;
      if ((mask >> person) & 1 && without > best) {
        best = without;
        last[mask] = person;
      }
    }
    most[mask] = best + (sums[mask] === 0 ? 1 : 0);
  }
  const groups: number[][] = [];
  for (let mask = size - 1; mask > 0; ) {
    if (sums[mask] === 0) groups.push([]);
    const person = last[mask] as number;
    groups[groups.length - 1]?.push(person);
    mask ^= 1 << person;
  }
  return groups.reverse().map((group) => group.sort((a, b) => a - b));
}

function clear(nets: Net[]): Transfer[] {
  const payments: Transfer[] = [];
  for (;;) {
    const debtor = nets.reduce((least, one) => (one.net_kopecks < least.net_kopecks ? one : least));
    const creditor = nets.reduce((most, one) => (one.net_kopecks > most.net_kopecks ? one : most));
    const kopecks = Math.min(-debtor.net_kopecks, creditor.net_kopecks);
    if (kopecks <= 0) return payments;
    debtor.net_kopecks += kopecks;
    creditor.net_kopecks -= kopecks;
    payments.push({ payer_seat_id: debtor.seat_id, payee_seat_id: creditor.seat_id, kopecks });
  }
}
