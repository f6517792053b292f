import { useState } from 'react';
import type { Seat, Session } from '@/api/types';
import { useSigned } from '@/app/context';
import { rightsOf } from '@/domain/rights';
import { useWords } from '@/i18n';
import { Avatar } from '@/ui/Avatar';
import { Section } from '@/ui/Screen';
import css from './People.module.css';
import { SeatSheet } from './SeatSheet';

/** Everyone at the table, with what he is there beside a player; whoever runs the evening gives out roles. */
export function People({ session }: { session: Session }) {
  const { seats: words, you, guest } = useWords();
  const { me } = useSigned();
  const [chosen, setChosen] = useState<string | null>(null);
  const mine = session.seats.find(({ player_id }) => player_id === me.id);
  const rights = rightsOf(session, mine);
  const present = session.seats.filter(({ active }) => active);
  const seat = present.find(({ id }) => id === chosen);
  const role = (each: Seat) =>
    [
      each.player_id === me.id && you,
      each.is_guest && guest,
      each.role !== 'player' && words.roles[each.role].toLowerCase(),
    ]
      .filter(Boolean)
      .join(' · ');
  return (
    <Section title={words.title} hint={rights.host ? words.hint : ''}>
      <ul className={css.people}>
        {present.map((each) => (
          <li key={each.id}>
            <button
              type="button"
              className={css.person}
              data-testid="person"
              data-seat-id={each.id}
              disabled={each.player_id === me.id}
              onClick={() => setChosen(each.id)}
            >
              <Avatar name={each.display_name} index={session.seats.indexOf(each)} />
              <span className={css.names}>
                <span className={css.name}>{each.display_name}</span>
                {role(each) && <span className={css.role}>{role(each)}</span>}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {seat && <SeatSheet session={session} seat={seat} rights={rights} onClose={() => setChosen(null)} />}
    </Section>
  );
}
