import { describe, expect, it } from 'vitest';
import { ApiError } from '@/api/problem';
import { wishes } from '@/api/wish';

const lost = () => Promise.reject(new ApiError('network', 0));
const refused = () => Promise.reject(new ApiError('session_closed', 409));
const told = () => Promise.resolve('answer');

/** The keys that these bodies went out under, with what came of each. */
async function keys(...sent: [body: unknown, answer: () => Promise<unknown>][]): Promise<string[]> {
  const wish = wishes();
  const under: string[] = [];
  for (const [body, answer] of sent) {
    const asked = wish(body, ({ headers }) => {
      under.push(headers['Idempotency-Key']);
      return answer();
    });
    await asked.catch(() => {});
  }
  return under.map((key) => String(under.indexOf(key)));
}

describe('a wish', () => {
  it('keeps its key until an answer comes, however many are lost', async () => {
    const never = () => Promise.reject(new Error('half an answer'));
    expect(await keys(['a', lost], ['a', never], ['a', told], ['a', told])).toEqual(['0', '0', '0', '3']);
  });

  it('has been answered by a refusal, but not by a server in trouble', async () => {
    const down = () => Promise.reject(new ApiError('unavailable', 502));
    expect(await keys(['a', down], ['a', refused], ['a', told])).toEqual(['0', '0', '2']);
  });

  it('for something else is another one, and the one before is not forgotten', async () => {
    expect(await keys([{ a: 1 }, lost], [{ a: 2 }, told], [{ a: 1 }, told])).toEqual(['0', '1', '0']);
  });

  it('of another screen is another one', async () => {
    const [here, there] = [wishes(), wishes()];
    const key = async (wish: typeof here) => wish('a', async ({ headers }) => headers['Idempotency-Key']);
    expect(await key(here)).not.toBe(await key(there));
  });
});
