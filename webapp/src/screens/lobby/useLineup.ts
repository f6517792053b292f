import { useState } from 'react';
import type { Event, Game, Session } from '@/api/types';
import { fold, mostSeats, orderRefusal } from '@/domain/game';
import { moveUp, type Places, playingIn, stepIn, stepOut } from '@/domain/order';
import { type OrderOfPlay, presentIn } from './useOrder';

export interface Lineup extends OrderOfPlay {
  /** Not as the game is played now. */
  changed: boolean;
  /** The code of why these cannot play on in this order. */
  refusal: string | null;
}

/** Who plays from here on in the game that goes on; null when there is none. */
export function useLineup(session: Session, game: Game | null, events: readonly Event[]): Lineup | null {
  const [edit, setEdit] = useState<{ of: string; places: Places } | null>(null);
  if (!game) return null;
  const now = game.turns.join();
  // Somebody else's change of the order is the one to go on from.
  const places = edit?.of === now ? edit.places : game.turns;
  const change = (changed: Places) => setEdit({ of: now, places: changed });
  const playing = playingIn(places);
  return {
    playing,
    resting: presentIn(session).filter((id) => !playing.includes(id)),
    full: playing.length >= mostSeats(game.rules),
    toggle: (seat) =>
      change(playing.includes(seat) ? stepOut(places, seat) : stepIn(places, seat, game.turns)),
    up: (seat) => change(moveUp(playing, seat)),
    changed: playing.join() !== now,
    refusal: orderRefusal(game.rules, fold(game.rules, game.start_turns, events), playing),
  };
}
