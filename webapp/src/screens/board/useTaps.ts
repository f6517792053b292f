import type { EventIn } from '@/api/types';
import { useSigned } from '@/app/context';
import { isKolkhoz } from '@/domain/rules';
import type { BallKey } from '@/domain/state';
import { newId } from '@/live/uuid';
import type { GameView, LogRow } from '@/live/view';
import { haptics } from '@/telegram/host';

/** What a finger can do on the board. Each shows at once and is on its way before the finger is up. */
export function useTaps({ game, state }: GameView) {
  const { live } = useSigned();
  const tap = (event: EventIn) => live.tap(game.id, event);
  return {
    /** Of the shooter, unless it is said whose ball it was. */
    pot: (ball: BallKey, { seat = state.shooter, own = false }: { seat?: string; own?: boolean } = {}) => {
      if (ball.color === 'white' && !own) haptics.light();
      else haptics.heavy();
      const which = ball.number === undefined ? { color: ball.color } : { number: ball.number };
      const event = { id: newId(), kind: 'pot', seat_id: seat, ball: which } as const;
      tap(isKolkhoz(game.rules) ? event : { ...event, own_ball: own });
    },
    foul: (seat = state.shooter) => {
      haptics.warn();
      tap({ id: newId(), kind: 'foul', seat_id: seat });
    },
    next: () => {
      haptics.select();
      tap({ id: newId(), kind: 'miss', seat_id: state.shooter });
    },
    turn: (seat_id: string) => {
      haptics.select();
      tap({ id: newId(), kind: 'turn', seat_id });
    },
    /** Takes any event back; taking back an undo puts its event back. */
    undo: (row: Pick<LogRow, 'id'>) => {
      haptics.warn();
      tap({ id: newId(), kind: 'undo', event_id: row.id });
    },
  };
}

export type Taps = ReturnType<typeof useTaps>;
