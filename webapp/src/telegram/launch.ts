/**
 * Telegram's launch parameters, read by ourselves: the SDK refuses them all when one field that it wants is missing, as
 * `signature` is on clients before Bot API 8.0 and in local sign-in links. Nothing here is trusted; the server checks.
 */
import { forget, keep, recall } from '@/storage';
import type { ThemeColors } from './theme';

/** Also read by the inline script of index.html, before the first paint. */
const KEPT = 'artel.launch';

export interface LaunchParams {
  /** The raw init data, exactly as signed. */
  initData: string | undefined;
  userId: string | undefined;
  language: string | undefined;
  startParam: string | undefined;
  theme: ThemeColors;
}

/** From the hash of this launch; after a reload on another path, from the copy kept for this tab. */
export function readLaunch(hash: string): LaunchParams {
  const fresh = hash.replace(/^#/, '');
  const launched = fresh.includes('tgWebApp');
  if (launched) keep('sessionStorage', KEPT, fresh);
  const params = new URLSearchParams(launched ? fresh : (recall('sessionStorage', KEPT) ?? ''));
  const initData = params.get('tgWebAppData') || undefined;
  const fields = new URLSearchParams(initData);
  const user = json<{ id?: number; language_code?: string }>(fields.get('user'));
  return {
    initData,
    userId: user?.id === undefined ? undefined : String(user.id),
    language: user?.language_code,
    startParam: params.get('tgWebAppStartParam') ?? fields.get('start_param') ?? undefined,
    theme: json<ThemeColors>(params.get('tgWebAppThemeParams')) ?? {},
  };
}

/** Whether this page is served by the person's own computer. */
export const isLocal = (hostname: string): boolean => ['localhost', '127.0.0.1', '[::1]'].includes(hostname);

export const forgetLaunch = (): void => forget('sessionStorage', KEPT);

function json<T>(text: string | null): T | null {
  try {
    return JSON.parse(text ?? 'null') as T | null;
  } catch {
    // A broken link: as if the field were not there.
    return null;
  }
}
