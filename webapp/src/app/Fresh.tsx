import { useEffect } from 'react';
import { useText } from '@/i18n';
import { say } from '@/ui/Toast';
import { isReplaced } from './version';

const AGAIN_MS = 10 * 60_000;

/** Tells whoever comes back to a page that was open for long that there is a newer app; nothing reloads by itself. */
export function Fresh() {
  const text = useText();
  useEffect(() => {
    let asked = Date.now();
    const ask = async () => {
      if (document.visibilityState !== 'visible' || Date.now() - asked < AGAIN_MS) return;
      asked = Date.now();
      if (await isReplaced()) say(text.newVersion, { label: text.update, run: () => location.reload() });
    };
    const tick = setInterval(() => void ask(), AGAIN_MS);
    document.addEventListener('visibilitychange', ask);
    return () => {
      clearInterval(tick);
      document.removeEventListener('visibilitychange', ask);
    };
  }, [text]);
  return null;
}
