/** Events in the words that people use at the table. */
import type { KolkhozRules } from '@/api/types';
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
      return text.board.pot(name, row.ball ? text.color[row.ball.color] : '', signed(pointsOf(view, row)));
    case 'foul': {
      // By `next_plus` the points are somebody else's.
      const points = view.game.rules.foul.mode === 'next_plus' ? 0 : pointsOf(view, row);
      return points ? `${text.board.fouled(name)}, ${signed(points)}` : text.board.fouled(name);
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

/** Who pays for it, or null where nobody or everybody does. */
export function payment(text: Dictionary, view: GameView, row: LogRow): string | null {
  const points = pointsOf(view, row);
  const { rules } = view.game;
  const before = view.state.payers.get(row.id);
  if (!before || rules.point_price_kopecks === 0) return null;
  const payer = points > 0 ? before : row.seat_id;
  return text.board.pays(
    nameOf(view, payer),
    money(Math.abs(points) * rules.point_price_kopecks, text.locale),
  );
}

/** Points of the event as counted, or, for one that does not count, as it would be. */
function pointsOf(view: GameView, row: LogRow): number {
  return view.state.worth.get(row.id) ?? nominal(view.game.rules, row);
}

function nominal(rules: KolkhozRules, row: LogRow): number {
  if (row.kind === 'pot') return rules.balls.find(({ color }) => color === row.ball?.color)?.value ?? 0;
  if (row.kind === 'foul') return rules.foul.mode === 'none' ? 0 : -rules.foul.points;
  return 0;
}
