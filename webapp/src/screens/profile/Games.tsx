import { useInfiniteQuery } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { gamesOf, type PlayedGame } from '@/api/people';
import { codeOf } from '@/api/problem';
import { useSigned } from '@/app/context';
import { paths } from '@/app/paths';
import { useWords } from '@/i18n';
import { ago, money } from '@/i18n/format';
import { Gate } from '@/screens/Gate';
import { Button } from '@/ui/Button';
import list from '@/ui/List.module.css';
import { Screen } from '@/ui/Screen';
import { Toned } from '@/ui/Toned';
import css from './profile.module.css';
import { useNameOf } from './useNameOf';

/** Everything that somebody has played, the newest first. */
export default function Games({ id }: { id: string }) {
  const { profile: words } = useWords();
  const { http, me } = useSigned();
  const [, go] = useLocation();
  const name = useNameOf(id);
  const games = useInfiniteQuery({
    queryKey: ['games', id],
    queryFn: ({ pageParam }) => gamesOf(http, id, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
  });
  if (games.isError) return <Gate reason={codeOf(games.error)} onRetry={() => void games.refetch()} />;
  if (!games.data) return <Gate reason="loading" />;
  const played = games.data.pages.flatMap(({ items }) => items);
  return (
    <Screen
      title={id === me.id ? words.allGames : words.allGamesOf(name)}
      onBack={() => go(paths.player(id), { state: history.state })}
    >
      {played.length === 0 ? (
        <p className={list.note}>{id === me.id ? words.empty : words.emptyOther}</p>
      ) : (
        <ul className={list.list}>
          {played.map((game) => (
            <li key={game.id}>
              <Row game={game} mine={id === me.id} />
            </li>
          ))}
        </ul>
      )}
      {games.hasNextPage && (
        <Button
          look="plain"
          data-testid="games-more"
          disabled={games.isFetchingNextPage}
          onClick={() => void games.fetchNextPage()}
        >
          {words.more}
        </Button>
      )}
    </Screen>
  );
}

/** One's own leads to its evening; somebody else's may be of an evening where one was not. */
function Row({ game, mine }: { game: PlayedGame; mine: boolean }) {
  const text = useWords();
  const [, go] = useLocation();
  const told = (
    <>
      <span className={list.text}>
        <span className={list.label}>{text.game[game.game_type]}</span>
        <span className={list.hint}>
          {ago(game.finished_at, text.locale)} · {text.points(game.points)}
        </span>
      </span>
      <span className={css.outcome}>
        {game.net_kopecks !== null && game.net_kopecks !== 0 && (
          <Toned value={game.net_kopecks}>{money(game.net_kopecks, text.locale, { sign: true })}</Toned>
        )}
        {game.won && <span className={css.won}>{text.profile.won}</span>}
      </span>
    </>
  );
  return mine ? (
    <button
      type="button"
      className={list.row}
      data-testid="played"
      onClick={() => go(paths.balance(game.session_id))}
    >
      {told}
    </button>
  ) : (
    <div className={list.row} data-testid="played">
      {told}
    </div>
  );
}
