/** Telegram's colours as our tokens. Its defaults fail WCAG AA in places, so what carries meaning is made legible here. */

export type ThemeColors = Partial<Record<string, string | undefined>>;
type Rgb = readonly [number, number, number];

/** The contrast that WCAG 2.2 AA asks of text, with a little to spare for rounding. */
const LEGIBLE = 4.6;
const BLACK: Rgb = [0, 0, 0];
const WHITE: Rgb = [255, 255, 255];

/** Sets the tokens on the page; the colour of the page comes back, for Telegram's header. */
export function applyTheme(colors: ThemeColors, systemDark: boolean): `#${string}` {
  const root = document.documentElement;
  const background = parse(colors.bg_color);
  const dark = background ? luminance(background) < 0.3 : systemDark;
  root.dataset.theme = dark ? 'dark' : 'light';
  for (const [name, value] of Object.entries(tokens(colors, dark))) {
    if (value) root.style.setProperty(name, value);
    else root.style.removeProperty(name);
  }
  return hex(parse(getComputedStyle(root).getPropertyValue('--page')) ?? (dark ? BLACK : WHITE));
}

/** Tokens that Telegram's colours override; undefined leaves our own. */
export function tokens(colors: ThemeColors, dark: boolean): Record<string, string | undefined> {
  const base = parse(colors.bg_color);
  if (!base) {
    const none = ['--page', '--card', '--ink', '--ink-soft', '--accent', '--accent-ink', '--gain', '--loss'];
    return Object.fromEntries(none.map((name) => [name, undefined]));
  }
  const second = parse(colors.secondary_bg_color) ?? base;
  // In Telegram's dark themes the section colour may be darker than the page; the lighter one lies on top.
  const section = parse(colors.section_bg_color) ?? base;
  const [page, card] =
    luminance(second) <= luminance(section) || !dark ? [second, section] : [section, second];
  const ink = legible(parse(colors.text_color) ?? (dark ? WHITE : BLACK), [page, card], dark, 7);
  const accent = legible(
    parse(colors.button_color) ?? (dark ? [92, 199, 154] : [23, 105, 74]),
    [page, card],
    dark,
  );
  return {
    '--page': hex(page),
    '--card': hex(card),
    '--ink': hex(ink),
    '--ink-soft': hex(legible(mix(ink, card, 0.38), [page, card], dark)),
    '--accent': hex(accent),
    '--accent-ink': contrast(accent, WHITE) >= LEGIBLE ? '#ffffff' : '#10130f',
    '--gain': hex(legible(dark ? [79, 201, 136] : [26, 109, 60], [page, card], dark)),
    '--loss': hex(legible(dark ? [255, 132, 116] : [176, 37, 28], [page, card], dark)),
  };
}

/** The colour itself, or as much nearer to black or white as these backgrounds need. */
function legible(color: Rgb, on: readonly Rgb[], dark: boolean, enough = LEGIBLE): Rgb {
  let shown = color;
  for (let step = 1; step <= 20 && on.some((under) => contrast(shown, under) < enough); step++) {
    shown = mix(color, dark ? WHITE : BLACK, step / 20);
  }
  return shown;
}

export function contrast(a: Rgb, b: Rgb): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function luminance([r, g, b]: Rgb): number {
  const linear = (channel: number) => {
    const c = channel / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}

const mix = (a: Rgb, b: Rgb, part: number): Rgb => [
  Math.round(a[0] + (b[0] - a[0]) * part),
  Math.round(a[1] + (b[1] - a[1]) * part),
  Math.round(a[2] + (b[2] - a[2]) * part),
];

export function parse(color: string | undefined): Rgb | undefined {
  const digits = /^#([0-9a-f]{6})$/i.exec(color?.trim() ?? '')?.[1];
  if (!digits) return undefined;
  const value = Number.parseInt(digits, 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

const hex = (color: Rgb): `#${string}` =>
  `#${color.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
