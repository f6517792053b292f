import { paths } from '@/app/paths';
import { telegramApp } from '@/telegram/links';

/** In Telegram the bot's link opens the app where a guest takes his seat; without a bot, the address of this page does. */
export function claimUrl(session: string, seat: string, token: string): string {
  return telegramApp
    ? `https://t.me/${telegramApp}?startapp=c_${session}_${seat}_${token}`
    : `${location.origin}${paths.claim(session, seat, token)}`;
}
