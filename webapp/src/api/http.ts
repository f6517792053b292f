/** fetch with the two things it lacks: an end, and a word for "no answer". */
import { ApiError } from './problem';

const TIMEOUT_MS = 10_000;

export async function timedFetch(request: Request): Promise<Response> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), TIMEOUT_MS);
  try {
    return await fetch(request, { signal: controller.signal });
  } catch {
    // fetch rejects only when no answer came: no network, a refused connection or our own abort.
    throw new ApiError('network', 0);
  } finally {
    clearTimeout(timer);
  }
}
