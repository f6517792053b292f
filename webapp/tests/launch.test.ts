// @vitest-environment happy-dom
import { afterEach, expect, it } from 'vitest';
import { readLaunch } from '@/telegram/launch';

const hash = (id: number, more: Record<string, string> = {}) => {
  const data = new URLSearchParams({
    user: JSON.stringify({ id, language_code: 'uk' }),
    auth_date: '1',
    hash: 'x',
  });
  return `#${new URLSearchParams({ tgWebAppData: data.toString(), tgWebAppVersion: '8.0', ...more })}`;
};
afterEach(() => sessionStorage.clear());

it('init data without a signature is good enough: the server decides', () => {
  const { initData, userId, language } = readLaunch(hash(42));
  expect(initData).toBe('user=%7B%22id%22%3A42%2C%22language_code%22%3A%22uk%22%7D&auth_date=1&hash=x');
  expect([userId, language]).toEqual(['42', 'uk']);
});

it('a reload without the hash is the same launch, and a new hash another person', () => {
  readLaunch(hash(42));
  expect(readLaunch('').userId).toBe('42');
  expect(readLaunch(hash(43)).userId).toBe('43');
  expect(readLaunch('').userId).toBe('43');
});

it('no launch, and a broken one, leave everything out', () => {
  expect(readLaunch('#somewhere')).toMatchObject({ initData: undefined, userId: undefined, theme: {} });
  expect(readLaunch('#tgWebAppData=user%3D%7B&tgWebAppThemeParams=%7B')).toMatchObject({
    userId: undefined,
    theme: {},
  });
});

it('an invitation and the colours come along', () => {
  const colors = { bg_color: '#17212b' };
  const more = { tgWebAppStartParam: 's_TURK3S', tgWebAppThemeParams: JSON.stringify(colors) };
  expect(readLaunch(hash(1, more))).toMatchObject({ startParam: 's_TURK3S', theme: colors });
});
