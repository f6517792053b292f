import { useLocation } from 'wouter';
import type { Game, Score } from '@/api/types';
import { useSigned } from '@/app/context';
import { paths } from '@/app/paths';
import { useAct } from '@/app/useAct';
import { useWish } from '@/app/useWish';
import { fold } from '@/domain/game';
import { type Debt, debtsOf, settleUp } from '@/domain/money';
import { winnersOf } from '@/domain/pyramid';
import { rightsOf } from '@/domain/rights';
import { isKolkhoz, priceOf } from '@/domain/rules';
import { standingOf } from '@/domain/series';
import { type GameState, leadOf } from '@/domain/state';
import { useWords, type Words } from '@/i18n';
import type { KnownBoard } from '@/live/reducer';
import { haptics } from '@/telegram/host';
import { Avatar } from '@/ui/Avatar';
import { Button, IconButton } from '@/ui/Button';
import { Icon } from '@/ui/Icon';
import { Screen, Section } from '@/ui/Screen';
import { Toned } from '@/ui/Toned';
import { inviteUrl } from '../lobby/Invite';
import { nextOrder } from '../lobby/useOrder';
import { netText, type People, peopleOf, Transfers } from '../Money';
import { longestRun } from './facts';
import css from './Result.module.css';
import { useShare } from './useShare';

/** The end of a game: who won, who pays whom for what, and the next one. */
export default function Result({ board }: { board: KnownBoard & { game: Game } }) {
  const text = useWords();
  const [, go] = useLocation();
  const { api, live, me } = useSigned();
  const { session, game, events } = board;
  const people = peopleOf(session);
  const mine = session.seats.find(({ player_id }) => player_id === me.id);
  const rights = rightsOf(session, mine);
  const state = fold(game.rules, game.start_turns, events);
  const debts = debtsOf(game.rules, state);
  const payments = settleUp(game.scores);
  const nets = netsOf(text, game, state);
  const ranked = [...game.scores].sort((a, b) => b.net_kopecks - a.net_kopecks || b.points - a.points);
  const host = people.name(session.host_seat_id ?? '');
  const wish = useWish();
  const rematch = useAct(
    () => {
      const turns = nextOrder(session, game, events).filter((seat) => game.turns.includes(seat));
      return api.startGame(wish, session, turns);
    },
    (started) => {
      haptics.heavy();
      live.adopt({ session: { ...session, current_game_id: started.id }, game: started, events: [] });
    },
  );
  const reopen = useAct(
    () => api.reopen(wish, game.id),
    () => void live.fetchBoard(session.id),
  );
  const lines = ranked.map(({ seat_id }) => `${people.name(seat_id)} ${nets.get(seat_id)}`);
  const told = [`${text.app} · ${text.result.title(game.number)}`, ...lines].join('\n');
  const share = useShare(game.id, inviteUrl(session.code), told);
  return (
    <Screen
      title={text.result.title(game.number)}
      onBack={() => go(paths.home)}
      aside={
        <IconButton
          label={text.result.share}
          data-testid="share"
          aria-busy={share.busy}
          disabled={share.busy}
          onClick={share.start}
        >
          <Icon name="share" />
        </IconButton>
      }
      actions={
        <>
          {rights.manage ? (
            <Button
              look="ivory"
              wide
              data-testid="rematch"
              disabled={rematch.isPending}
              onClick={() => rematch.mutate()}
            >
              {text.result.rematch}
            </Button>
          ) : (
            <p className={css.wait}>{text.lobby.wait(host)}</p>
          )}
          <div className={css.others}>
            <Button look="glass" data-testid="to-table" onClick={() => go(paths.table(session.id))}>
              {text.result.toTable}
            </Button>
            <Button look="glass" data-testid="to-balance" onClick={() => go(paths.balance(session.id))}>
              {text.result.balance}
            </Button>
          </div>
        </>
      }
    >
      <div className={css.winner}>
        <p className={css.headline}>{headline(text, people, game)}</p>
      </div>
      <ol className={css.ranks}>
        {ranked.map((score) => (
          <li
            key={score.seat_id}
            className={css.rank}
            data-testid="result-row"
            data-seat-id={score.seat_id}
            data-points={score.points}
            data-net={score.net_kopecks}
          >
            <Avatar name={people.name(score.seat_id)} index={people.index(score.seat_id)} size={40} />
            <span className={css.names}>
              <span className={css.name}>{people.name(score.seat_id)}</span>
              <span className={css.points}>{pointsOf(text, board, score)}</span>
            </span>
            <span className={css.net}>
              <Toned value={score.net_kopecks}>{nets.get(score.seat_id)}</Toned>
            </span>
          </li>
        ))}
      </ol>
      {priceOf(game.rules) > 0 && <Sums people={people} debts={debts} payments={payments} />}
      <Facts board={board} people={people} />
      {rights.manage && (
        <Button
          look="plain"
          icon={<Icon name="undo" size={20} />}
          data-testid="reopen"
          disabled={reopen.isPending}
          onClick={() => reopen.mutate()}
        >
          {text.result.reopen}
        </Button>
      )}
    </Screen>
  );
}

