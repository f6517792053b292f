/** Lets the browser, where it can, keep this build for the time without a server (`sw.js`). */
export async function keepApp(): Promise<void> {
  if (!import.meta.env.PROD) return;
  try {
    await navigator.serviceWorker.register('/sw.js');
  } catch {
    // None in Telegram for iOS, in a frame without storage, and without https: the app works as well, online.
  }
}
