import { useState } from 'react';
import type { Seat, Session } from '@/api/types';
import { useSigned } from '@/app/context';
import { rightsOf } from '@/domain/rights';
import { useWords } from '@/i18n';
import { Avatar } from '@/ui/Avatar';
import { Icon } from '@/ui/Icon';
import list from '@/ui/List.module.css';
import { Section } from '@/ui/Screen';
import { SeatSheet } from './SeatSheet';

/** Everyone at the table with his role; whoever runs the evening gives out others. */
export function People({ session }: { session: Session }) {
  const { seats: words, you, guest } = useWords();
  const { me } = useSigned();
  const [chosen, setChosen] = useState<string | null>(null);
  const mine = session.seats.find(({ player_id }) => player_id === me.id);
  const rights = rightsOf(session, mine);
  const present = session.seats.filter(({ active }) => active);
  const seat = present.find(({ id }) => id === chosen);
  const role = (each: Seat) =>
    [each.player_id === me.id && you, each.is_guest && guest, words.roles[each.role]]
      .filter(Boolean)
      .join(' · ');
  return (
    <Section title={words.title} hint={rights.host ? words.hint : ''}>
      <ul className={list.list}>
        {present.map((each) => (
          <li key={each.id}>
            <button
              type="button"
              className={list.row}
              data-testid="person"
              data-seat-id={each.id}
              disabled={each.player_id === me.id}
              onClick={() => setChosen(each.id)}
            >
              <Avatar name={each.display_name} index={session.seats.indexOf(each)} />
              <span className={list.text}>
                <span className={list.label}>{each.display_name}</span>
                <span className={list.hint}>{role(each)}</span>
              </span>
              {each.player_id !== me.id && <Icon name="more" size={20} />}
            </button>
          </li>
        ))}
      </ul>
      {seat && <SeatSheet session={session} seat={seat} rights={rights} onClose={() => setChosen(null)} />}
    </Section>
  );
}
