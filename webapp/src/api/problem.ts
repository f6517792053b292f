import type { Problem } from './types';

/** A refusal or a failure of a call, told to people by its `code`. */
export class ApiError extends Error {
  readonly code: string;
  /** 0 when no answer came. */
  readonly status: number;
  /** Seconds that the server asks to wait. */
  readonly retryAfter: number | undefined;

  constructor(code: string, status: number, retryAfter?: number) {
    super(`${status} ${code}`);
    this.name = 'ApiError';
    this.code = code;
    this.status = status;
    this.retryAfter = retryAfter;
  }

  /** Whether the same call may succeed later: no answer, too many requests, a server in trouble, a lost sign-in. */
  get passing(): boolean {
    return this.status === 0 || this.status === 401 || this.status === 429 || this.status >= 500;
  }
}

export function problemOf(response: Response, body: unknown): ApiError {
  const code = (body as Partial<Problem> | undefined)?.code;
  const seconds = Number(response.headers.get('Retry-After'));
  return new ApiError(
    typeof code === 'string' ? code : response.status >= 500 ? 'unavailable' : 'unknown',
    response.status,
    Number.isFinite(seconds) && seconds > 0 ? seconds : undefined,
  );
}

export const codeOf = (error: unknown): string => (error instanceof ApiError ? error.code : 'unknown');
