/** The order of play as people build it at the table: who taps in first shoots first. */

/** The last order, without those who left and with newcomers at its end. */
export function keepOrder(last: readonly string[], present: readonly string[]): string[] {
  const kept = last.filter((seat) => present.includes(seat));
  return [...kept, ...present.filter((seat) => !last.includes(seat))];
}

/** The same circle, started by another seat: who pays whom does not change. */
export function startWith(order: readonly string[], first: string): string[] {
  const i = order.indexOf(first);
  return i < 0 ? [...order] : [...order.slice(i), ...order.slice(0, i)];
}

/** One place earlier; the first one goes to the end, as on a circle. */
export function moveUp(order: readonly string[], seat: string): string[] {
  const i = order.indexOf(seat);
  if (i < 0) return [...order];
  const rest = order.filter((other) => other !== seat);
  const place = i === 0 ? rest.length : i - 1;
  return [...rest.slice(0, place), seat, ...rest.slice(place)];
}

/** A game that goes on, place by place: an empty one waits for whoever comes back or stands in. */
export type Places = readonly (string | null)[];

export const playingIn = (places: Places): string[] => places.filter((seat) => seat !== null);

export const stepOut = (places: Places, leaver: string): Places =>
  places.map((seat) => (seat === leaver ? null : seat));

/** Into one's own place of `turns` when it is empty, or else into the first that is, or else at the end. */
export function stepIn(places: Places, comer: string, turns: readonly string[]): Places {
  const own = turns.indexOf(comer);
  const empty = places[own] === null ? own : places.indexOf(null);
  return empty < 0 ? [...places, comer] : places.map((seat, i) => (i === empty ? comer : seat));
}
