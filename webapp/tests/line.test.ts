// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openLine } from '@/live/socket';
import { dialled, forgetAll, latest, Wire } from './wire';

const after = (ms: number) => vi.advanceTimersByTimeAsync(ms);
/** Promises that wait for nothing. */
const soon = () => after(0);

let hangUp = () => {};

/** A line to one session, and all that was heard from it. */
function call(changed: Partial<Parameters<typeof openLine>[0]> = {}) {
  const heard = { messages: [] as unknown[], ups: 0, downs: [] as boolean[], ended: 0 };
  hangUp = openLine({
    path: '/api/v1/sessions/s1/live',
    since: () => 7,
    token: async () => 'token',
    onTokenEnded: () => heard.ended++,
    onMessage: (message) => heard.messages.push(message),
    onUp: () => heard.ups++,
    onDown: (opened) => heard.downs.push(opened),
    ...changed,
  });
  return heard;
}

/** A call that was answered. */
async function answered(changed: Parameters<typeof call>[0] = {}) {
  const heard = call(changed);
  await soon();
  latest().accept();
  return heard;
}

/** How long until the line is dialled anew, in ms. */
async function pause(): Promise<number> {
  const before = dialled.length;
  const from = Date.now();
  while (dialled.length === before) {
    await vi.advanceTimersToNextTimerAsync();
    if (Date.now() - from > 60_000) throw new Error('nobody dials');
  }
  return latest().dialledAt - from;
}

