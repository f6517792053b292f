import type { Session } from '@/api/types';
import { useSigned } from '@/app/context';
import { useWords } from '@/i18n';
import { useLive } from '@/live/store';
import { haptics } from '@/telegram/host';
import { Avatar } from '@/ui/Avatar';
import { IconButton } from '@/ui/Button';
import { Icon } from '@/ui/Icon';
import css from './Lobby.module.css';
import type { OrderOfPlay } from './useOrder';

/** Who plays in which order, and who sits it out; a tap lets a person in or out. */
export function Order({
  order,
  session,
  editable,
  drawn,
}: {
  order: OrderOfPlay;
  session: Session;
  editable: boolean;
  /** The server will draw the order: until then nobody has a place. */
  drawn: boolean;
}) {
  const text = useWords();
  const { me } = useSigned();
  const present = useLive((state) => state.present);
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
              disabled={!editable || (order.full && !place)}
              onClick={() => {
                haptics.select();
                order.toggle(seat.id);
              }}
            >
              <span className="visually-hidden">
                {!place
                  ? text.lobby.rests(seat.display_name)
                  : drawn
                    ? text.lobby.isIn(seat.display_name)
                    : text.lobby.plays(seat.display_name, place)}
              </span>
              <span className={css.place} aria-hidden="true">
                {place ? drawn ? <Icon name="check" size={18} /> : place : '–'}
              </span>
              <Avatar
                name={seat.display_name}
                index={session.seats.indexOf(seat)}
                size={40}
                present={present.includes(seat.id)}
              />
              <span className={css.names}>
                <span className={css.name} aria-hidden="true">
                  {seat.display_name}
                  {seat.player_id === me.id && <span className={css.you}> · {text.you}</span>}
                </span>
                {note && <span className={css.role}>{note}</span>}
              </span>
            </button>
            {editable && !drawn && place > 0 && order.playing.length > 1 && (
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
