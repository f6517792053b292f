// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '@/api/problem';
import type { EventIn, Recorded } from '@/api/types';
import { Outbox, type Tap } from '@/live/outbox';
import { tapStorage } from '@/live/storage';
import { newId } from '@/live/uuid';
import { event, game } from './make';

const tap = (id: string): EventIn => ({ id, kind: 'pot', seat_id: 'A', ball: { color: 'white' } });
const offline = () => new ApiError('network', 0);

/** A page with its own outbox; pages of one owner share what is kept on the phone, as after a reload. */
function page(owner: string, send: (event: EventIn, gameId: string) => Promise<void>, now = Date.now) {
  const seen = { taps: [] as readonly Tap[], recorded: [] as string[], refused: [] as [string, string][] };
  const retries: { ms: number; run: () => void }[] = [];
  const outbox = new Outbox({
    now,
    later: (run, ms) => {
      retries.push({ ms, run });
      return () => {};
    },
    storage: tapStorage(owner),
    send: async (gameId, sent): Promise<Recorded> => {
      await send(sent, gameId);
      return { event: event(sent.id, sent.kind), game: game() };
    },
    onChange: (taps) => {
      seen.taps = taps;
    },
    onRecorded: (recorded) => seen.recorded.push(recorded.event.id),
    onRefused: ({ event: { id } }, code) => seen.refused.push([id, code]),
  });
  return { outbox, seen, retries, waiting: () => outbox.queued().map(({ event: { id } }) => id) };
}

/** Until it holds; IndexedDB and promises need real turns of the loop. */
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 4_000, interval: 5 });

let owner: string;
beforeEach(() => {
  owner = newId();
});

describe('taps', () => {
  it('survive a page that ends before IndexedDB has written them', async () => {
    const made: Tap = {
      key: '00000000000001.000000.a',
      gameId: 'g1',
      event: tap('a'),
      at: new Date().toISOString(),
    };
    void tapStorage(owner).save(made);
    // What a new page finds in the journal alone, while the write of the old one is still under way.
    expect(Object.keys(localStorage).some((key) => key.endsWith(made.key))).toBe(true);
    expect(await tapStorage(owner).load()).toEqual([made]);
    await eventually(() =>
      expect(Object.keys(localStorage).some((key) => key.endsWith(made.key))).toBe(false),
    );
  });

  it('are sent in the order in which they were made, one after the other', async () => {
    const sent: string[] = [];
    let atOnce = 0;
    const { outbox, seen } = page(owner, async ({ id }) => {
      atOnce += 1;
      expect(atOnce).toBe(1);
      await Promise.resolve();
      sent.push(id);
      atOnce -= 1;
    });
    for (const id of ['1', '2', '3', '4', '5']) outbox.add('g1', tap(id));
    expect(seen.taps).toHaveLength(5);
    await eventually(() => expect(sent).toEqual(['1', '2', '3', '4', '5']));
    await eventually(() => expect(seen.taps).toHaveLength(0));
  });

  it('wait while there is no network, and go out on the next chance with the ids they had', async () => {
    let online = false;
    const sent: string[] = [];
    const { outbox, seen, waiting } = page(owner, async ({ id }) => {
      if (!online) throw offline();
      sent.push(id);
    });
    for (const id of ['1', '2', '3']) outbox.add('g1', tap(id));
    await eventually(() => expect(waiting()).toEqual(['1', '2', '3']));
    online = true;
    outbox.flush();
    await eventually(() => expect(sent).toEqual(['1', '2', '3']));
    expect(seen.recorded).toEqual(['1', '2', '3']);
  });

  it('are tried again by themselves, without anyone asking', async () => {
    const failures = [offline(), offline(), new ApiError('too_many_requests', 429, 30)];
    const { outbox, seen, retries } = page(owner, async () => {
      const failure = failures.shift();
      if (failure) throw failure;
    });
    outbox.add('g1', tap('1'));
    for (const wait of [1_000, 2_000, 30_000]) {
      await eventually(() => expect(retries.map(({ ms }) => ms)).toContain(wait));
      retries.find(({ ms }) => ms === wait)?.run();
    }
    await eventually(() => expect(seen.recorded).toEqual(['1']));
  });

  it('survive a reload, in their order', async () => {
    const before = page(owner, async () => {
      throw offline();
    });
    for (const id of ['1', '2', '3']) before.outbox.add('g1', tap(id));
    await eventually(async () => expect(await tapStorage(owner).load()).toHaveLength(3));

    const sent: string[] = [];
    const after = page(owner, async ({ id }) => void sent.push(id));
    await after.outbox.load();
    await eventually(() => expect(sent).toEqual(['1', '2', '3']));
    await eventually(async () => expect(await tapStorage(owner).load()).toEqual([]));
  });

  it('keep their order when the clock of the phone is set back', async () => {
    const clock = [2_000, 1_000, 3_000];
    const before = page(
      owner,
      async () => {
        throw offline();
      },
      () => clock.shift() ?? 4_000,
    );
    for (const id of ['1', '2', '3']) before.outbox.add('g1', tap(id));
    await eventually(async () => expect(await tapStorage(owner).load()).toHaveLength(3));
    const after = page(owner, async () => {
      throw offline();
    });
    await after.outbox.load();
    expect(after.waiting()).toEqual(['1', '2', '3']);
  });

  it('made while the database opens are kept beside those it brings', async () => {
    const before = page(owner, async () => {
      throw offline();
    });
    before.outbox.add('g1', tap('old'));
    await eventually(async () => expect(await tapStorage(owner).load()).toHaveLength(1));

    const after = page(owner, async () => {
      throw offline();
    });
    const loading = after.outbox.load();
    after.outbox.add('g1', tap('new'));
    await loading;
    expect(after.waiting()).toEqual(['old', 'new']);
  });

  it('of another person on the same browser are not touched', async () => {
    const mine = page(owner, async () => {
      throw offline();
    });
    mine.outbox.add('g1', tap('1'));
    await eventually(async () => expect(await tapStorage(owner).load()).toHaveLength(1));
    const sent: string[] = [];
    const other = page(newId(), async ({ id }) => void sent.push(id));
    await other.outbox.load();
    expect(other.seen.taps).toEqual([]);
    expect(sent).toEqual([]);
  });

  it('of one game do not wait for those of another', async () => {
    const sent: string[] = [];
    const { outbox } = page(owner, async ({ id }, gameId) => {
      if (gameId === 'g1') throw offline();
      sent.push(id);
    });
    outbox.add('g1', tap('1'));
    outbox.add('g2', tap('2'));
    await eventually(() => expect(sent).toEqual(['2']));
  });
});

