import { useState } from 'react';
import type { Event, Game, Session } from '@/api/types';
import { MAX_SEATS } from '@/domain/game';
import { takenBack } from '@/domain/log';
import { keepOrder, moveUp, shuffle, startWith } from '@/domain/order';

/** Seats of who is there to play, as they came. */
export const presentIn = (session: Session): string[] =>
  session.seats.filter(({ active, role }) => active && role !== 'spectator').map(({ id }) => id);

/** The order of the next game: that of the last one, started by who potted its last ball, newcomers at the end. */
export function nextOrder(session: Session, game: Game | null, events: readonly Event[]): string[] {
  const present = presentIn(session);
  if (!game) return present.slice(0, MAX_SEATS);
  const gone = takenBack(events);
  const last = [...events].reverse().find(({ id, kind }) => kind === 'pot' && !gone.has(id));
  const turns = last?.seat_id ? startWith(game.turns, last.seat_id) : game.turns;
  return keepOrder(turns, present).slice(0, MAX_SEATS);
}

/** Who plays, in which order, who of those present does not, and how to change it. */
export interface OrderOfPlay {
  playing: readonly string[];
  resting: readonly string[];
  toggle: (seat: string) => void;
  up: (seat: string) => void;
}

export function useOrder(session: Session, game: Game | null, events: readonly Event[]) {
  const [order, setOrder] = useState<string[] | null>(null);
  const [rested, setRested] = useState<readonly string[]>([]);
  const present = presentIn(session);
  const wanted = present.filter((id) => !rested.includes(id));
  const playing = keepOrder(order ?? nextOrder(session, game, events), wanted).slice(0, MAX_SEATS);
  return {
    playing,
    resting: present.filter((id) => !playing.includes(id)),
    toggle: (seat: string) => {
      const plays = playing.includes(seat);
      setRested(plays ? [...rested, seat] : rested.filter((other) => other !== seat));
      setOrder(plays ? playing.filter((other) => other !== seat) : [...playing, seat]);
    },
    up: (seat: string) => setOrder(moveUp(playing, seat)),
    draw: () => setOrder(shuffle(playing, Math.random)),
  };
}
