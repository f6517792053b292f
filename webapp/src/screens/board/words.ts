/** Events in the words that people use at the table. */

import { isKolkhoz } from '@/domain/rules';
import { ballOf } from '@/domain/state';
import { money, signed } from '@/i18n/format';
import type { Dictionary } from '@/i18n/ru';
import type { GameView, LogRow } from '@/live/view';

export const nameOf = (view: GameView, seatId: string | null): string =>
  view.seats.get(seatId ?? '')?.display_name ?? '—';

/** What a tap says, without the money. */
export function sentence(text: Dictionary, view: GameView, row: LogRow): string {
  const name = nameOf(view, row.seat_id);
  switch (row.kind) {
    case 'pot':
      return text.board.pot(name, ballName(text, view, row), signed(pointsOf(view, row)));
    case 'foul': {
      const { mode } = view.game.rules.foul;
      const points = pointsOf(view, row);
      if (mode === 'opponent_plus') return text.board.fouledGiving(name, signed(points));
      // By `next_plus` the points are somebody else's.
      if (mode === 'next_plus' || points === 0) return text.board.fouled(name);
      return `${text.board.fouled(name)}, ${signed(points)}`;
    }
    case 'miss':
      return text.board.missed(name);
    case 'turn':
      return text.board.turn(name);
    case 'undo': {
      const target = view.rows.find(({ id }) => id === row.event_id);
      return target ? sentence(text, view, target) : text.board.undone;
    }
    case 'reorder':
      return text.board.plays((row.turns ?? []).map((seat) => nameOf(view, seat)).join(' → '));
    case 'reopen':
      return text.board.reopened;
    case 'note':
      return row.text ?? '';
  }
}

/** Which ball, in a word or two: its colour, its number, or whether it was the cue ball. */
function ballName(text: Dictionary, view: GameView, { ball, own_ball }: LogRow): string {
  if (isKolkhoz(view.game.rules)) return ball?.color ? text.color[ball.color] : '';
  const kind = own_ball ? text.board.own : text.board.object;
  if (!ball?.number) return kind;
  return own_ball ? `${text.board.numbered(ball.number)}, ${kind}` : text.board.numbered(ball.number);
}

/** Who pays for it, or null where nobody or everybody does. */
export function payment(text: Dictionary, view: GameView, row: LogRow): string | null {
  const points = pointsOf(view, row);
  const { rules } = view.game;
  const before = view.state.payers.get(row.id);
  if (!before || !isKolkhoz(rules) || rules.point_price_kopecks === 0) return null;
  const payer = points > 0 ? before : row.seat_id;
  return text.board.pays(
    nameOf(view, payer),
    money(Math.abs(points) * rules.point_price_kopecks, text.locale),
  );
}

/** Points of the event as counted, or, for one that does not count, as it would be. */
function pointsOf(view: GameView, row: LogRow): number {
  return view.state.worth.get(row.id) ?? nominal(view, row);
}

function nominal({ game, state }: GameView, row: LogRow): number {
  const { mode, points } = game.rules.foul;
  if (row.kind === 'pot') return ballOf(state, row.ball ?? { color: 'white' })?.value ?? 0;
  if (row.kind === 'foul') return mode === 'none' ? 0 : mode === 'opponent_plus' ? points : -points;
  return 0;
}
