import { useEffect, useRef, useState } from 'react';
import { showBack } from '@/telegram/host';

/** Telegram's own back arrow while the screen is open; false where there is none and the page shows its own. */
export function useBack(onBack: (() => void) | undefined): boolean {
  const [native, setNative] = useState(false);
  const latest = useRef(onBack);
  useEffect(() => {
    latest.current = onBack;
  });
  const wanted = onBack !== undefined;
  useEffect(() => {
    if (!wanted) return;
    const hide = showBack(() => latest.current?.());
    setNative(hide !== false);
    if (hide) return hide;
  }, [wanted]);
  return native;
}
