/** What the board shows: the recorded log and the taps still on their way, as one. */
import type { Event, Game, Seat, Session } from '@/api/types';
import { fold } from '@/domain/game';
import { type Rights, rightsOf } from '@/domain/rights';
import type { GameState } from '@/domain/state';
import type { Tap } from './outbox';
import { isWhole, type KnownBoard } from './reducer';

export interface LogRow extends Event {
  state: 'recorded' | 'queued' | 'refused';
  /** The code of a refusal. */
  refused?: string | undefined;
}

export interface GameView {
  session: Session;
  game: Game;
  state: GameState;
  /** Everything that was tapped, oldest first, refused taps too. */
  rows: LogRow[];
  /** The rows that count: recorded and queued. */
  log: LogRow[];
  queued: number;
  seats: Map<string, Seat>;
  me: Seat | undefined;
  rights: Rights;
}

export function gameView(
  board: KnownBoard & { game: Game },
  taps: readonly Tap[],
  playerId: string,
): GameView {
  const { session, game, events } = board;
  const known = new Set(events.map(({ id }) => id));
  const unsent = taps.filter((tap) => tap.gameId === game.id && !known.has(tap.event.id));
  const recorded = events.map((event): LogRow => ({ ...event, state: 'recorded' }));
  const born = unsent.map((tap) => rowOf(tap, playerId));
  // A refused tap stands where its time puts it; queued ones come last, as the server will number them.
  const rows = [...recorded, ...born.filter(({ state }) => state === 'refused')]
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || a.version - b.version)
    .concat(born.filter(({ state }) => state === 'queued'));
  const log = [...recorded, ...born.filter(({ state }) => state === 'queued')];
  const state = fold(game.rules, game.start_turns, log);
  if (log.length === recorded.length && isWhole(board)) {
    // Nothing of ours is on its way, so the judge's own count is shown.
    Object.assign(state, {
      shooter: game.shooter_seat_id ?? state.shooter,
      turns: game.turns,
      scores: game.scores,
      balls: game.balls,
      ballsLeft: game.balls_left,
      sides: game.sides,
      inHand: game.cue_ball_in_hand,
    });
  }
  const me = session.seats.find(({ player_id }) => player_id === playerId);
  return {
    session,
    game,
    state,
    rows,
    log,
    queued: log.length - recorded.length,
    seats: new Map(session.seats.map((seat) => [seat.id, seat])),
    me,
    rights: rightsOf(session, me),
  };
}

function rowOf(tap: Tap, playerId: string): LogRow {
  const { event } = tap;
  const seat = 'seat_id' in event ? event.seat_id : null;
  return {
    id: event.id,
    kind: event.kind,
    seat_id: seat,
    ball: event.kind === 'pot' ? event.ball : null,
    own_ball: event.kind === 'pot' && event.own_ball === true,
    fluke: false,
    foul: null,
    event_id: event.kind === 'undo' ? event.event_id : null,
    text: null,
    version: Number.MAX_SAFE_INTEGER,
    // Who pays is decided when the server records it; until then the fold says who would.
    payer_seat_id: null,
    recorded_by: playerId,
    at: tap.at,
    state: tap.refused ? 'refused' : 'queued',
    refused: tap.refused,
  };
}
