/** Numbers, money and days as people of a language write them. */

/** A number with its sign, in the typographic minus; zero has none. */
export function signed(n: number): string {
  if (n === 0) return '0';
  return n > 0 ? `+${n}` : `−${-n}`;
}

export interface MoneyOptions {
  /** Show a plus too. */
  sign?: boolean;
}

/** Kopecks as roubles: "1 250 ₽" in Russian, "₽1,250" in English; kopecks are shown only where there are some. */
export function money(kopecks: number, locale: string, { sign = false }: MoneyOptions = {}): string {
  const amount = Math.abs(kopecks) / 100;
  const digits = kopecks % 100 === 0 ? 0 : 2;
  const number = new Intl.NumberFormat(locale, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(amount);
  const prefix = kopecks < 0 ? '−' : sign && kopecks > 0 ? '+' : '';
  return locale.startsWith('ru') ? `${prefix}${number}\u00a0₽` : `${prefix}₽${number}`;
}

export const day = (at: string, locale: string) =>
  new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long' }).format(new Date(at));

export const clock = (at: string, locale: string) =>
  new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' }).format(new Date(at));

const DAY_MS = 24 * 60 * 60_000;

/** When, as people say it: "сегодня, 21:40", "вчера, 23:05", then the day. */
export function ago(at: string, locale: string, now = Date.now()): string {
  const then = new Date(at);
  const days = Math.round((midnight(new Date(now)) - midnight(then)) / DAY_MS);
  if (days > 1 || days < 0) return day(at, locale);
  const word = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(-days, 'day');
  return `${word}, ${clock(at, locale)}`;
}

const midnight = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
