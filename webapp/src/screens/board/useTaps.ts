import type { Color, EventIn } from '@/api/types';
import { useSigned } from '@/app/context';
import { newId } from '@/live/uuid';
import type { GameView, LogRow } from '@/live/view';
import { haptics } from '@/telegram/host';

/** What a finger can do on the board. Each shows at once and is on its way before the finger is up. */
export function useTaps({ game, state }: GameView) {
  const { live } = useSigned();
  const tap = (event: EventIn) => live.tap(game.id, event);
  return {
    pot: (color: Color) => {
      if (color === 'white') haptics.light();
      else haptics.heavy();
      tap({ id: newId(), kind: 'pot', seat_id: state.shooter, ball: { color } });
    },
    foul: () => {
      haptics.warn();
      tap({ id: newId(), kind: 'foul', seat_id: state.shooter });
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
