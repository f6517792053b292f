import { useQuery } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { useSigned } from '@/app/context';
import { paths } from '@/app/paths';
import { useAct } from '@/app/useAct';
import { useWish } from '@/app/useWish';
import { orderRefusal } from '@/domain/game';
import { sidesOf } from '@/domain/pyramid';
import { rightsOf } from '@/domain/rights';
import { isKolkhoz } from '@/domain/rules';
import { errorText, useWords } from '@/i18n';
import { day } from '@/i18n/format';
import type { KnownBoard } from '@/live/reducer';
import { haptics } from '@/telegram/host';
import { Button, IconButton } from '@/ui/Button';
import { Icon } from '@/ui/Icon';
import { Screen, Section } from '@/ui/Screen';
import { Balances, peopleOf } from '../Money';
import { People } from '../people/People';
import { AddGuest } from './AddGuest';
import { Invite } from './Invite';
import { LiveActions } from './LiveActions';
import css from './Lobby.module.css';
import { Order } from './Order';
import { RulesLine } from './RulesLine';
import { useLineup } from './useLineup';
import { useOrder } from './useOrder';

/** The table between games: who is here, who shoots after whom, and the break. */
export default function Lobby({ board }: { board: KnownBoard }) {
  const text = useWords();
  const [, go] = useLocation();
  const { api, live, me } = useSigned();
  const { session, game, events } = board;
  const mine = session.seats.find(({ player_id }) => player_id === me.id);
  const rights = rightsOf(session, mine);
  const people = peopleOf(session);
  const order = useOrder(session, game, events);
  const liveGame = game?.status === 'live' ? game : null;
  const lineup = useLineup(session, liveGame, events);
  const host = session.seats.find(({ id }) => id === session.host_seat_id)?.display_name ?? '';
  const totals = useQuery({
    queryKey: ['balance', session.id, game?.id, game?.status],
    queryFn: () => api.balance(session.id),
  });
  const played = totals.data?.balances.some(({ net_kopecks }) => net_kopecks !== 0);
  const wish = useWish();
  const start = useAct(
    () => api.startGame(wish, session, order.playing, order.drawn),
    (started) => {
      haptics.heavy();
      live.adopt({ session: { ...session, current_game_id: started.id }, game: started, events: [] });
      go(paths.session(session.id), { replace: true });
    },
  );
  const refusal = orderRefusal(session.rules, { played: false, turns: [] }, order.playing);
  const manual = session.rules.turns === 'manual';
  const drawn = !manual || order.drawn;
  const hint = lineup
    ? text.lobby.lineupHint
    : order.drawn
      ? text.lobby.drawHint
      : drawn
        ? text.create.turnsHints[session.rules.turns]
        : isKolkhoz(session.rules)
          ? text.lobby.orderHint
          : text.lobby.sidesHint;
  return (
    <Screen
      title={session.name || text.home.unnamed(day(session.created_at, text.locale))}
      onBack={() => go(paths.home)}
      aside={
        <IconButton label={text.board.tv} onClick={() => go(paths.tv(session.id))}>
          <Icon name="tv" size={22} />
        </IconButton>
      }
      actions={
        liveGame && lineup ? (
          <LiveActions session={session} game={liveGame} lineup={lineup} />
        ) : rights.manage ? (
          <>
            {refusal && <p className={css.note}>{errorText(text, refusal)}</p>}
            <Button
              look="ivory"
              wide
              data-testid="session-start"
              disabled={refusal !== null || start.isPending}
              onClick={() => start.mutate()}
            >
              {text.lobby.start}
            </Button>
          </>
        ) : (
          <p className={css.note}>{text.lobby.wait(host)}</p>
        )
      }
    >
      <Invite code={session.code} />
      <Section
        title={text.lobby.order}
        hint={rights.manage || drawn ? hint : ''}
        aside={
          rights.manage && refusal === null && !lineup && manual ? (
            <Button
              look="soft"
              icon={<Icon name={order.drawn ? 'check' : 'shuffle'} size={20} />}
              aria-pressed={order.drawn}
              data-testid="draw"
              onClick={() => {
                haptics.select();
                order.draw();
              }}
            >
              {text.lobby.draw}
            </Button>
          ) : undefined
        }
      >
        <Order order={lineup ?? order} session={session} editable={rights.manage} drawn={drawn && !lineup} />
        {!lineup && !drawn && !isKolkhoz(session.rules) && order.playing.length === 4 && (
          <p className={css.pairs}>
            {sidesOf(session.rules, order.playing)
              .map(({ seat_ids }) => seat_ids.map(people.name).join(` ${text.lobby.and} `))
              .join(' — ')}
          </p>
        )}
        {rights.manage && <AddGuest sessionId={session.id} />}
      </Section>
      <People session={session} />
      <Section
        title={text.lobby.rules}
        aside={
          <IconButton
            label={text.rules.ofEvening}
            data-testid="to-rules"
            onClick={() => go(paths.rulesOf(session.id))}
          >
            <Icon name={rights.host ? 'pen' : 'arrow'} />
          </IconButton>
        }
      >
        <RulesLine rules={session.rules} />
      </Section>
      {totals.data && played && (
        <Section
          title={text.lobby.totals}
          aside={
            <IconButton label={text.lobby.totals} onClick={() => go(paths.balance(session.id))}>
              <Icon name="arrow" />
            </IconButton>
          }
        >
          <Balances people={people} balances={totals.data.balances} />
        </Section>
      )}
    </Screen>
  );
}
