/**
 * Taps that the server has not acknowledged. Each is written to the phone before it is sent, is sent in order with the
 * id it was born with, and leaves only when the server has taken or refused it. A reload, a dead battery or an evening
 * without signal loses nothing.
 */
import { ApiError } from '@/api/problem';
import type { EventIn, Recorded } from '@/api/types';

export interface Tap {
  /** Sorts taps by their birth; unique. */
  key: string;
  gameId: string;
  event: EventIn;
  at: string;
  /** The code of the server's refusal; such a tap stays to be seen and is never sent again. */
  refused?: string;
}

export interface TapStorage {
  load(): Promise<Tap[]>;
  save(tap: Tap): Promise<void>;
  remove(key: string): Promise<void>;
}

export interface OutboxOptions {
  storage: TapStorage;
  send: (gameId: string, event: EventIn) => Promise<Recorded>;
  onChange: (taps: readonly Tap[]) => void;
  /** Called before the tap leaves the queue, so that it is never missing from the board. */
  onRecorded: (recorded: Recorded) => void;
  onRefused: (tap: Tap, code: string) => void;
  now?: () => number;
  /** Runs something after that many milliseconds; returns how to call it off. */
  later?: (run: () => void, ms: number) => () => void;
}

const byTimer: NonNullable<OutboxOptions['later']> = (run, ms) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};

const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 15_000;
/** Refused taps of old games are forgotten after this time. */
const REMEMBER_MS = 24 * 3600_000;

export class Outbox {
  private taps: Tap[] = [];
  private births = 0;
  private latest = 0;
  private readonly sending = new Map<string, Promise<void>>();
  private readonly retries = new Map<string, { callOff: () => void; tries: number }>();
  private readonly options: OutboxOptions;
  private readonly now: () => number;

  constructor(options: OutboxOptions) {
    this.options = options;
    this.now = options.now ?? Date.now;
  }

  /** Bring back what an earlier page left. Merged by key: taps made while the database opened stay. */
  async load(): Promise<void> {
    const kept = await this.options.storage.load();
    const here = new Set(this.taps.map(({ key }) => key));
    const fresh = kept.filter((tap) => !here.has(tap.key) && !this.isOld(tap));
    for (const tap of kept) if (this.isOld(tap)) void this.options.storage.remove(tap.key);
    fresh.sort((a, b) => (a.key < b.key ? -1 : 1));
    this.change([...fresh, ...this.taps]);
    this.flush();
  }

  add(gameId: string, event: EventIn): void {
    const at = this.now();
    // A phone that sets its clock back must not turn the order of taps round.
    this.latest = Math.max(this.latest, at);
    const key = `${String(this.latest).padStart(14, '0')}.${String(this.births++).padStart(6, '0')}.${event.id}`;
    const tap: Tap = { key, gameId, event, at: new Date(at).toISOString() };
    this.change([...this.taps, tap]);
    const saved = this.options.storage.save(tap);
    // A full or absent database must not hold the tap back: it is then as safe as this page.
    void saved.catch(() => {}).then(() => this.pump(gameId));
  }

  /** Try now, without waiting for the next turn: the network is back, or the socket is. */
  flush(): void {
    for (const { gameId } of this.queued()) {
      this.cancelRetry(gameId);
      void this.pump(gameId);
    }
  }

  queued(): Tap[] {
    return this.taps.filter(({ refused }) => !refused);
  }

  /** One sender for each game: order is kept, and games do not wait for each other. */
  private pump(gameId: string): Promise<void> {
    const running = this.sending.get(gameId);
    if (running) return running;
    const run = this.drain(gameId).finally(() => this.sending.delete(gameId));
    this.sending.set(gameId, run);
    return run;
  }

  private async drain(gameId: string): Promise<void> {
    for (;;) {
      const tap = this.queued().find((queued) => queued.gameId === gameId);
      if (!tap) return;
      try {
        this.options.onRecorded(await this.options.send(gameId, tap.event));
        this.cancelRetry(gameId);
        this.change(this.taps.filter(({ key }) => key !== tap.key));
        await this.options.storage.remove(tap.key).catch(() => {});
      } catch (error) {
        // Anything that is no clear refusal (a proxy's HTML page, say) is tried again: a tap is never dropped for it.
        const refusal = error instanceof ApiError && !error.passing;
        if (!refusal)
          return this.retryLater(gameId, error instanceof ApiError ? error.retryAfter : undefined);
        await this.refuse(tap, error.code);
      }
    }
  }

  private async refuse(tap: Tap, code: string): Promise<void> {
    const refused = { ...tap, refused: code };
    this.change(this.taps.map((other) => (other.key === tap.key ? refused : other)));
    this.options.onRefused(refused, code);
    await this.options.storage.save(refused).catch(() => {});
  }

  private retryLater(gameId: string, seconds: number | undefined): void {
    const tries = (this.retries.get(gameId)?.tries ?? 0) + 1;
    const wait = seconds ? seconds * 1000 : Math.min(FIRST_RETRY_MS * 2 ** (tries - 1), LAST_RETRY_MS);
    this.cancelTimer(gameId);
    const { later = byTimer } = this.options;
    this.retries.set(gameId, { tries, callOff: later(() => void this.pump(gameId), wait) });
  }

  private cancelTimer(gameId: string): void {
    this.retries.get(gameId)?.callOff();
  }

  private cancelRetry(gameId: string): void {
    this.cancelTimer(gameId);
    this.retries.delete(gameId);
  }

  private isOld(tap: Tap): boolean {
    return tap.refused !== undefined && this.now() - Date.parse(tap.at) > REMEMBER_MS;
  }

  private change(taps: Tap[]): void {
    this.taps = taps;
    this.options.onChange(taps);
  }
}
