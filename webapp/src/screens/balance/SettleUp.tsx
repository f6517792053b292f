import type { Entry } from '@/api/money';
import type { Transfer } from '@/api/types';
import { useWords } from '@/i18n';
import { money } from '@/i18n/format';
import { Button } from '@/ui/Button';
import list from '@/ui/List.module.css';
import { Section } from '@/ui/Screen';
import { type People, Transfers } from '../Money';
import type { Journal } from './useJournal';

interface SettleUpProps {
  people: People;
  transfers: readonly Transfer[];
  entries: readonly Entry[];
  journal: Journal;
}

/** The fewest payments that clear the evening; who has made one, or got it, says so with one tap. */
export function SettleUp({ people, transfers, entries, journal }: SettleUpProps) {
  const text = useWords();
  const { money: words } = useWords();
  const waiting = entries.filter(
    ({ kind, confirmed, reversed_by }) => kind === 'payment' && !confirmed && !reversed_by,
  );
  const isWaiting = ({ payer_seat_id, payee_seat_id, kopecks }: Transfer) =>
    waiting.some(
      (entry) =>
        entry.payer_seat_id === payer_seat_id &&
        entry.payee_seat_id === payee_seat_id &&
        entry.kopecks === kopecks,
    );
  const action = (transfer: Transfer) => {
    const { payer_seat_id, payee_seat_id } = transfer;
    if (isWaiting(transfer) || !journal.mayPay(payer_seat_id, payee_seat_id)) return null;
    const got = payee_seat_id === journal.mine?.id;
    return (
      <Button
        look="soft"
        data-testid="pay"
        disabled={journal.busy}
        onClick={() => journal.add({ kind: 'payment', ...transfer })}
      >
        {got ? words.got : payer_seat_id === journal.mine?.id ? words.gave : words.paid}
      </Button>
    );
  };
  return (
    <>
      {waiting.length > 0 && (
        <Section title={words.waiting} hint={words.waitingHint}>
          <ul className={list.list}>
            {waiting.map((entry) => (
              <Waiting key={entry.id} entry={entry} people={people} journal={journal} />
            ))}
          </ul>
        </Section>
      )}
      {transfers.length > 0 && (
        <Section title={text.balance.settle} hint={text.balance.settleHint}>
          <Transfers people={people} transfers={transfers} testId="settle-row" action={action} />
        </Section>
      )}
    </>
  );
}

function Waiting({ entry, people, journal }: { entry: Entry; people: People; journal: Journal }) {
  const text = useWords();
  const { money: words } = useWords();
  const sum = money(entry.kopecks ?? 0, text.locale);
  const payer = people.name(entry.payer_seat_id ?? '');
  const payee = people.name(entry.payee_seat_id ?? '');
  return (
    <li className={list.row} data-testid="waiting-row">
      <span className={list.text}>
        <span className={list.label}>{`${payer} → ${payee}`}</span>
        <span className={list.hint}>{sum}</span>
      </span>
      {journal.mayReverse(entry) && (
        <Button
          look="soft"
          disabled={journal.busy}
          onClick={() => journal.add({ kind: 'reversal', entry_id: entry.id })}
        >
          {words.takeBack}
        </Button>
      )}
      {journal.mayConfirm(entry) && (
        <Button
          look="plain"
          data-testid="confirm-payment"
          disabled={journal.busy}
          onClick={() => journal.confirm(entry.id)}
        >
          {words.confirm}
        </Button>
      )}
    </li>
  );
}
