import { afterEach, describe, expect, it, vi } from 'vitest';
import { isReplaced } from '@/app/version';
import { isLocal } from '@/telegram/launch';
import { sign } from '@/telegram/local';

describe('a local sign-in', () => {
  it('is signed as the server checks it', async () => {
    // Made by common/telegram.py.
    expect(
      await sign({
        user: '{"id":1001,"first_name":"Марат","language_code":"ru"}',
        auth_date: '1764410000',
        signature: 'local',
      }),
    ).toBe(
      'user=%7B%22id%22%3A1001%2C%22first_name%22%3A%22%D0%9C%D0%B0%D1%80%D0%B0%D1%82%22%2C%22language_code%22%3A%22ru%22%7D&auth_date=1764410000&signature=local&hash=780b8632ffd602b51e18c93de6b9571c9396b03079ebd695d7841d7b399ae56e',
    );
  });

  it('is offered on one’s own computer only', () => {
    expect(['localhost', '127.0.0.1', 'artel.example', '10.0.0.1'].map(isLocal)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

describe('a page that is open for long', () => {
  afterEach(() => vi.unstubAllGlobals());
  const served = (html: string) => vi.stubGlobal('fetch', async () => new Response(html));
  const startedBy = (src: string) => {
    const script = { getAttribute: () => src };
    vi.stubGlobal('document', { querySelector: () => script });
  };

  it('is told when the server has another', async () => {
    startedBy('/assets/index-new.js');
    served('<script type="module" src="/assets/index-new.js">');
    expect(await isReplaced()).toBe(false);
    served('<script type="module" src="/assets/index-newer.js">');
    expect(await isReplaced()).toBe(true);
  });

  it('is left alone when nobody answers, or something is wrong', async () => {
    startedBy('/assets/index-new.js');
    vi.stubGlobal('fetch', async () => new Response('away', { status: 503 }));
    expect(await isReplaced()).toBe(false);
    vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('offline')));
    expect(await isReplaced()).toBe(false);
  });
});
