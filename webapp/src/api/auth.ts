/** Who is signed in: Telegram's launch data against our tokens, renewed before anyone notices. */
import createClient from 'openapi-fetch';
import { forget, keep, recallJson } from '@/storage';
import { forgetLaunch } from '@/telegram/launch';
import { timedFetch } from './http';
import { ApiError, problemOf } from './problem';
import type { paths } from './schema';
import type { Player, SignedIn } from './types';

/** A token is renewed this long before its end, so that no request starts with a dying one. */
const MARGIN_MS = 20_000;

interface Kept {
  refresh_token: string;
  player: Player;
}

export interface Launch {
  /** The raw init data, exactly as Telegram signed it. */
  initData: string;
  /** Telegram's user id: only a key to keep people of one browser profile apart, never trusted. */
  userId: string;
}

export class Auth {
  private access: { token: string; until: number } | null = null;
  /** In memory as well, so that a second tab, which keeps its own token, cannot make this one send a used token. */
  private refreshToken: string | null;
  /** Whether this page has signed in itself, so that its refresh token is its own. */
  private ownRefresh = false;
  private renewing: Promise<string> | null = null;
  private readonly client = createClient<paths>({ baseUrl: location.origin, fetch: timedFetch });
  private readonly launch: Launch;
  /** Known at once after a reload, before any network. */
  player: Player | null;
  onPlayer: (player: Player) => void = () => {};

  constructor(launch: Launch) {
    this.launch = launch;
    const kept = recallJson<Kept>('localStorage', this.key);
    this.player = kept?.player ?? null;
    this.refreshToken = kept?.refresh_token ?? null;
  }

  /** A living access token. One renewal at a time, whoever asks. Raises ApiError. */
  token(): Promise<string> {
    if (this.access && Date.now() < this.access.until - MARGIN_MS) return Promise.resolve(this.access.token);
    this.renewing ??= this.renew().finally(() => {
      this.renewing = null;
    });
    return this.renewing;
  }

  /** The server did not take this token; the next one asked for is new. */
  forget(token: string): void {
    if (this.access?.token === token) this.access = null;
  }

  forgetCurrent(): void {
    this.access = null;
  }

  private async renew(): Promise<string> {
    // The refresh token first only while the app stays open: a fresh launch proves itself with its init data,
    // so an old token, which another tab may have used already, never revokes the family.
    const ways = this.ownRefresh ? [this.refresh, this.signIn] : [this.signIn, this.refresh];
    let refusal: unknown;
    for (const way of ways) {
      try {
        return this.accept(await way.call(this));
      } catch (error) {
        refusal = error;
        if (error instanceof ApiError && error.status !== 401) throw error;
      }
    }
    throw refusal;
  }

  private async signIn(): Promise<SignedIn> {
    const body = { init_data: this.launch.initData };
    const { data, error, response } = await this.client.POST('/api/v1/auth/telegram', { body });
    if (!data) throw problemOf(response, error);
    return data;
  }

  private async refresh(): Promise<SignedIn> {
    if (!this.refreshToken) throw new ApiError('refresh_invalid', 401);
    const body = { refresh_token: this.refreshToken };
    const { data, error, response } = await this.client.POST('/api/v1/auth/refresh', { body });
    if (!data) throw problemOf(response, error);
    return data;
  }

  private accept(answer: SignedIn): string {
    this.access = { token: answer.access_token, until: Date.now() + answer.expires_in * 1000 };
    this.refreshToken = answer.refresh_token;
    this.ownRefresh = true;
    this.learn(answer.player);
    return answer.access_token;
  }

  /** The player as the server has him now. */
  learn(player: Player): void {
    this.player = player;
    if (this.refreshToken) {
      const kept: Kept = { refresh_token: this.refreshToken, player };
      keep('localStorage', this.key, JSON.stringify(kept));
    }
    this.onPlayer(player);
  }

  /** Nothing of this player stays on the phone, nor his launch: he has been erased. */
  leave(): void {
    forget('localStorage', this.key);
    forgetLaunch();
  }

  // localStorage and not Telegram's SecureStorage: that one needs Bot API 9.0 and is absent on the web clients. The
  // token rotates at each use and only ever reaches our own origin, which runs no foreign script.
  private get key(): string {
    return `artel.player.${this.launch.userId}`;
  }
}
