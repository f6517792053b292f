/** Who pays whom: the transfers of one game, and the fewest payments that clear a balance. */
import type { Net, Rules, Transfer } from '@/api/types';
import { pyramidTransfers } from './pyramid';
import { isKolkhoz } from './rules';
import type { GameState } from './state';

/** A transfer that also says for how many points it is; a pyramid is paid for as a whole. */
export interface Debt extends Transfer {
  points?: number;
}

/** People for whom the fewest payments are found exactly; it costs n·2ⁿ steps. */
const EXACT_UP_TO = 12;

/** Who owes whom after a game, by its rules: above zero, and each pair once. */
export function debtsOf(rules: Rules, state: GameState): Debt[] {
  if (!isKolkhoz(rules)) return pyramidTransfers(rules, state);
  const price = rules.point_price_kopecks;
  const total = new Map<string, Debt>();
  for (const [from, to, owed] of rules.settlement === 'everyone' ? pairs(state) : direct(state)) {
    if (owed === 0) continue;
    const [payer_seat_id, payee_seat_id] = owed > 0 ? [from, to] : [to, from];
    // A debt that fouls turned round meets the other player's own debt.
    const key = `${payer_seat_id} ${payee_seat_id}`;
    const points = (total.get(key)?.points ?? 0) + Math.abs(owed);
    total.set(key, { payer_seat_id, payee_seat_id, points, kopecks: points * price });
  }
  return [...total.values()];
}

type Owed = [payer: string, payee: string, points: number];

const direct = ({ debts }: GameState): Owed[] =>
  [...debts].flatMap(([payer, owed]) => [...owed].map(([payee, points]): Owed => [payer, payee, points]));

function pairs({ scores, debts }: GameState): Owed[] {
  const owed = (payer: string, payee: string) => debts.get(payer)?.get(payee) ?? 0;
  return scores.flatMap(({ seat_id: one }, i) =>
    scores.slice(i + 1).map(({ seat_id: other }): Owed => [one, other, owed(one, other) - owed(other, one)]),
  );
}

/**
 * The fewest payments that bring every balance to 0: (people with a balance) − (the most groups that each sum to 0). Of
 * all such plans the first, by who pays and who is paid, as the server finds it: the result of a game and the balance
 * of an evening say the same.
 */
export function settleUp(nets: readonly Net[]): Transfer[] {
  const payments: Transfer[] = [];
  let owing = nets
    .filter(({ net_kopecks }) => net_kopecks !== 0)
    .map(({ seat_id, net_kopecks }) => ({ seat_id, net_kopecks }));
  for (;;) {
    const debtor = owing.find(({ net_kopecks }) => net_kopecks < 0);
    if (!debtor) return payments;
    const tried = owing
      .filter(({ net_kopecks }) => net_kopecks > 0)
      .map((creditor) => pay(owing, debtor, creditor));
    const best = owing.length > EXACT_UP_TO ? tried[0] : leastLeft(tried);
    if (!best) return payments;
    payments.push(best.payment);
    owing = best.owing;
  }
}

interface Tried {
  payment: Transfer;
  /** Who still owes or is owed after it. */
  owing: Net[];
}

function pay(owing: readonly Net[], debtor: Net, creditor: Net): Tried {
  const kopecks = Math.min(-debtor.net_kopecks, creditor.net_kopecks);
  const change = ({ seat_id, net_kopecks }: Net): Net => {
    const paid = seat_id === debtor.seat_id ? kopecks : seat_id === creditor.seat_id ? -kopecks : 0;
    return { seat_id, net_kopecks: net_kopecks + paid };
  };
  return {
    payment: { payer_seat_id: debtor.seat_id, payee_seat_id: creditor.seat_id, kopecks },
    owing: owing.map(change).filter(({ net_kopecks }) => net_kopecks !== 0),
  };
}

/** The first of those that leave the fewest payments to make. */
function leastLeft(tried: readonly Tried[]): Tried | undefined {
  const left = tried.map(({ owing }) => fewestPayments(owing.map(({ net_kopecks }) => net_kopecks)));
  return tried[left.indexOf(Math.min(...left))];
}

/**
 * How many payments clear these balances, none of them 0, by dynamic programming over subsets: `most[mask]` counts the
 * prefixes that sum to 0 in the best order of the people in `mask`, and each of them ends one group.
 */
function fewestPayments(nets: readonly number[]): number {
  const size = 1 << nets.length;
  const sums = new Array<number>(size).fill(0);
  const most = new Array<number>(size).fill(0);
  for (let mask = 1; mask < size; mask++) {
    const low = 31 - Math.clz32(mask & -mask);
    sums[mask] = (sums[mask & (mask - 1)] as number) + (nets[low] as number);
    let best = 0;
    for (let person = 0; person < nets.length; person++) {
      if ((mask >> person) & 1) best = Math.max(best, most[mask ^ (1 << person)] as number);
    }
    most[mask] = best + (sums[mask] === 0 ? 1 : 0);
  }
  return nets.length - (most[size - 1] as number);
}
