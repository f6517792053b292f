import type { ComponentType } from 'react';
import { lazily } from '@/app/lazily';
import { loadPages } from '.';

/** A lazy part together with the words that are in no first load (`usePages`). */
export const page = <Props extends object>(load: () => Promise<{ default: ComponentType<Props> }>) =>
  lazily(async () => {
    const [screen] = await Promise.all([load(), loadPages()]);
    return screen;
  });
