import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { leaderboard, type Period, type Place, statsOf } from '@/api/people';
import { codeOf } from '@/api/problem';
import type { GameType } from '@/api/types';
import { useSigned } from '@/app/context';
import { paths } from '@/app/paths';
import { useWords } from '@/i18n';
import { Gate } from '@/screens/Gate';
import { Avatar } from '@/ui/Avatar';
import { Choice } from '@/ui/Choice';
import list from '@/ui/List.module.css';
import { Screen } from '@/ui/Screen';
import css from './Leaders.module.css';

type Filter = GameType | 'all';
const PERIODS = ['week', 'month', 'year', 'all'] as const satisfies Period[];

/** Oneself and the people one plays with, the best first. */
export default function Leaders() {
  const { leaders: words, game } = useWords();
  const { http, me } = useSigned();
  const [, go] = useLocation();
  const [period, setPeriod] = useState<Period>('month');
  const [filter, setFilter] = useState<Filter>('all');
  const found = useQuery({
    queryKey: ['leaders', period, filter],
    queryFn: () => leaderboard(http, period, filter === 'all' ? undefined : filter),
    placeholderData: keepPreviousData,
  });
  const own = useQuery({ queryKey: ['stats', me.id, 'all'], queryFn: () => statsOf(http, me.id, undefined) });
  // Of a game that one has never played there is nothing to compare.
  const types = own.data?.totals.map(({ game_type }) => game_type) ?? [];
  if (found.isError) return <Gate reason={codeOf(found.error)} onRetry={() => void found.refetch()} />;
  if (!found.data) return <Gate reason="loading" />;
  return (
    <Screen title={words.title} onBack={() => go(paths.player(me.id))}>
      <div className={list.stack}>
        <Choice<Period>
          label={words.period}
          value={period}
          onChange={setPeriod}
          options={PERIODS.map((value) => ({ value, label: words.periods[value] }))}
        />
        {types.length > 1 && (
          <Choice<Filter>
            label={words.game}
            value={filter}
            onChange={setFilter}
            options={[
              { value: 'all', label: words.anyGame },
              ...types.map((value) => ({ value, label: game[value] })),
            ]}
          />
        )}
      </div>
      {found.data.length === 0 ? (
        <p className={list.note}>{words.empty}</p>
      ) : (
        <>
          <ol className={list.list}>
            {found.data.map((place) => (
              <li key={place.player.id}>
                <Row place={place} mine={place.player.id === me.id} />
              </li>
            ))}
          </ol>
          <p className={list.hint}>{words.hint}</p>
        </>
      )}
    </Screen>
  );
}

function Row({ place: { place, player, rating, games, wins }, mine }: { place: Place; mine: boolean }) {
  const { leaders: words, profile, you } = useWords();
  const [here, go] = useLocation();
  return (
    <button
      type="button"
      className={mine ? `${list.row} ${css.mine}` : list.row}
      data-testid="leader"
      data-place={place}
      onClick={() => go(paths.player(player.id), { state: { from: here } })}
    >
      <span className={css.place}>{place}</span>
      <Avatar name={player.display_name} index={place} />
      <span className={list.text}>
        <span className={list.label}>
          {player.display_name}
          {mine && <span className={list.hint}> · {you}</span>}
        </span>
        <span className={list.hint}>{words.won(profile.gamesCount(games), wins)}</span>
      </span>
      <span className={css.rating}>{rating}</span>
    </button>
  );
}
