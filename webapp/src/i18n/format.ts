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
