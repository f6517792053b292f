import { useEffect } from 'react';
import { useSettings } from '@/settings';

/** Keeps the screen on while the component is shown, where the person wants it and the WebView can. */
export function useAwake(): void {
  const wanted = useSettings(({ awake }) => awake);
  useEffect(() => {
    if (!wanted || !('wakeLock' in navigator)) return;
    let lock: WakeLockSentinel | undefined;
    let over = false;
    // The system lets go whenever the page is hidden, so it is asked again each time the page comes back.
    const hold = () => {
      if (document.visibilityState !== 'visible') return;
      navigator.wakeLock.request('screen').then(
        (held) => {
          if (over) void held.release();
          else lock = held;
        },
        () => {}, // Refused to save the battery: the screen goes dark as everywhere else.
      );
    };
    hold();
    document.addEventListener('visibilitychange', hold);
    return () => {
      over = true;
      document.removeEventListener('visibilitychange', hold);
      void lock?.release();
    };
  }, [wanted]);
}
