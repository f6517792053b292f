import { type ComponentType, lazy } from 'react';
import { loadWords } from '@/i18n';
import { Gate } from '@/screens/Gate';

type Load<Props> = () => Promise<{ default: ComponentType<Props> }>;

const parts: (() => Promise<unknown>)[] = [];

/**
 * A part of the app outside the first load, with the words for it (`useWords`) and what it needs to ask the server. One
 * that cannot be fetched (no signal; a new version has replaced it) is told as such instead of taking the page down, and
 * the page loaded anew fetches it.
 */
export const lazily = <Props extends object>(load: Load<Props>) =>
  asking(async () => (await Promise.all([load(), loadWords()]))[0]);

/** The same without the words. */
export const asking = <Props extends object>(load: Load<Props>) =>
  part(async () => {
    const [{ default: Part }, { withQueries }] = await Promise.all([load(), import('./queries')]);
    return { default: withQueries(Part) };
  });

/** The same for what lives by the live line alone. */
export function part<Props extends object>(load: Load<Props>) {
  parts.push(load);
  return lazy(() => load().catch(() => ({ default: Missing as ComponentType<Props> })));
}

function Missing() {
  return <Gate reason="network" onRetry={() => location.reload()} />;
}

/** By then the first screen stands, and what nobody waits for may begin. */
export const QUIET_MS = 1_500;

/** Fetches all of them: the signal may be gone when they are wanted. */
export function loadParts(): void {
  setTimeout(() => {
    for (const load of parts) load().catch(() => {});
  }, QUIET_MS);
}
