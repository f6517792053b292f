import { useState } from 'react';
import type { Event, Game, Session } from '@/api/types';
import { mostSeats, seatsFor } from '@/domain/game';
import { takenBack } from '@/domain/log';
import { keepOrder, moveUp, startWith } from '@/domain/order';
import { isKolkhoz } from '@/domain/rules';

/** Seats of who is there to play, as they came. */
export const presentIn = (session: Session): string[] =>
  session.seats.filter(({ active, role }) => active && role !== 'spectator').map(({ id }) => id);

/**
 * The order of the next game: that of the last one, started by whom the rules let break. Newcomers come in at its end,
 * as far as there is room: a pyramid of two stays one.
 */
export function nextOrder(session: Session, game: Game | null, events: readonly Event[]): string[] {
  const present = presentIn(session);
  if (!game) return present.slice(0, seatsFor(session.rules, present.length));
  const again = keepOrder(startWith(game.turns, breakerOf(session, game, events)), present);
  const duel = !isKolkhoz(session.rules) && game.turns.length === 2;
  return again.slice(0, seatsFor(session.rules, duel ? Math.min(present.length, 2) : present.length));
}

function breakerOf({ rules }: Session, game: Game, events: readonly Event[]): string {
  if (rules.breaks === 'rotates') return game.turns[1] ?? '';
  const gone = takenBack(events);
  return [...events].reverse().find(({ id, kind }) => kind === 'pot' && !gone.has(id))?.seat_id ?? '';
}

/** Who plays, in which order, who of those present does not, and how to change it. */
export interface OrderOfPlay {
  playing: readonly string[];
  resting: readonly string[];
  /** Nobody else can come in. */
  full: boolean;
  toggle: (seat: string) => void;
  up: (seat: string) => void;
}

export function useOrder(session: Session, game: Game | null, events: readonly Event[]) {
  const [order, setOrder] = useState<string[] | null>(null);
  const [rested, setRested] = useState<readonly string[]>([]);
  const [drawn, setDrawn] = useState(false);
  const present = presentIn(session);
  const wanted = present.filter((id) => !rested.includes(id));
  const known = order ?? nextOrder(session, game, events);
  const most = mostSeats(session.rules);
  const playing = (
    isKolkhoz(session.rules) ? keepOrder(known, wanted) : known.filter((id) => wanted.includes(id))
  ).slice(0, most);
  return {
    playing,
    resting: present.filter((id) => !playing.includes(id)),
    full: playing.length === most,
    toggle: (seat: string) => {
      const plays = playing.includes(seat);
      setRested(plays ? [...rested, seat] : rested.filter((other) => other !== seat));
      setOrder(plays ? playing.filter((other) => other !== seat) : [...playing, seat]);
    },
    up: (seat: string) => setOrder(moveUp(playing, seat)),
    /** Whether the server is to draw the order of this one game, which anyone can check: see the rules' own draws. */
    drawn,
    draw: () => setDrawn(!drawn),
  };
}
