/** Telegram's own sheet for a message that the bot has prepared: the person chooses the chat. */
import { ShareMessageError, shareMessage } from '@tma.js/sdk-react';

/** A client that closes its sheet without a word must not keep anyone waiting for ever. */
const ANSWER_MS = 60_000;

/** Since Bot API 8.0; never outside Telegram. */
export function canShareMessage(): boolean {
  try {
    return shareMessage.isAvailable();
  } catch {
    return false;
  }
}

/** Whether Telegram has taken care of it: sent, or put away by the person. Else it has expired, or could not be sent. */
export async function sharePrepared(id: string): Promise<boolean> {
  try {
    const asked = shareMessage.ifAvailable(id, { timeout: ANSWER_MS });
    if (!asked.ok) return false;
    await asked.data;
    return true;
  } catch (error) {
    // Without an answer nobody knows what was done: asked a second time the same thing might be sent twice.
    // (`instanceof` knows only the class that theirs is made of.)
    return !ShareMessageError.is(error) || error.message === 'USER_DECLINED';
  }
}
