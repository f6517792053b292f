/** A live line: it says when it is up, hands on every message, and comes back by itself. */
import ReconnectingWebSocket from 'partysocket/ws';

const PING_MS = 5_000;
/** A phone's network dies without a word: silence this long means that the line is dead. */
const SILENCE_MS = 12_000;
/** Who comes back to the page waits for a call that has rung for less than this, and dials anew otherwise. */
const RING_MS = 1_000;
const TOKEN_ENDED = 4401;

export interface LineOptions<Message> {
  /** Where it is, from the root of this server. */
  path: string;
  /** The version up to which nothing is missing. */
  since: () => number | undefined;
  token: () => Promise<string>;
  /** The server said that the token ended. */
  onTokenEnded: () => void;
  onMessage: (message: Message) => void;
  onUp: () => void;
  /** `opened` is false when the handshake itself failed. */
  onDown: (opened: boolean) => void;
}

/** Returns the function that hangs up for good. */
export function openLine<Message>(options: LineOptions<Message>): () => void {
  const redial = () => {
    // A new call, because the old one would first wait for the end of the pause that it is in.
    if (call.hangUp()) options.onDown(true);
    call = dial(options, redial);
  };
  let call = dial(options, redial);
  const wake = () => {
    if (document.visibilityState === 'visible' && navigator.onLine && !call.isWell()) redial();
  };
  const fall = () => options.onDown(true);
  document.addEventListener('visibilitychange', wake);
  addEventListener('online', wake);
  addEventListener('offline', fall);

  return () => {
    document.removeEventListener('visibilitychange', wake);
    removeEventListener('online', wake);
    removeEventListener('offline', fall);
    call.hangUp();
  };
}

interface Call {
  /** Whether it is heard, or rings and may soon be. */
  isWell(): boolean;
  /** Nothing more comes from it. Says whether it was up. */
  hangUp(): boolean;
}

/** A call that dials itself anew, after growing pauses, whenever it breaks; `onSilence` is told when it is dead. */
function dial<Message>(options: LineOptions<Message>, onSilence: () => void): Call {
  let heard = Date.now();
  let up = false;
  let left = false;
  let beat: ReturnType<typeof setInterval> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  const url = () => {
    const since = options.since();
    const origin = location.origin.replace(/^http/, 'ws');
    return `${origin}${options.path}${since === undefined ? '' : `?since=${since}`}`;
  };
  const protocols = async () => ['artel.v1', `bearer.${await options.token().catch(() => 'none')}`];
  const socket = new ReconnectingWebSocket(url, protocols, {
    minReconnectionDelay: 400,
    maxReconnectionDelay: 8_000,
    reconnectionDelayGrowFactor: 1.7,
    connectionTimeout: 8_000,
    maxEnqueuedMessages: 0,
  });

  const quiet = () => {
    clearInterval(beat);
    clearTimeout(silence);
  };
  const hear = () => {
    heard = Date.now();
    clearTimeout(silence);
    silence = setTimeout(onSilence, SILENCE_MS);
  };
  socket.addEventListener('open', () => {
    if (left) return;
    up = true;
    hear();
    beat = setInterval(() => socket.send('{"t":"ping"}'), PING_MS);
    options.onUp();
  });
  socket.addEventListener('message', ({ data }) => {
    if (left) return;
    hear();
    options.onMessage(JSON.parse(String(data)) as Message);
  });
  socket.addEventListener('close', ({ code }) => {
    if (left) return;
    quiet();
    if (code === TOKEN_ENDED) options.onTokenEnded();
    options.onDown(up);
    up = false;
  });

  return {
    isWell: () => {
      const rings = socket.readyState === socket.CONNECTING;
      return (rings || up) && Date.now() - heard < (rings ? RING_MS : PING_MS * 1.5);
    },
    hangUp: () => {
      left = true;
      quiet();
      const close = () => socket.close();
      const rings = socket.readyState === socket.CONNECTING && socket.url !== '';
      // Whoever hangs up while it still rings is complained of in the console.
      if (rings) for (const answer of ['open', 'close'] as const) socket.addEventListener(answer, close);
      else close();
      return up;
    },
  };
}
