/** Games that this phone has shown: only so many are counted as it takes to know that the app is used. */
import { keep, recallJson } from '@/storage';

const KEY = 'artel.played';
const ENOUGH = 3;

const played = (): string[] => recallJson<string[]>('localStorage', KEY) ?? [];

export const hasPlayedEnough = (): boolean => played().length >= ENOUGH;

export function countGame(id: string): void {
  const known = played();
  if (known.length < ENOUGH && !known.includes(id)) keep('localStorage', KEY, JSON.stringify([...known, id]));
}
