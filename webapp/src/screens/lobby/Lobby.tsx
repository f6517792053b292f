import { useQuery } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { useSigned } from '@/app/context';
import { paths } from '@/app/paths';
import { useAct } from '@/app/useAct';
import { rightsOf } from '@/domain/rights';
import { useText } from '@/i18n';
import { day } from '@/i18n/format';
import type { KnownBoard } from '@/live/reducer';
import { useLive } from '@/live/store';
import { haptics } from '@/telegram/host';
import { Avatar } from '@/ui/Avatar';
import { Button, IconButton } from '@/ui/Button';
import { Icon } from '@/ui/Icon';
import { Screen, Section } from '@/ui/Screen';
import { Balances, peopleOf } from '../Money';
import { AddGuest } from './AddGuest';
import { Invite } from './Invite';
import css from './Lobby.module.css';
import { RulesLine } from './RulesLine';
import { useOrder } from './useOrder';

/** The table between games: who is here, who shoots after whom, and the break. */
export function Lobby({ board }: { board: KnownBoard }) {
  const text = useText();
  const [, go] = useLocation();
  const { api, live, me } = useSigned();
  const { session, game, events } = board;
  const mine = session.seats.find(({ player_id }) => player_id === me.id);
  const rights = rightsOf(session, mine);
  const people = peopleOf(session);
  const order = useOrder(session, game, events);
  const liveGame = game?.status === 'live';
  const host = session.seats.find(({ id }) => id === session.host_seat_id)?.display_name ?? '';
  const watching = session.seats.filter(({ active, role }) => active && role === 'spectator');
  const totals = useQuery({
    queryKey: ['balance', session.id, game?.id, game?.status],
    queryFn: () => api.balance(session.id),
  });
  const played = totals.data?.balances.some(({ net_kopecks }) => net_kopecks !== 0);
  const start = useAct(
    () => api.startGame(session.id, order.playing),
    (started) => {
      haptics.heavy();
      live.adopt({ session: { ...session, current_game_id: started.id }, game: started, events: [] });
      go(paths.session(session.id), { replace: true });
    },
  );
  const enough = order.playing.length >= 2;
  return (
    <Screen
      title={session.name || text.home.unnamed(day(session.created_at, text.locale))}
      onBack={() => go(paths.home)}
      actions={
        liveGame ? (
          <Button look="ivory" wide onClick={() => go(paths.session(session.id))}>
            {text.lobby.toGame}
          </Button>
        ) : rights.manage ? (
          <>
            {!enough && <p className={css.note}>{text.lobby.needTwo}</p>}
            <Button
              look="ivory"
              wide
              data-testid="session-start"
              disabled={!enough || start.isPending}
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
        hint={rights.manage ? text.lobby.orderHint : ''}
        aside={
          rights.manage && enough ? (
            <Button
              look="soft"
              icon={<Icon name="shuffle" size={20} />}
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
        <Order order={order} board={board} editable={rights.manage} />
        {rights.manage && <AddGuest sessionId={session.id} />}
      </Section>
      {watching.length > 0 && (
        <Section title={text.lobby.watching}>
          <p>{watching.map(({ display_name }) => display_name).join(', ')}</p>
        </Section>
      )}
      <Section title={text.lobby.rules}>
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

function Order({
  order,
  board,
  editable,
}: {
  order: ReturnType<typeof useOrder>;
  board: KnownBoard;
  editable: boolean;
}) {
  const text = useText();
  const { me } = useSigned();
  const present = useLive((state) => state.present);
  const { session } = board;
  const rows = [...order.playing, ...order.resting].flatMap((id) =>
    session.seats.filter((seat) => seat.id === id),
  );
  return (
    <ol className={css.order}>
      {rows.map((seat) => {
        const place = order.playing.indexOf(seat.id) + 1;
        const note = !place
          ? text.lobby.resting
          : seat.is_guest
            ? text.guest
            : seat.role === 'player'
              ? ''
              : text.role[seat.role];
        return (
          <li
            key={seat.id}
            className={place ? css.seat : `${css.seat} ${css.resting}`}
            data-testid="lobby-seat"
            data-seat-id={seat.id}
          >
            <button
              type="button"
              className={css.who}
              disabled={!editable}
              aria-label={
                place ? text.lobby.plays(seat.display_name, place) : text.lobby.rests(seat.display_name)
              }
              onClick={() => {
                haptics.select();
                order.toggle(seat.id);
              }}
            >
              <span className={css.place}>{place || '–'}</span>
              <Avatar
                name={seat.display_name}
                index={session.seats.indexOf(seat)}
                size={40}
                present={present.includes(seat.id)}
              />
              <span className={css.names}>
                <span className={css.name}>
                  {seat.display_name}
                  {seat.player_id === me.id && <span className={css.you}> · {text.you}</span>}
                </span>
                {note && <span className={css.role}>{note}</span>}
              </span>
            </button>
            {editable && place > 0 && order.playing.length > 1 && (
              <IconButton
                label={text.lobby.up(seat.display_name)}
                className={css.up}
                onClick={() => {
                  haptics.select();
                  order.up(seat.id);
                }}
              >
                <Icon name="up" size={20} />
              </IconButton>
            )}
          </li>
        );
      })}
    </ol>
  );
}
