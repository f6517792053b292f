/** The script that this page was started by: its name changes with every build. */
const entry = (): string | null | undefined =>
  document.querySelector('script[type="module"][src]')?.getAttribute('src');

/** Whether the server gives a page with another script now. Without an answer: no. */
export async function isReplaced(): Promise<boolean> {
  const own = entry();
  if (!own) return false;
  try {
    const answer = await fetch('/', { cache: 'no-store' });
    return answer.ok && !(await answer.text()).includes(own);
  } catch {
    return false;
  }
}