describe('a refused tap', () => {
  it('stays with its reason, is never sent again and holds nobody up', async () => {
    const tries: string[] = [];
    const send = async ({ id }: EventIn) => {
      tries.push(id);
      if (id === '2') throw new ApiError('ball_already_down', 409);
    };
    const { outbox, seen } = page(owner, send);
    for (const id of ['1', '2', '3']) outbox.add('g1', tap(id));
    await eventually(() => expect(seen.recorded).toEqual(['1', '3']));
    expect(seen.refused).toEqual([['2', 'ball_already_down']]);
    expect(seen.taps).toMatchObject([{ event: { id: '2' }, refused: 'ball_already_down' }]);

    await eventually(async () => expect(await tapStorage(owner).load()).toHaveLength(1));
    const after = page(owner, send);
    await after.outbox.load();
    expect(after.seen.taps).toMatchObject([{ refused: 'ball_already_down' }]);
    expect(tries).toEqual(['1', '2', '3']);
  });

  it.each([
    ['not_allowed', 403],
    ['game_not_live', 409],
    ['event_unknown', 404],
  ])('is refused by %s', async (code, status) => {
    const { outbox, seen } = page(owner, async () => {
      throw new ApiError(code, status);
    });
    outbox.add('g1', tap('1'));
    await eventually(() => expect(seen.refused).toEqual([['1', code]]));
  });

  it.each([
    ['network', 0],
    ['unavailable', 503],
    ['too_many_requests', 429],
    ['token_expired', 401],
  ])('is none after %s: it only waits', async (code, status) => {
    const tried = vi.fn();
    const { outbox, seen, waiting } = page(owner, async () => {
      tried();
      throw new ApiError(code, status);
    });
    outbox.add('g1', tap('1'));
    await eventually(() => expect(tried).toHaveBeenCalled());
    expect(waiting()).toEqual(['1']);
    expect(seen.refused).toEqual([]);
  });
});

it('an id is a version 4 UUID, with and without the help of the browser', () => {
  const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  expect(newId()).toMatch(shape);
  vi.stubGlobal('crypto', { getRandomValues: (bytes: Uint8Array) => bytes.fill(255) });
  expect(newId()).toMatch(shape);
  vi.unstubAllGlobals();
});
