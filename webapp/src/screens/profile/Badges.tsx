import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Achievement, achievementsOf } from '@/api/people';
import { useSigned } from '@/app/context';
import { useWords } from '@/i18n';
import { day } from '@/i18n/format';
import { Button } from '@/ui/Button';
import list from '@/ui/List.module.css';
import { Section } from '@/ui/Screen';
import { Badge } from './Badge';
import css from './badges.module.css';

/** Of those that are not reached yet, the nearest are worth a look. */
const NEAREST = 3;

/** What somebody is remembered for; of one's own also what is nearly there. */
export function Badges({ id }: { id: string }) {
  const { profile: words } = useWords();
  const { http, me } = useSigned();
  const { data = [] } = useQuery({ queryKey: ['achievements', id], queryFn: () => achievementsOf(http, id) });
  const reached = data.filter(({ reached_at }) => reached_at !== null);
  const ahead = data.filter(({ reached_at }) => reached_at === null);
  if (reached.length === 0 && (id !== me.id || ahead.length === 0)) return null;
  return (
    <Section title={words.badges} hint={words.badgesHint(reached.length, data.length)}>
      {reached.length > 0 && (
        <ul className={css.reached}>
          {reached.map((each) => (
            <Reached key={each.code} achievement={each} />
          ))}
        </ul>
      )}
      {id === me.id && <Ahead ahead={ahead} />}
    </Section>
  );
}

function Reached({ achievement: { code, reached_at } }: { achievement: Achievement }) {
  const { badges, locale } = useWords();
  const [name, what] = badges[code];
  return (
    <li className={css.badge} data-testid="badge" data-code={code}>
      <Badge code={code} size={58} />
      <span className={css.name}>{name}</span>
      <span className={css.what}>{what}</span>
      {reached_at && <span className={css.when}>{day(reached_at, locale)}</span>}
    </li>
  );
}

function Ahead({ ahead }: { ahead: readonly Achievement[] }) {
  const { profile: words, badges } = useWords();
  const [all, setAll] = useState(false);
  const nearest = [...ahead].sort((a, b) => b.count / b.of - a.count / a.of);
  const shown = all ? nearest : nearest.slice(0, NEAREST);
  if (shown.length === 0) return null;
  return (
    <>
      <h3 className={css.next}>{words.nextBadges}</h3>
      <ul className={list.list}>
        {shown.map(({ code, count, of }) => (
          <li key={code} className={list.row} data-testid="badge-ahead" data-code={code}>
            <span className={css.dim}>
              <Badge code={code} size={44} />
            </span>
            <span className={list.text}>
              <span className={list.label}>{badges[code][0]}</span>
              <span className={list.hint}>{badges[code][1]}</span>
              {of > 1 && (
                <span className={css.track} aria-hidden="true">
                  <i style={{ width: `${(100 * count) / of}%` }} />
                </span>
              )}
            </span>
            {of > 1 && <span className={css.progress}>{words.progress(count, of)}</span>}
          </li>
        ))}
      </ul>
      {shown.length < nearest.length && (
        <Button look="plain" data-testid="badges-all" onClick={() => setAll(true)}>
          {words.otherBadges(nearest.length - shown.length)}
        </Button>
      )}
    </>
  );
}
