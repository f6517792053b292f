/** Small things kept by the browser. Storage can be switched off or full: then they live as long as the page. */

type Place = 'localStorage' | 'sessionStorage';

export function recall(place: Place, key: string): string | null {
  try {
    return window[place].getItem(key);
  } catch {
    // Access itself throws where storage is switched off.
    return null;
  }
}

export function keep(place: Place, key: string, value: string): void {
  try {
    window[place].setItem(key, value);
  } catch {
    // Nothing kept here is needed for the evening to go on.
  }
}

export function forget(place: Place, key: string): void {
  try {
    window[place].removeItem(key);
  } catch {
    // What could not be kept need not be forgotten.
  }
}

/** The keys that begin so. */
export function keysOf(place: Place, prefix: string): string[] {
  try {
    return Object.keys(window[place]).filter((key) => key.startsWith(prefix));
  } catch {
    return [];
  }
}

/** A kept record, or null when it is missing or was written by another version. */
export function recallJson<T>(place: Place, key: string): T | null {
  try {
    return JSON.parse(recall(place, key) ?? 'null') as T | null;
  } catch {
    return null;
  }
}
