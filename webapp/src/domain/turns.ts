/** Who shoots after whom: an order of play is a circle, told from whoever began. */

export const before = (turns: readonly string[], seat: string): string =>
  at(turns, turns.indexOf(seat) - 1 + turns.length);
export const after = (turns: readonly string[], seat: string): string => at(turns, turns.indexOf(seat) + 1);

/** Whether these orders differ in who plays, while those who stay follow each other as before. */
export function comesOrGoes(old: readonly string[], next: readonly string[]): boolean {
  const stayed = old.filter((seat) => next.includes(seat));
  const follow = next.filter((seat) => old.includes(seat));
  if (stayed.length === old.length && old.length === next.length) return false;
  const head = follow[0] === undefined ? 0 : stayed.indexOf(follow[0]);
  return follow.every((seat, i) => seat === stayed[(head + i) % stayed.length]);
}

/** Whether nobody who stays has another place: in a pyramid a place is a side. */
export const keepsPlaces = (old: readonly string[], next: readonly string[]): boolean =>
  old.length === next.length && old.every((seat, i) => seat === next[i] || !next.includes(seat));

/** Who shoots in the new order: the shooter or, if he has left, who has his place or follows the one before him. */
export function shooterIn(old: readonly string[], next: readonly string[], shooter: string): string {
  if (next.includes(shooter)) return shooter;
  const place = old.indexOf(shooter);
  const stand = at(next, place);
  if (next.length === old.length && !old.includes(stand)) return stand;
  const preceding = [...old.slice(0, place).reverse(), ...old.slice(place).reverse()];
  return after(next, preceding.find((seat) => next.includes(seat)) ?? at(next, next.length - 1));
}

function at(turns: readonly string[], index: number): string {
  const seat = turns[index % turns.length];
  if (seat === undefined) throw new RangeError('a game needs turns');
  return seat;
}
