import { useQueryClient } from '@tanstack/react-query';
import { addEntry, confirmPayment, type Entry, type NewEntry } from '@/api/money';
import type { Seat, Session } from '@/api/types';
import { useSigned } from '@/app/context';
import { useAct } from '@/app/useAct';
import { useWish } from '@/app/useWish';
import { haptics } from '@/telegram/host';

/** What this person may do to the journal of an evening, as the server will judge it, and how it is done. */
export function useJournal(session: Session, done?: () => void) {
  const wish = useWish();
  const { http, live, me } = useSigned();
  const queries = useQueryClient();
  const mine = session.seats.find(({ player_id }) => player_id === me.id);
  const keeps = mine?.active === true && (mine.role === 'host' || mine.role === 'scorer');
  const refresh = () => {
    haptics.success();
    void queries.invalidateQueries({ queryKey: ['balance', session.id] });
    void live.fetchBoard(session.id);
    done?.();
  };
  const add = useAct((entry: NewEntry) => addEntry(http, wish, session.id, entry), refresh);
  const confirm = useAct((id: string) => confirmPayment(http, session.id, id), refresh);
  const isGuest = (id: string | null) =>
    session.seats.some((seat: Seat) => seat.id === id && seat.player_id === null);
  return {
    mine,
    keeps,
    busy: add.isPending || confirm.isPending,
    add: (entry: NewEntry) => add.mutate(entry),
    confirm: (id: string) => confirm.mutate(id),
    mayPay: (payer: string, payee: string) =>
      mine?.active === true && (keeps || mine.id === payer || mine.id === payee),
    mayConfirm: ({ payee_seat_id }: Entry) => payee_seat_id === mine?.id || (keeps && isGuest(payee_seat_id)),
    mayReverse: (entry: Entry) =>
      session.status === 'open' &&
      entry.game_id === null &&
      entry.kind !== 'reversal' &&
      entry.reversed_by === null &&
      (keeps || entry.recorded_by === me.id),
  };
}

export type Journal = ReturnType<typeof useJournal>;
