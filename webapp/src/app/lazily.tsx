import { type ComponentType, lazy } from 'react';
import { Gate } from '@/screens/Gate';

const parts: (() => Promise<unknown>)[] = [];

/**
 * A part of the app outside the first load. One that cannot be fetched (no signal; a new version has replaced it) is
 * told as such instead of taking the page down, and the page loaded anew fetches it.
 */
export function lazily<Props extends object>(load: () => Promise<{ default: ComponentType<Props> }>) {
  parts.push(load);
  return lazy(() => load().catch(() => ({ default: Missing as ComponentType<Props> })));
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
