import { type ComponentType, lazy, useState } from 'react';
import { loadWords } from '@/i18n';
import { keepApp } from '@/offline/keep';
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

/**
 * The same for what lives by the live line alone. What `load` has brought before is drawn at once: `lazy` would first
 * show that it waits, and React shows that for 0.3 s at least.
 */
export function part<Props extends object>(fetch: Load<Props>) {
  let Loaded: ComponentType<Props> | undefined;
  const load = async () => {
    const fetched = await fetch();
    Loaded = fetched.default;
    return fetched;
  };
  const Later: ComponentType<Props> = lazy(() =>
    load().catch(() => ({ default: Missing as ComponentType<Props> })),
  );
  const Shown = (props: Props) => {
    const [Part] = useState(() => Loaded ?? Later);
    return <Part {...props} />;
  };
  parts.push(load);
  return Object.assign(Shown, { load });
}

function Missing() {
  return <Gate reason="network" onRetry={() => location.reload()} />;
}

/** By then the first screen stands, and what nobody waits for may begin. */
export const QUIET_MS = 1_500;

/** Fetches all of them, and keeps them for the next time: the signal may be gone when they are wanted. */
export function loadParts(): void {
  setTimeout(async () => {
    await Promise.all(parts.map((load) => load().catch(() => {})));
    await keepApp();
  }, QUIET_MS);
}
