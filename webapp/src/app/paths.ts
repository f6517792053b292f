import { keep, recall } from '@/storage';

/** Every address of the app, made in one place. The hash belongs to Telegram, so these are real paths. */
export const paths = {
  home: '/',
  create: '/new',
  join: '/join',
  joinWith: (code: string) => `/join/${code}`,
  session: (id: string) => `/s/${id}`,
  table: (id: string) => `/s/${id}/table`,
  balance: (id: string) => `/s/${id}/balance`,
} as const;

export const patterns = {
  home: '/',
  create: '/new',
  join: '/join/:code?',
  session: '/s/:id',
  table: '/s/:id/table',
  balance: '/s/:id/balance',
  anyOfSession: '/s/:id/*?',
} as const;

/** Android reloads its WebView by itself and opens the start address: within this time that is no wish to go home. */
const RETURN_MS = 15 * 60_000;
const lastKey = (owner: string) => `artel.last.${owner}`;
const spentKey = (owner: string) => `artel.start-param.${owner}`;

export interface Start {
  path: string;
  startParam: string | undefined;
  /** Telegram's user id: nobody is led to where another person was. */
  owner: string;
  now: number;
}

/** Where a launch leads: its own path, an invitation, or the screen that a reload took away. */
export function firstPath({ path, startParam, owner, now }: Start): string {
  if (path !== paths.home) return path;
  const code = /^s_([a-z0-9]{6})$/i.exec(startParam ?? '')?.[1];
  if (code && recall('sessionStorage', spentKey(owner)) !== code) {
    keep('sessionStorage', spentKey(owner), code);
    return paths.joinWith(code);
  }
  const [at, last] = (recall('sessionStorage', lastKey(owner)) ?? '').split(' ');
  return last && now - Number(at) < RETURN_MS ? last : path;
}

export function rememberPath(path: string, owner: string, now: number): void {
  keep('sessionStorage', lastKey(owner), `${now} ${path}`);
}
