// @vitest-environment happy-dom
import { afterEach, describe, expect, it, test, vi } from 'vitest';
import { Auth } from '@/api/auth';
import { firstPath, paths, rememberPath } from '@/app/paths';
import { keepOrder, moveUp, playingIn, startWith, stepIn, stepOut } from '@/domain/order';
import { contrast, parse, tokens } from '@/telegram/theme';

describe('a launch', () => {
  afterEach(() => sessionStorage.clear());
  const launch = { path: '/', startParam: undefined, owner: '1', now: 1_000_000 };

  it('with an invitation leads to it once', () => {
    expect(firstPath({ ...launch, startParam: 's_TURK3S' })).toBe('/join/TURK3S');
    expect(firstPath({ ...launch, startParam: 's_TURK3S' })).toBe(paths.home);
    expect(firstPath({ ...launch, startParam: 'x_1' })).toBe(paths.home);
  });

  it('with an evening that one was told of leads there once', () => {
    const id = '01a22625-cf99-7d0c-8b51-06f367af09d6';
    expect(firstPath({ ...launch, startParam: `s_${id}` })).toBe(paths.session(id));
    expect(firstPath({ ...launch, startParam: `s_${id}` })).toBe(paths.home);
    expect(firstPath({ ...launch, startParam: `s_${id}x` })).toBe(paths.home);
  });

  it('soon after a reload leads back, but nobody to where another was, and not for ever', () => {
    rememberPath('/s/1', '1', launch.now);
    expect(firstPath(launch)).toBe('/s/1');
    expect(firstPath({ ...launch, owner: '2' })).toBe(paths.home);
    expect(firstPath({ ...launch, now: launch.now + 3_600_000 })).toBe(paths.home);
    expect(firstPath({ ...launch, path: '/new' })).toBe('/new');
  });
});

describe('signing in', () => {
  const player = { id: 'p', display_name: 'Марат', username: null, photo_url: null, language: 'ru' };
  /** A server of two routes; what it answers is decided by the test. */
  function server(answer: (route: string, body: unknown) => [number, Record<string, unknown>]) {
    const calls: string[] = [];
    vi.stubGlobal('fetch', async (request: Request) => {
      const route = new URL(request.url).pathname.split('/').pop() as string;
      calls.push(route);
      const [status, body] = answer(route, await request.json());
      return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });
    });
    return calls;
  }
  const signed = (n: number, expires_in = 900) => ({
    access_token: `a${n}`,
    refresh_token: `r${n}`,
    token_type: 'Bearer',
    expires_in,
    player,
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    localStorage.clear();
  });

  it('happens once for many who ask at the same time', async () => {
    const calls = server(() => [200, signed(1)]);
    const auth = new Auth({ initData: 'x', userId: '1' });
    expect(await Promise.all([auth.token(), auth.token(), auth.token()])).toEqual(['a1', 'a1', 'a1']);
    expect(calls).toEqual(['telegram']);
    expect(auth.player?.display_name).toBe('Марат');
  });

  it('is renewed by its own refresh token, and by the launch when that is refused', async () => {
    let n = 0;
    const calls = server((route) =>
      route === 'refresh' && n > 1 ? [401, { code: 'refresh_reused' }] : [200, signed(++n)],
    );
    const auth = new Auth({ initData: 'x', userId: '1' });
    auth.forget(await auth.token());
    auth.forget(await auth.token());
    expect(await auth.token()).toBe('a3');
    expect(calls).toEqual(['telegram', 'refresh', 'refresh', 'telegram']);
  });

  it('with a stale launch falls back to the kept refresh token of this person only', async () => {
    server(() => [200, signed(1)]);
    await new Auth({ initData: 'x', userId: '1' }).token();
    const bodies: unknown[] = [];
    server((route, body) => {
      bodies.push(body);
      return route === 'telegram' ? [401, { code: 'init_data_expired' }] : [200, signed(2)];
    });
    expect(await new Auth({ initData: 'old', userId: '1' }).token()).toBe('a2');
    expect(bodies).toEqual([{ init_data: 'old' }, { refresh_token: 'r1' }]);
    const other = new Auth({ initData: 'old', userId: '2' });
    expect(other.player).toBeNull();
    await expect(other.token()).rejects.toMatchObject({ status: 401 });
  });

  it('without a network says so and keeps the known player', async () => {
    server(() => [200, signed(1)]);
    await new Auth({ initData: 'x', userId: '1' }).token();
    vi.stubGlobal('fetch', async () => {
      throw new TypeError('Failed to fetch');
    });
    const auth = new Auth({ initData: 'x', userId: '1' });
    expect(auth.player?.id).toBe('p');
    await expect(auth.token()).rejects.toMatchObject({ code: 'network', status: 0 });
  });
});

