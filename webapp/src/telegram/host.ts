/**
 * Telegram around the page. Everything here is optional: in a plain browser each call is unavailable and the page works
 * without it, so no call may throw and none is waited for.
 */
import {
  backButton,
  closingBehavior,
  hapticFeedback,
  init,
  miniApp,
  openLink as openOutside,
  shareURL,
  swipeBehavior,
  themeParams,
  viewport,
} from '@tma.js/sdk-react';
import type { Launch } from '@/api/auth';
import { useSettings } from '@/settings';
import { readLaunch } from './launch';
import { clack } from './sound';
import { applyTheme, type ThemeColors } from './theme';

export interface Host {
  /** Null outside Telegram and without a sign-in link. */
  launch: Launch | null;
  language: string;
  startParam: string | undefined;
}

/** Whether Telegram answered at start; a browser with a sign-in link has launch data and no Telegram around it. */
let native = false;

function attempt(call: () => unknown): void {
  if (!native) return;
  try {
    const promised = call();
    // Some clients never answer (viewport.mount on Android): nobody waits, and a late "timed out" is no news.
    if (promised instanceof Promise) promised.catch(() => {});
  } catch {
    // An older client lacks this method: its visible twin on the page is enough.
  }
}

/** Start as early as possible and without waiting: Telegram hides its own placeholder at `ready`. */
export function startHost(): Host {
  const { initData, userId, language, startParam, theme } = readLaunch(location.hash);
  try {
    init();
    native = true;
  } catch {
    // A plain browser: no Telegram to talk to.
  }
  attempt(() => viewport.expand.ifAvailable());
  attempt(() => miniApp.ready.ifAvailable());
  attempt(() => themeParams.mount.ifAvailable());
  attempt(() => miniApp.mount.ifAvailable());
  attempt(() => backButton.mount.ifAvailable());
  attempt(() => swipeBehavior.mount.ifAvailable());
  attempt(() => closingBehavior.mount.ifAvailable());
  attempt(() => followInsets());
  followTheme(theme);
  return {
    launch: initData && userId ? { initData, userId } : null,
    language: language ?? navigator.language,
    startParam,
  };
}

function followTheme(launched: ThemeColors): void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const paint = () => {
    const colors = native ? { ...launched, ...themeParams.state() } : launched;
    const page = applyTheme(colors, system.matches);
    attempt(() => miniApp.setHeaderColor.ifAvailable(page));
    attempt(() => miniApp.setBgColor.ifAvailable(page));
  };
  paint();
  attempt(() => themeParams.state.sub(paint));
  system.addEventListener('change', paint);
}

/** The notch of the phone and Telegram's own buttons lie on top of each other in full screen: both are added up. */
function followInsets(): void {
  const set = () => {
    const phone = viewport.safeAreaInsets();
    const chrome = viewport.contentSafeAreaInsets();
    const { style } = document.documentElement;
    for (const side of ['top', 'right', 'bottom', 'left'] as const) {
      style.setProperty(`--inset-${side}`, `${phone[side] + chrome[side]}px`);
    }
    // The height that stays put while a sheet of Telegram is dragged; 0 until Telegram has said it.
    const height = viewport.stableHeight();
    if (height > 0) style.setProperty('--stable-height', `${height}px`);
  };
  viewport.stableHeight.sub(set);
  viewport.safeAreaInsets.sub(set);
  viewport.contentSafeAreaInsets.sub(set);
  const mounting = viewport.mount.ifAvailable();
  if (mounting.ok) mounting.data.then(set, () => {});
}

const feel = (call: () => unknown) => {
  if (useSettings.getState().haptics) attempt(call);
};

/** What a finger feels; a potted ball is heard too, by whoever wants it. */
export const haptics = {
  light: () => {
    feel(() => hapticFeedback.impactOccurred.ifAvailable('medium'));
    clack(0.6);
  },
  heavy: () => {
    feel(() => hapticFeedback.impactOccurred.ifAvailable('heavy'));
    clack(1);
  },
  select: () => feel(() => hapticFeedback.selectionChanged.ifAvailable()),
  warn: () => feel(() => hapticFeedback.notificationOccurred.ifAvailable('warning')),
  success: () => feel(() => hapticFeedback.notificationOccurred.ifAvailable('success')),
};

/** Telegram's back arrow while a screen is open; returns how to take it away. False when there is none. */
export function showBack(onBack: () => void): (() => void) | false {
  if (!native) return false;
  let off = () => {};
  attempt(() => {
    backButton.show.ifAvailable();
    off = backButton.onClick(onBack);
  });
  return () => {
    off();
    attempt(() => backButton.hide.ifAvailable());
  };
}

/** A finger that moves on the board must not close the app. */
export function holdSwipes(hold: boolean): void {
  attempt(() =>
    hold ? swipeBehavior.disableVertical.ifAvailable() : swipeBehavior.enableVertical.ifAvailable(),
  );
}

/** The whole screen for as long as it is wanted; returns how to give it back. Turning the phone is left to its owner. */
export function fillScreen(): () => void {
  attempt(() => viewport.requestFullscreen.ifAvailable());
  return () => attempt(() => viewport.exitFullscreen.ifAvailable());
}

/** Ask before closing: only while taps are unsent, or the question is noise. */
export function confirmClosing(ask: boolean): void {
  attempt(() =>
    ask
      ? closingBehavior.enableConfirmation.ifAvailable()
      : closingBehavior.disableConfirmation.ifAvailable(),
  );
}

/** Another site, outside the app: a WebView that went there would not come back. */
export function openLink(url: string): void {
  if (native) attempt(() => openOutside.ifAvailable(url));
  else open(url, '_blank', 'noopener');
}

/** Into a chat of Telegram, or by the phone's own sheet, or to the clipboard; says which one it was. */
export async function share(url: string, text: string): Promise<'shared' | 'copied' | 'failed'> {
  if (native) {
    attempt(() => shareURL.ifAvailable(url, text));
    return 'shared';
  }
  try {
    if (navigator.share) {
      await navigator.share({ url, text });
      return 'shared';
    }
    await navigator.clipboard.writeText(`${text}\n${url}`);
    return 'copied';
  } catch {
    // Closed by the person, or no permission for the clipboard.
    return 'failed';
  }
}
