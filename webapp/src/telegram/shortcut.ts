/** The app on the phone's home screen, offered when it has proved useful. */
import { addToHomeScreen, checkHomeScreenStatus } from '@tma.js/sdk-react';
import { keep, recall } from '@/storage';
import { hasPlayedEnough } from './played';

const DECLINED = 'artel.no-shortcut';

/** Whether to offer it: after the third game, where Telegram can, until it is there or the person has said no. */
export async function wantsShortcut(): Promise<boolean> {
  if (!hasPlayedEnough() || recall('localStorage', DECLINED)) return false;
  try {
    const asked = checkHomeScreenStatus.ifAvailable();
    return asked.ok && ['missed', 'unknown'].includes(await asked.data);
  } catch {
    // No Telegram around the page, or one that does not answer.
    return false;
  }
}

/** Telegram asks the person itself; either way it is not offered again. */
export function addShortcut(): void {
  declineShortcut();
  addToHomeScreen.ifAvailable();
}

export const declineShortcut = (): void => keep('localStorage', DECLINED, '1');