function Sums({
  people,
  debts,
  payments,
}: {
  people: People;
  debts: readonly Debt[];
  payments: ReturnType<typeof settleUp>;
}) {
  const text = useWords();
  if (payments.length === 0) return <p className={css.even}>{text.result.even}</p>;
  return (
    <>
      <Section title={text.result.paid}>
        <Transfers people={people} transfers={debts} reason={(_, i) => reasonOf(text, debts[i])} />
      </Section>
      <Section title={text.result.settle} hint={payments.length < debts.length ? text.result.settleHint : ''}>
        <Transfers people={people} transfers={payments} testId="settle-row" />
      </Section>
    </>
  );
}

const reasonOf = (text: Words, debt: Debt | undefined): string =>
  debt?.points === undefined ? text.result.forGame : text.result.forPoints(text.points(debt.points));

function Facts({ board, people }: { board: KnownBoard & { game: Game }; people: People }) {
  const text = useWords();
  const { scores } = board.game;
  const run = longestRun(board.events);
  const clumsy = [...scores].sort((a, b) => b.fouls - a.fouls)[0];
  const facts = [
    run && text.result.run(people.name(run.seatId), text.balls(run.balls)),
    clumsy && clumsy.fouls > 1 ? text.result.fouls(people.name(clumsy.seat_id), clumsy.fouls) : null,
    clumsy?.fouls === 0 ? text.result.clean : null,
  ].filter((fact): fact is string => Boolean(fact));
  if (facts.length === 0) return null;
  return (
    <Section title={text.result.facts}>
      <ul className={css.facts}>
        {facts.map((fact) => (
          <li key={fact}>{fact}</li>
        ))}
      </ul>
    </Section>
  );
}

function headline(text: Words, people: People, game: Game): string {
  const names = winnersIn(game).map(people.name);
  if (names.length === 2 && !isKolkhoz(game.rules)) return text.result.wonPair(listed(text, names));
  return names.length === 1 && names[0] ? text.result.won(names[0]) : text.result.draw;
}

function winnersIn({ rules, scores, sides }: Game): readonly string[] {
  if (!isKolkhoz(rules)) return winnersOf({ sides });
  const most = Math.max(...scores.map(({ points }) => points));
  return scores.filter(({ points }) => points === most).map(({ seat_id }) => seat_id);
}

/** The points of a seat and, in a series, what its side has won. */
function pointsOf(text: Words, { session, game }: KnownBoard & { game: Game }, { seat_id, points }: Score) {
  const side = game.sides.find(({ seat_ids }) => seat_ids.includes(seat_id));
  const standing = side && standingOf(session, game, side.seat_ids);
  return standing
    ? `${text.points(points)} · ${text.board.wins(standing.wins, standing.of)}`
    : text.points(points);
}

const listed = (text: Words, names: readonly string[]) => new Intl.ListFormat(text.locale).format(names);

/** Each seat's net as shown: money, or the lead in points where points cost nothing. */
function netsOf(text: Words, game: Game, state: GameState): Map<string, string> {
  return new Map(
    game.scores.map(({ seat_id, net_kopecks }) => [
      seat_id,
      netText(text, game.rules, net_kopecks, leadOf(state, seat_id)),
    ]),
  );
}
