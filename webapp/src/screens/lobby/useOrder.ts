import { useState } from 'react';
import type { Event, Game, Session } from '@/api/types';
import { takenBack } from '@/domain/kolkhoz';
import { keepOrder, moveUp, shuffle, startWith } from '@/domain/order';

/** More cannot play one game. */
const MOST = 8;

/** The order of the next game: that of the last one, started by who potted its last ball, newcomers at the end. */
export function nextOrder(session: Session, game: Game | null, events: readonly Event[]): string[] {
  const present = session.seats
    .filter(({ active, role }) => active && role !== 'spectator')
    .map(({ id }) => id);
  if (!game) return present.slice(0, MOST);
  const gone = takenBack(events);
  const last = [...events].reverse().find(({ id, kind }) => kind === 'pot' && !gone.has(id));
  const turns = last?.seat_id ? startWith(game.turns, last.seat_id) : game.turns;
  return keepOrder(turns, present).slice(0, MOST);
}

export function useOrder(session: Session, game: Game | null, events: readonly Event[]) {
  const [order, setOrder] = useState<string[] | null>(null);
  const [rested, setRested] = useState<readonly string[]>([]);
  const present = session.seats
    .filter(({ active, role }) => active && role !== 'spectator')
    .map(({ id }) => id);
  const wanted = present.filter((id) => !rested.includes(id));
  const playing = keepOrder(order ?? nextOrder(session, game, events), wanted).slice(0, MOST);
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
