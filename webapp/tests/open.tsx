/** A screen that asks the server by itself, as Марат sees it; the server answers by method and path. */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, configure, render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, vi } from 'vitest';
import { createApi, type Http } from '@/api/client';
import { ApiError } from '@/api/problem';
import { type Signed, SignedContext } from '@/app/context';
import { useLive } from '@/live/store';

configure({ asyncUtilTimeout: 20_000 });

export interface Asked {
  params?: { query?: Record<string, unknown> };
  body?: unknown;
  headers?: Record<string, string>;
}

const me = { id: 'p-A', display_name: 'Марат', username: null, photo_url: null, language: 'ru' };
/** Calls whose next answer does not come. */
export const lost = new Set<string>();
/** The keys of what was to be done once. */
export const under: string[] = [];
export const sent = vi.fn<(call: string, body?: unknown) => void>();
const live = { fetchBoard: vi.fn(async () => {}), adoptSession: vi.fn(), adopt: vi.fn() };
const auth = { learn: vi.fn(), leave: vi.fn() };

/** `answers` are what is answered, or functions of what was asked. */
export function open(page: ReactNode, answers: Record<string, unknown> = {}) {
  const ask = (method: string) => async (path: string, options?: Asked) => {
    const call = `${method} ${path.replace('/api/v1', '')}`;
    if (method !== 'GET') sent(call, options?.body);
    const key = options?.headers?.['Idempotency-Key'];
    if (key) under.push(key);
    if (lost.delete(call)) throw new ApiError('network', 0);
    const answer = answers[call] ?? { items: [] };
    return { response: { ok: true }, data: typeof answer === 'function' ? answer(options) : answer };
  };
  const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
  const http = Object.fromEntries(methods.map((method) => [method, ask(method)])) as unknown as Http;
  const signed = { me, http, api: createApi(http), live, auth } as unknown as Signed;
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <SignedContext.Provider value={signed}>{page}</SignedContext.Provider>
    </QueryClientProvider>,
  );
  return userEvent.setup({ delay: null });
}

beforeEach(() => {
  vi.clearAllMocks();
  lost.clear();
  under.length = 0;
  localStorage.clear();
  history.replaceState(null, '', '/');
  useLive.setState({ taps: [], link: 'live', present: [], boards: {}, refusal: null, failures: {} });
});
afterEach(cleanup);
