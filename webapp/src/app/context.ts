import { createContext, useContext } from 'react';
import type { Auth } from '@/api/auth';
import type { Api, Http } from '@/api/client';
import type { Player } from '@/api/types';
import type { Live } from '@/live/store';

/** What a signed-in page works with. */
export interface Signed {
  auth: Auth;
  api: Api;
  http: Http;
  live: Live;
  me: Player;
}

export const SignedContext = createContext<Signed | null>(null);

export function useSigned(): Signed {
  const signed = useContext(SignedContext);
  if (!signed) throw new Error('a screen needs a signed-in player');
  return signed;
}
