/** Rows of people and money, as every sum of the evening is shown. */
import type { ReactNode } from 'react';
import type { Net, Rules, Seat, Session, Transfer } from '@/api/types';
import { isKolkhoz, priceOf } from '@/domain/rules';
import { useText } from '@/i18n';
import { money, signed } from '@/i18n/format';
import type { Dictionary } from '@/i18n/ru';
import { Avatar } from '@/ui/Avatar';
import { Icon } from '@/ui/Icon';
import { Toned } from '@/ui/Toned';
import css from './Money.module.css';

/** Names and colours of a session's seats. */
export interface People {
  name: (seatId: string) => string;
  index: (seatId: string) => number;
}

export function peopleOf(session: Session): People {
  const index = new Map(session.seats.map((seat: Seat, i) => [seat.id, i]));
  return {
    index: (seatId) => index.get(seatId) ?? 0,
    name: (seatId) => session.seats[index.get(seatId) ?? -1]?.display_name ?? '—',
  };
}

/** A net with its sign; without a price the points by which somebody leads, which a pyramid does not have. */
export function netText(text: Dictionary, rules: Rules, kopecks: number, points: number): string {
  if (priceOf(rules) > 0) return money(kopecks, text.locale, { sign: true });
  return isKolkhoz(rules) ? signed(points) : '';
}

export function Transfers({
  people,
  transfers,
  reason,
  action,
  testId,
}: {
  people: People;
  transfers: readonly Transfer[];
  /** Why this one is paid. */
  reason?: ((transfer: Transfer, i: number) => string) | undefined;
  /** What may be done about it. */
  action?: (transfer: Transfer) => ReactNode;
  testId?: string;
}) {
  const text = useText();
  return (
    <ul className={css.list}>
      {transfers.map((transfer, i) => {
        const payer = people.name(transfer.payer_seat_id);
        const payee = people.name(transfer.payee_seat_id);
        const sum = money(transfer.kopecks, text.locale);
        const done = action?.(transfer);
        return (
          <li
            key={`${transfer.payer_seat_id}${transfer.payee_seat_id}`}
            className={css.transfer}
            data-testid={testId}
            data-payer={transfer.payer_seat_id}
            data-payee={transfer.payee_seat_id}
            data-kopecks={transfer.kopecks}
          >
            <span className="visually-hidden">{text.balance.owes(payer, payee, sum)}</span>
            <span className={css.pair} aria-hidden="true">
              <Avatar name={payer} index={people.index(transfer.payer_seat_id)} size={30} />
              <span className={css.who}>{payer}</span>
              <span className={css.arrow}>
                <Icon name="arrow" size={18} />
              </span>
              <Avatar name={payee} index={people.index(transfer.payee_seat_id)} size={30} />
              <span className={css.who}>{payee}</span>
            </span>
            <span className={css.sum} aria-hidden="true">
              {sum}
              {reason && <span className={css.reason}>{reason(transfer, i)}</span>}
            </span>
            {done && <span className={css.action}>{done}</span>}
          </li>
        );
      })}
    </ul>
  );
}

/** Everyone's balance with a bar to the left or right of zero: who won and who lost, in one look. */
export function Balances({ people, balances }: { people: People; balances: readonly Net[] }) {
  const text = useText();
  const most = Math.max(1, ...balances.map(({ net_kopecks }) => Math.abs(net_kopecks)));
  const sorted = [...balances].sort((a, b) => b.net_kopecks - a.net_kopecks);
  return (
    <ul className={css.list}>
      {sorted.map(({ seat_id, net_kopecks }) => (
        <li
          key={seat_id}
          className={css.balance}
          data-testid="balance-row"
          data-seat-id={seat_id}
          data-net={net_kopecks}
        >
          <Avatar name={people.name(seat_id)} index={people.index(seat_id)} size={34} />
          <span className={css.name}>{people.name(seat_id)}</span>
          <Toned value={net_kopecks}>{money(net_kopecks, text.locale, { sign: true })}</Toned>
          <span className={css.bar} aria-hidden="true">
            <i
              className={net_kopecks < 0 ? css.minus : css.plus}
              style={{ width: `${(Math.abs(net_kopecks) / most) * 50}%` }}
            />
          </span>
        </li>
      ))}
    </ul>
  );
}
