import { type ComponentType, lazy } from 'react';
import { loadWords } from '@/i18n';
import { Gate } from '@/screens/Gate';

const parts: (() => Promise<unknown>)[] = [];

/**
 * A part of the app outside the first load, with the words for it (`useWords`). One that cannot be fetched (no signal; a new version has replaced it) is
 * told as such instead of taking the page down, and the page loaded anew fetches it.
 */
export function lazily<Props extends object>(load: () => Promise<{ default: ComponentType<Props> }>) {
  const withWords = async () => {
    const [part] = await Promise.all([load(), loadWords()]);
    return part;
  };
  parts.push(withWords);
  return lazy(() => withWords().catch(() => ({ default: Missing as ComponentType<Props> })));
}

function Missing() {
  return <Gate reason="network" onRetry={() => location.reload()} />;
}

const QUIET_MS = 1_500;

/** Fetches all of them once the first screen stands: the signal may be gone when they are wanted. */
export function loadParts(): void {
  setTimeout(() => {
    for (const load of parts) load().catch(() => {});
  }, QUIET_MS);
}
