import { useState } from 'react';
import type { Entry } from '@/api/money';
import type { Session } from '@/api/types';
import { useWords, type Words } from '@/i18n';
import { money } from '@/i18n/format';
import { Button } from '@/ui/Button';
import { Icon } from '@/ui/Icon';
import list from '@/ui/List.module.css';
import { Section } from '@/ui/Screen';
import type { People } from '../Money';
import css from './Balance.module.css';
import { BillSheet } from './BillSheet';
import type { Journal } from './useJournal';

interface EntriesProps {
  session: Session;
  people: People;
  entries: readonly Entry[];
  journal: Journal;
}

/** The journal: what was written down besides the games. A mistake is taken back, never rubbed out. */
export function Entries({ session, people, entries, journal }: EntriesProps) {
  const { locale } = useWords();
  const { money: words } = useWords();
  const [adding, setAdding] = useState(false);
  const written = entries.filter(({ kind }) => kind !== 'game' && kind !== 'reversal').reverse();
  const mayAdd = journal.keeps && session.status === 'open';
  if (written.length === 0 && !mayAdd) return null;
  return (
    <Section title={words.journal} hint={words.journalHint}>
      {written.length > 0 && (
        <ul className={list.list}>
          {written.map((entry) => (
            <li key={entry.id} className={list.row} data-testid="entry-row" data-kind={entry.kind}>
              <span className={entry.reversed_by ? `${list.text} ${css.struck}` : list.text}>
                <span className={list.label}>
                  {entry.text || words.kinds[entry.kind]}
                  {` · ${money(entry.kopecks ?? 0, locale)}`}
                </span>
                <span className={list.hint}>{story(words, people, entry)}</span>
              </span>
              {entry.confirmed && journal.mayReverse(entry) && (
                <Button
                  look="soft"
                  disabled={journal.busy}
                  onClick={() => journal.add({ kind: 'reversal', entry_id: entry.id })}
                >
                  {words.takeBack}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {mayAdd && (
        <Button
          look="plain"
          icon={<Icon name="plus" size={20} />}
          data-testid="add-bill"
          onClick={() => setAdding(true)}
        >
          {words.add}
        </Button>
      )}
      {adding && <BillSheet session={session} people={people} onClose={() => setAdding(false)} />}
    </Section>
  );
}

function story(words: Words['money'], people: People, entry: Entry): string {
  const payer = people.name(entry.payer_seat_id ?? '');
  const told =
    entry.kind === 'payment'
      ? `${payer} → ${people.name(entry.payee_seat_id ?? '')}`
      : words.paidBy(
          payer,
          entry.transfers.map(({ payer_seat_id }) => people.name(payer_seat_id)).join(', '),
        );
  if (entry.reversed_by) return `${told} · ${words.reversed}`;
  return entry.confirmed ? told : `${told} · ${words.unconfirmed}`;
}
