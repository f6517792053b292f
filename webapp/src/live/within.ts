/** When this has come, or failed, or has taken so long. Databases of WebViews have been seen that never answer. */
export async function within(ms: number, coming: Promise<unknown>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([coming.catch(() => {}), patience]);
  clearTimeout(timer);
}
