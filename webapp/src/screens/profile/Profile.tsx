import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useLocation } from 'wouter';
import { useHistoryState } from 'wouter/use-browser-location';
import { type Stats, statsOf } from '@/api/people';
import { codeOf } from '@/api/problem';
import type { GameType } from '@/api/types';
import { useSigned } from '@/app/context';
import { paths } from '@/app/paths';
import { useWords } from '@/i18n';
import { money } from '@/i18n/format';
import { Gate } from '@/screens/Gate';
import { Choice } from '@/ui/Choice';
import list from '@/ui/List.module.css';
import { Screen, Section } from '@/ui/Screen';
import { Toned } from '@/ui/Toned';
import { Against } from './Against';
import { Badges } from './Badges';
import { BallsDown, Evenings, Form } from './charts';
import { Links } from './Links';
import css from './profile.module.css';

type Filter = GameType | 'all';

/** Where this person was found, such as at a table. */
export type From = { from?: string } | null;

/** How somebody plays: one's own pictures, or those of a person one has played with. */
export default function Profile({ id }: { id: string }) {
  const { profile: words, game } = useWords();
  const { http, me } = useSigned();
  const [, go] = useLocation();
  const from = useHistoryState<From>()?.from;
  const [filter, setFilter] = useState<Filter>('all');
  const found = useQuery({
    queryKey: ['stats', id, filter],
    queryFn: () => statsOf(http, id, filter === 'all' ? undefined : filter),
    placeholderData: keepPreviousData,
  });
  if (found.isError) return <Gate reason={codeOf(found.error)} onRetry={() => void found.refetch()} />;
  if (!found.data) return <Gate reason="loading" />;
  const stats = found.data;
  const mine = id === me.id;
  const types = stats.totals.map(({ game_type }) => game_type);
  return (
    <Screen
      title={mine ? words.mine : stats.player.display_name}
      onBack={() => go(from ?? (mine ? paths.home : paths.player(me.id)))}
    >
      {!mine && <Against id={id} />}
      {types.length > 1 && (
        <Choice<Filter>
          label={words.games}
          value={filter}
          onChange={setFilter}
          options={[
            { value: 'all', label: words.all },
            ...types.map((value) => ({ value, label: game[value] })),
          ]}
        />
      )}
      {types.length > 0 ? (
        <Pictures stats={stats} filter={filter} />
      ) : (
        <p className={list.note}>{mine ? words.empty : words.emptyOther}</p>
      )}
      <Badges id={id} />
      <Links id={id} />
    </Screen>
  );
}

function Pictures({ stats, filter }: { stats: Stats; filter: Filter }) {
  const { profile: words, locale } = useWords();
  const totals = stats.totals.filter(({ game_type }) => filter === 'all' || game_type === filter);
  const sum = (of: (total: Stats['totals'][number]) => number) =>
    totals.reduce((before, total) => before + of(total), 0);
  const games = sum((total) => total.games);
  const net = sum((total) => total.net_kopecks ?? 0);
  const priced = totals.some(({ net_kopecks }) => net_kopecks !== null);
  return (
    <>
      <div className={css.tiles}>
        <Tile what={words.games} figure={games} />
        <Tile what={words.wins} figure={`${Math.round((100 * sum((t) => t.wins)) / (games || 1))}%`} />
        {priced && (
          <Tile what={words.net} figure={<Toned value={net}>{money(net, locale, { sign: true })}</Toned>} />
        )}
      </div>
      {stats.games.length > 1 && (
        <Section title={words.form} hint={words.formHint}>
          <Form games={stats.games} />
        </Section>
      )}
      {stats.evenings.length > 1 && (
        <Section title={words.evenings} hint={words.eveningsHint}>
          <Evenings evenings={stats.evenings} />
        </Section>
      )}
      {stats.balls_by_color.length > 0 && (
        <Section title={words.balls} hint={words.recordsHint(stats.games.length)}>
          <BallsDown balls={stats.balls_by_color} />
        </Section>
      )}
      <Section title={words.records} hint={words.recordsHint(stats.games.length)}>
        <div className={css.tiles}>
          <Tile what={words.run} figure={stats.longest_run} />
          <Tile what={words.flukes} figure={stats.flukes} />
          <Tile what={words.fouls} figure={stats.games.reduce((all, { fouls }) => all + fouls, 0)} />
        </div>
      </Section>
    </>
  );
}

function Tile({ what, figure }: { what: string; figure: ReactNode }) {
  return (
    <div className={css.tile} data-testid="tile">
      <span className={css.figure}>{figure}</span>
      <span className={css.what}>{what}</span>
    </div>
  );
}