const see = (state: DocumentVisibilityState) => {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(state);
  document.dispatchEvent(new Event('visibilitychange'));
};
const network = (onLine: boolean) => {
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(onLine);
  dispatchEvent(new Event(onLine ? 'online' : 'offline'));
};

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', Wire);
});
afterEach(async () => {
  hangUp();
  forgetAll();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('the line', () => {
  it('is dialled with the newest version and the token, and hands on what it hears', async () => {
    const heard = await answered();
    expect(latest().url).toMatch(/^ws:.*\/api\/v1\/sessions\/s1\/live\?since=7$/);
    expect(latest().protocols).toEqual(['artel.v1', 'bearer.token']);
    latest().say({ t: 'hello', version: 7 });
    expect(heard).toMatchObject({ messages: [{ t: 'hello', version: 7 }], ups: 1, downs: [] });
  });

  it('asks for all that was missed at each opening', async () => {
    let version: number | undefined;
    call({ since: () => version });
    await soon();
    expect(latest().url).toMatch(/\/live$/);
    for (version of [3, 9]) {
      latest().end(1006);
      await pause();
      expect(latest().url).toMatch(new RegExp(`since=${version}$`));
    }
  });

  it('pings every 5 s', async () => {
    await answered();
    for (let second = 0; second < 30; second++) {
      latest().say({ t: 'pong', version: 7 });
      await after(1_000);
    }
    expect(latest().sent).toEqual(Array(6).fill({ t: 'ping' }));
    expect(dialled).toHaveLength(1);
  });

  it('is dead after 12 s of silence, and dialled anew at once', async () => {
    const heard = await answered();
    await after(3_000);
    latest().say({ t: 'pong', version: 7 });
    await after(11_900);
    expect(dialled).toHaveLength(1);
    await after(200);
    expect(dialled).toHaveLength(2);
    expect(dialled[0]?.readyState).toBe(Wire.CLOSED);
    expect(heard.downs).toEqual([true]);
  });

  it('is dialled anew when nobody answers for 8 s', async () => {
    const heard = call();
    await soon();
    await after(7_900);
    expect(heard.downs).toEqual([]);
    await after(200);
    expect(heard.downs).toEqual([false]);
    expect(await pause()).toBeLessThan(500);
  });
});

describe('a line that breaks', () => {
  it('is dialled anew after pauses that grow from 0.4 s to 8 s', async () => {
    const heard = await answered();
    const pauses: number[] = [];
    for (let i = 0; i < 9; i++) {
      latest().end(1006);
      pauses.push(await pause());
    }
    expect(pauses).toEqual([400, 680, 1155, 1965, 3340, 5679, 8000, 8000, 8000]);
    expect(heard.downs).toEqual([true, ...Array(8).fill(false)]);
  });

  it.each([
    ['anew after a call that held', 6_000, 400],
    ['on after one that was cut off at once', 1_000, 1155],
  ])('begins its pauses %s', async (_, held, expected) => {
    await answered();
    for (let i = 0; i < 2; i++) {
      latest().end(1006);
      await pause();
    }
    latest().accept();
    await after(held);
    latest().end(1012);
    expect(await pause()).toBe(expected);
  });

  it('whose token ended says so, and comes back with a new one', async () => {
    let token = 'old';
    const heard = await answered({
      token: async () => token,
      onTokenEnded: () => {
        token = 'new';
      },
    });
    latest().end(4401);
    await pause();
    expect(latest().protocols).toEqual(['artel.v1', 'bearer.new']);
    expect(heard.downs).toEqual([true]);
  });

  it('is dialled without a token too, so that the server says what is wrong', async () => {
    call({ token: () => Promise.reject(new Error('offline')) });
    await soon();
    expect(latest().protocols).toEqual(['artel.v1', 'bearer.none']);
  });
});

describe('at once, without waiting for its turn, it is dialled', () => {
  /** In the middle of a pause of 8 s. */
  async function waiting() {
    const heard = await answered();
    for (let i = 0; i < 7; i++) {
      latest().end(1006);
      await pause();
    }
    latest().end(1006);
    await after(100);
    return heard;
  }

  it('when the page is looked at again', async () => {
    const heard = await waiting();
    const before = dialled.length;
    see('hidden');
    await after(100);
    expect(dialled).toHaveLength(before);
    see('visible');
    await soon();
    expect(dialled).toHaveLength(before + 1);
    latest().accept();
    expect(heard.ups).toBe(2);
    await after(10_000);
    expect(dialled, 'and only once').toHaveLength(before + 1);
  });

  it('when the network is back', async () => {
    await waiting();
    const before = dialled.length;
    network(false);
    await after(100);
    expect(dialled).toHaveLength(before);
    network(true);
    await soon();
    expect(dialled).toHaveLength(before + 1);
  });

  it('when a sleeping page wakes on a line that has long been silent, and not when it is well', async () => {
    await answered();
    await after(4_000);
    see('visible');
    await soon();
    expect(dialled).toHaveLength(1);
    await after(4_000);
    see('visible');
    await soon();
    expect(dialled).toHaveLength(2);
  });
});

it('a phone without a network is told so while the socket still believes', async () => {
  const heard = await answered();
  network(false);
  expect(heard.downs).toEqual([true]);
});

describe('whoever hangs up', () => {
  const nothingLeft = async () => {
    hangUp();
    const before = dialled.length;
    await after(10_000);
    expect(vi.getTimerCount()).toBe(0);
    see('visible');
    network(true);
    await after(10_000);
    expect(dialled).toHaveLength(before);
    expect(dialled.every(({ readyState }) => readyState === Wire.CLOSED)).toBe(true);
    expect(dialled.some(({ complained }) => complained)).toBe(false);
  };

  it('in the middle of a call leaves no timer, no listener and no open socket', async () => {
    const added = vi.spyOn(globalThis, 'addEventListener');
    const removed = vi.spyOn(globalThis, 'removeEventListener');
    const addedHere = vi.spyOn(document, 'addEventListener');
    const removedHere = vi.spyOn(document, 'removeEventListener');
    const heard = await answered();
    hangUp();
    await soon();
    expect(removed.mock.calls).toEqual(added.mock.calls);
    expect(removedHere.mock.calls).toEqual(addedHere.mock.calls);
    expect(added).toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
    await nothingLeft();
    expect(heard.downs, 'and hears no more of it').toEqual([]);
  });

  it('during a pause is not dialled for', async () => {
    await answered();
    latest().end(1006);
    await nothingLeft();
  });

  it.each([
    ['an answer comes', () => latest().accept()],
    ['it is refused', () => latest().end(1006)],
  ])('while it rings lets it ring until %s', async (_, answer) => {
    const heard = call();
    await soon();
    hangUp();
    await soon();
    answer();
    await soon();
    await nothingLeft();
    expect(heard).toMatchObject({ ups: 0, downs: [] });
  });

  it('before it is dialled has nobody dialled for', async () => {
    call();
    hangUp();
    await nothingLeft();
    expect(dialled).toEqual([]);
  });
});