describe("Telegram's colours", () => {
  const themes = {
    'the default light': {
      bg_color: '#ffffff',
      secondary_bg_color: '#efeff4',
      section_bg_color: '#ffffff',
      text_color: '#000000',
      button_color: '#2481cc',
    },
    'the default dark': {
      bg_color: '#17212b',
      secondary_bg_color: '#232e3c',
      section_bg_color: '#17212b',
      text_color: '#f5f5f5',
      button_color: '#5288c1',
    },
    'iOS black': {
      bg_color: '#000000',
      secondary_bg_color: '#1c1c1d',
      section_bg_color: '#2c2c2e',
      text_color: '#ffffff',
      button_color: '#3e88f7',
    },
    'a pale custom one': {
      bg_color: '#fff7e0',
      secondary_bg_color: '#f2e6c4',
      text_color: '#8a7f66',
      button_color: '#ffd54f',
    },
  };
  const meaning = ['--ink', '--ink-soft', '--accent', '--gain', '--loss'];

  test.each(Object.entries(themes))('%s: everything that means something is legible', (_, colors) => {
    const dark = ((parse(colors.bg_color) as readonly number[])[0] as number) < 100;
    const set = tokens(colors, dark);
    const color = (name: string) => parse(set[name]) as readonly [number, number, number];
    for (const name of meaning) {
      for (const under of ['--page', '--card']) {
        expect(contrast(color(name), color(under)), `${name} on ${under}`).toBeGreaterThanOrEqual(4.5);
      }
    }
    expect(contrast(color('--accent-ink'), color('--accent'))).toBeGreaterThanOrEqual(4.5);
  });

  it('leave our own tokens alone when there are none', () => {
    expect(Object.values(tokens({}, false)).every((token) => token === undefined)).toBe(true);
  });
});

describe('the order of play', () => {
  it('is kept, without who left, newcomers last', () => {
    expect(keepOrder(['C', 'A', 'B'], ['A', 'C', 'D'])).toEqual(['C', 'A', 'D']);
  });
  it('is the same circle from another start', () => {
    expect(startWith(['A', 'B', 'C'], 'B')).toEqual(['B', 'C', 'A']);
    expect(startWith(['A', 'B'], 'X')).toEqual(['A', 'B']);
  });
  it('moves one up, and the first to the end', () => {
    expect(moveUp(['A', 'B', 'C'], 'C')).toEqual(['A', 'C', 'B']);
    expect(moveUp(['A', 'B', 'C'], 'A')).toEqual(['B', 'C', 'A']);
  });
  it('gives whoever comes the place of who has left, his own first of all', () => {
    const turns = ['A', 'B', 'C'];
    const two = stepOut(stepOut(turns, 'A'), 'C');
    expect(playingIn(two)).toEqual(['B']);
    expect(playingIn(stepIn(two, 'C', turns))).toEqual(['B', 'C']);
    expect(playingIn(stepIn(two, 'D', turns))).toEqual(['D', 'B']);
    expect(playingIn(stepIn(turns, 'D', turns))).toEqual(['A', 'B', 'C', 'D']);
  });
});
