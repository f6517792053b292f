import { useQuery } from '@tanstack/react-query';
import { versus } from '@/api/people';
import { useSigned } from '@/app/context';
import { useWords } from '@/i18n';
import { money } from '@/i18n/format';
import { Section } from '@/ui/Screen';
import { Toned } from '@/ui/Toned';
import css from './profile.module.css';

/** Head to head: who has won more, and who paid whom. */
export function Against({ id }: { id: string }) {
  const { profile: words, locale } = useWords();
  const { http, me } = useSigned();
  const { data } = useQuery({ queryKey: ['versus', id], queryFn: () => versus(http, me.id, id) });
  if (!data || data.games === 0) return null;
  return (
    <Section
      title={words.versus(data.other.display_name)}
      hint={words.together(words.gamesCount(data.games), data.evenings)}
    >
      <div className={css.versus} data-testid="versus">
        <div className={css.score}>
          <span className={css.figure}>{data.wins}</span>
          <span className={css.what}>{words.score(data.wins, data.losses)}</span>
          <span className={css.figure}>{data.losses}</span>
        </div>
        <div className={css.split} aria-hidden="true">
          <i style={{ flex: data.wins }} />
          <i style={{ flex: data.losses }} />
        </div>
        <div className={css.sums}>
          <span>
            {words.got}: <Toned value={data.got_kopecks}>{money(data.got_kopecks, locale)}</Toned>
          </span>
          <span>
            {words.gave}: <Toned value={-data.paid_kopecks}>{money(data.paid_kopecks, locale)}</Toned>
          </span>
        </div>
      </div>
    </Section>
  );
}
