import { paths } from '@/app/paths';

/** In Telegram the bot's link opens the app where a guest takes his seat; without a bot, the address of this page does. */
export function claimUrl(session: string, seat: string, token: string): string {
  const app = import.meta.env.VITE_TELEGRAM_APP as string | undefined;
  return app
    ? `https://t.me/${app}?startapp=c_${session}_${seat}_${token}`
    : `${location.origin}${paths.claim(session, seat, token)}`;
}
