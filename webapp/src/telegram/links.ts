/** Links that open the app in Telegram; a build without a bot has none. */

/** `<bot>/<app>` of the build. */
export const telegramApp = import.meta.env.VITE_TELEGRAM_APP as string | undefined;

/** The app at the table that an invitation's address names, or at its beginning. */
export function appUrl(pathname: string): string {
  const code = /^\/join\/([a-z0-9]{6})$/i.exec(pathname)?.[1];
  return `https://t.me/${telegramApp}${code ? `?startapp=s_${code}` : ''}`;
}
