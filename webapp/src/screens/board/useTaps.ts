import type { EventIn, PottedBall } from '@/api/types';
import { useSigned } from '@/app/context';
import { takenBack } from '@/domain/log';
import { isKolkhoz } from '@/domain/rules';
import type { BallKey } from '@/domain/state';
import { newId } from '@/live/uuid';
import type { GameView, LogRow } from '@/live/view';
import { haptics } from '@/telegram/host';

interface Shot {
  /** Whose it was: the shooter's, unless it is said. */
  seat?: string;
  /** Played some time ago: the turn stays where it is, though every shot hands it on. */
  earlier?: boolean;
}

/** What a finger can do on the board. Each shows at once, is felt once and is on its way before the finger is up. */
export function useTaps({ game, state, log }: GameView) {
  const { live } = useSigned();
  const send = (event: EventIn) => live.tap(game.id, event);
  const sendPot = (ball: PottedBall, seat_id: string, own: boolean) => {
    const event = { id: newId(), kind: 'pot', seat_id, ball } as const;
    send(isKolkhoz(game.rules) ? event : { ...event, own_ball: own });
  };
  const sendFoul = (seat_id: string) => send({ id: newId(), kind: 'foul', seat_id });
  const sendTurn = (seat_id: string) => send({ id: newId(), kind: 'turn', seat_id });
  const sendUndo = (event_id: string) => send({ id: newId(), kind: 'undo', event_id });
  const keepTurn = (seat: string, earlier: boolean) => {
    if (earlier && seat !== state.shooter) sendTurn(state.shooter);
  };
  return {
    pot: (
      ball: BallKey,
      { seat = state.shooter, earlier = false, own = false }: Shot & { own?: boolean } = {},
    ) => {
      if (ball.color === 'white' && !own) haptics.light();
      else haptics.heavy();
      sendPot(ball.number === undefined ? { color: ball.color } : { number: ball.number }, seat, own);
      keepTurn(seat, earlier);
    },
    foul: ({ seat = state.shooter, earlier = false }: Shot = {}) => {
      haptics.warn();
      sendFoul(seat);
      keepTurn(seat, earlier);
    },
    next: () => {
      haptics.select();
      send({ id: newId(), kind: 'miss', seat_id: state.shooter });
    },
    turn: (seat: string) => {
      haptics.select();
      sendTurn(seat);
    },
    /** Takes any event back; taking back an undo puts its event back. */
    undo: (row: Pick<LogRow, 'id'>) => {
      haptics.warn();
      sendUndo(row.id);
    },
    /** A ball or a foul was somebody else's. The shot just played hands the turn on as if it had been tapped right. */
    move: (row: LogRow, seat: string) => {
      haptics.warn();
      const earlier = latestShot(log)?.id !== row.id;
      sendUndo(row.id);
      if (row.kind === 'foul') sendFoul(seat);
      // Where balls are all alike it need not have been said which.
      else sendPot(row.ball ?? { color: 'white' }, seat, row.own_ball);
      if (earlier) sendTurn(state.shooter);
    },
  };
}

export type Taps = ReturnType<typeof useTaps>;

function latestShot(log: readonly LogRow[]): LogRow | undefined {
  const gone = takenBack(log);
  return [...log].reverse().find(({ id, kind }) => kind !== 'undo' && kind !== 'note' && !gone.has(id));
}
