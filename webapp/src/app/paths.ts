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
  tv: (id: string) => `/s/${id}/tv`,
  rulesOf: (id: string) => `/s/${id}/rules`,
  templates: '/rules',
  template: (id: string) => `/rules/${id}`,
  player: (id: string) => `/players/${id}`,
  gamesOf: (id: string) => `/players/${id}/games`,
  leaders: '/leaders',
  claim: (session: string, seat: string, token: string) => `/claim/${session}/${seat}/${token}`,
  settings: '/settings',
  notifications: '/notifications',
} as const;

export const patterns = {
  home: '/',
  create: '/new',
  join: '/join/:code?',
  session: '/s/:id',
  table: '/s/:id/table',
  balance: '/s/:id/balance',
  tv: '/s/:id/tv',
  rulesOf: '/s/:id/rules',
  templates: '/rules/:id?',
  template: '/rules/:id',
  player: '/players/:id',
  gamesOf: '/players/:id/games',
  leaders: '/leaders',
  claim: '/claim/:session/:seat/:token',
  settings: '/settings',
  notifications: '/notifications',
  anyOfSession: '/s/:id/*?',
} as const;

/** The session that an address is about. */
export const sessionIn = (path: string): string | undefined => /^\/s\/([^/]+)/.exec(path)?.[1];

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

const invitation = /^s_([a-z0-9]{6})$/i;
const uuid = '([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})';
const guest = new RegExp(`^c_${uuid}_${uuid}_([\\w-]{22})$`);
const evening = /^s_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** What a start parameter, or the link of a notification, names: `s_<code>` invites to an evening, `s_<id>` is one that the person was told of. */
export function pathOf(startParam = ''): string | undefined {
  const code = invitation.exec(startParam)?.[1];
  if (code) return paths.joinWith(code);
  const [, session, seat, token] = guest.exec(startParam) ?? [];
  if (session && seat && token) return paths.claim(session, seat, token);
  const id = evening.exec(startParam)?.[1];
  return id && paths.session(id);
}

/** Where a launch leads: its own path, what its parameter names, or the screen that a reload took away. */
export function firstPath({ path, startParam, owner, now }: Start): string {
  if (path !== paths.home) return path;
  const target = pathOf(startParam);
  if (target && recall('sessionStorage', spentKey(owner)) !== target) {
    keep('sessionStorage', spentKey(owner), target);
    return target;
  }
  const [at, last] = (recall('sessionStorage', lastKey(owner)) ?? '').split(' ');
  return last && now - Number(at) < RETURN_MS ? last : path;
}

export function rememberPath(path: string, owner: string, now: number): void {
  keep('sessionStorage', lastKey(owner), `${now} ${path}`);
}
