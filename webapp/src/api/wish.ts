/** Wishes for something new, each of which comes true once, however often it is sent. */
import { newId } from '@/live/uuid';
import { ApiError } from './problem';

/** A copy of this request, however late the network brings it, is answered as the request was, and does nothing. */
type Once = { headers: { 'Idempotency-Key': string } };

/** Asks for `body`; what it raises or answers is what `ask` does. */
export type Wish = <Out>(body: unknown, ask: (once: Once) => Promise<Out>) => Promise<Out>;

/**
 * Remembers the wishes that no answer came to: a lost one may have come true all the same, so the same body sent again
 * bears the same key. Another body, and the same one after an answer, is another wish.
 */
export function wishes(): Wish {
  const unanswered = new Map<string, string>();
  return async (body, ask) => {
    const wish = JSON.stringify(body);
    const key = unanswered.get(wish) ?? newId();
    unanswered.set(wish, key);
    try {
      const answer = await ask({ headers: { 'Idempotency-Key': key } });
      unanswered.delete(wish);
      return answer;
    } catch (error) {
      if (error instanceof ApiError && !error.passing) unanswered.delete(wish);
      throw error;
    }
  };
}
