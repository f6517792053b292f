// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { act } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Fresh } from '@/app/Fresh';
import { Toasts } from '@/ui/Toast';

const MINUTE_MS = 60_000;
const after = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));
const offered = () => screen.queryByTestId('toast-action');
let asked = 0;

/** The server's page, started by this script; none is a server that is away. */
const served = (script?: string) =>
  vi.stubGlobal('fetch', async () => {
    asked++;
    if (!script) throw new TypeError('Failed to fetch');
    return new Response(`<script type="module" src="/assets/${script}.js"></script>`);
  });
const see = (state: DocumentVisibilityState) => {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(state);
  document.dispatchEvent(new Event('visibilitychange'));
};

beforeEach(() => {
  asked = 0;
  vi.useFakeTimers();
  // A part of the page that is looked for by its tag, and is not run here.
  const script = document.createElement('script');
  vi.spyOn(document, 'querySelector').mockReturnValue(script);
  script.getAttribute = () => '/assets/index-own.js';
  see('visible');
  render(
    <>
      <Fresh />
      <Toasts />
    </>,
  );
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('who has had the page open for ten minutes is offered a newer one, and gets it with a tap', async () => {
  const reload = vi.spyOn(location, 'reload').mockImplementation(() => {});
  served('index-newer');
  await after(9 * MINUTE_MS);
  expect([asked, offered()]).toEqual([0, null]);
  await after(MINUTE_MS);
  expect(offered()?.textContent).toBe('Обновить');
  expect(reload).not.toHaveBeenCalled();
  fireEvent.click(offered() as HTMLElement);
  expect(reload).toHaveBeenCalledTimes(1);
});

it('who comes back to it later is told at once, and who does not look is not', async () => {
  served('index-newer');
  see('hidden');
  await after(25 * MINUTE_MS);
  expect([asked, offered()]).toEqual([0, null]);
  see('visible');
  await after(0);
  expect(offered()).not.toBeNull();
});

it.each([
  ['the same', 'index-own'],
  ['none', undefined],
])('nothing is said when the server has %s', async (_, script) => {
  served(script);
  await after(31 * MINUTE_MS);
  expect(asked).toBeGreaterThan(1);
  expect(offered()).toBeNull();
});
