// @vitest-environment happy-dom
/** The result into a chat, with a Telegram around the page that answers as told. */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ApiError } from '@/api/problem';
import { type Signed, SignedContext } from '@/app/context';
import { useShare } from '@/screens/result/useShare';
import { startHost } from '@/telegram/host';

/** What Telegram was asked for. */
let asked: [name: string, data: unknown][] = [];
const prepare = vi.fn<() => Promise<{ response: { ok: boolean }; data: unknown }>>();
const prepared = (id: string) =>
  prepare.mockResolvedValueOnce({ response: { ok: true }, data: { prepared_message_id: id } });

const telegram = window as unknown as {
  TelegramWebviewProxy: { postEvent: (name: string, data?: string) => void };
  Telegram: { WebView: { receiveEvent: (name: string, data?: unknown) => void } };
};
/** Does it, and lets so much time pass. */
const then = (run: () => void, ms = 0) =>
  act(async () => {
    run();
    await vi.advanceTimersByTimeAsync(ms);
    // What follows from it is told to the screen by a timer.
    await vi.advanceTimersByTimeAsync(10);
  });
const wait = (ms: number) => then(() => {}, ms);
const say = (name: string, data?: unknown) => then(() => telegram.Telegram.WebView.receiveEvent(name, data));

const user = JSON.stringify({ id: 1001, first_name: 'Марат' });
const launch = {
  tgWebAppVersion: '8.0',
  tgWebAppPlatform: 'ios',
  tgWebAppThemeParams: '{}',
  tgWebAppData: String(new URLSearchParams({ user, auth_date: '1764410000', signature: 's', hash: 'h' })),
};

/** The button of a finished game. */
function button() {
  const http = { POST: prepare };
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={new QueryClient()}>
      <SignedContext.Provider value={{ http } as unknown as Signed}>{children}</SignedContext.Provider>
    </QueryClientProvider>
  );
  const { result } = renderHook(() => useShare('g1', 'https://artel.example/join/TURK3S', 'Саша +200 ₽'), {
    wrapper,
  });
  return {
    tap: () => then(() => result.current.start()),
    isBusy: () => result.current.busy,
  };
}

const cards = () =>
  asked.filter(([name]) => name === 'web_app_send_prepared_message').map(([, data]) => data);
const links = () => asked.filter(([name]) => name === 'web_app_open_tg_link').length;

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  prepare.mockReset();
  telegram.TelegramWebviewProxy = {
    postEvent: (name, data) => asked.push([name, JSON.parse(data || 'null')]),
  };
  location.hash = String(new URLSearchParams(launch));
  startHost();
});
afterEach(() => vi.useRealTimers());

it('is sent as the card that the bot has prepared, once for however many taps', async () => {
  prepared('m1');
  const { tap, isBusy } = button();
  await tap();
  await tap();
  expect(isBusy()).toBe(true);
  await say('prepared_message_sent');
  expect(cards()).toEqual([{ id: 'm1' }]);
  expect(links()).toBe(0);
  expect(isBusy()).toBe(false);

  prepared('m2');
  await tap();
  await say('prepared_message_sent');
  expect(cards()).toEqual([{ id: 'm1' }, { id: 'm2' }]);
});

it('is not asked for again by whoever has put it away, or has closed it without a word', async () => {
  prepared('m1');
  const { tap, isBusy } = button();
  await tap();
  await say('prepared_message_failed', { error: 'USER_DECLINED' });
  expect([links(), isBusy()]).toEqual([0, false]);

  prepared('m2');
  await tap();
  await wait(60_000);
  expect([links(), isBusy()]).toEqual([0, false]);
});

it('is shared as a link when the card has expired, is refused or takes too long', async () => {
  const { tap, isBusy } = button();
  prepared('m1');
  await tap();
  await say('prepared_message_failed', { error: 'MESSAGE_EXPIRED' });
  expect(links()).toBe(1);

  prepare.mockRejectedValueOnce(new ApiError('telegram_refused', 409));
  await tap();
  expect(links()).toBe(2);

  prepare.mockReturnValueOnce(new Promise(() => {}));
  await tap();
  await wait(4_900);
  expect([links(), isBusy()]).toEqual([2, true]);
  await wait(100);
  expect([links(), isBusy()]).toEqual([3, false]);
});
