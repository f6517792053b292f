/** The live line to one session: it says when it is up, hands on every message, and comes back by itself. */
import ReconnectingWebSocket from 'partysocket/ws';
import type { LiveMessage } from './reducer';

const PING_MS = 5_000;
/** A phone's network dies without a word: silence this long means that the line is dead. */
const SILENCE_MS = 12_000;
const TOKEN_ENDED = 4401;

export interface LineOptions {
  sessionId: string;
  since: () => number | undefined;
  token: () => Promise<string>;
  /** The server said that the token ended. */
  onTokenEnded: () => void;
  onMessage: (message: LiveMessage) => void;
  onUp: () => void;
  /** `opened` is false when the handshake itself failed. */
  onDown: (opened: boolean) => void;
}

/** Returns the function that hangs up for good. */
export function openLine(options: LineOptions): () => void {
  let heard = Date.now();
  let opened = false;
  let left = false;
  const url = () => {
    const since = options.since();
    const origin = location.origin.replace(/^http/, 'ws');
    return `${origin}/api/v1/sessions/${options.sessionId}/live${since === undefined ? '' : `?since=${since}`}`;
  };
  const protocols = async () => ['artel.v1', `bearer.${await options.token().catch(() => 'none')}`];
  const socket = new ReconnectingWebSocket(url, protocols, {
    minReconnectionDelay: 400,
    maxReconnectionDelay: 8_000,
    reconnectionDelayGrowFactor: 1.7,
    connectionTimeout: 8_000,
    maxEnqueuedMessages: 0,
  });

  const reconnect = () => {
    heard = Date.now();
    socket.reconnect();
  };
  const wake = () => {
    if (document.visibilityState !== 'visible' || !navigator.onLine) return;
    if (socket.readyState !== socket.OPEN || Date.now() - heard > PING_MS * 1.5) reconnect();
  };
  const fall = () => options.onDown(true);
  const beat = setInterval(() => {
    if (socket.readyState !== socket.OPEN) return;
    if (Date.now() - heard > SILENCE_MS) reconnect();
    else socket.send('{"t":"ping"}');
  }, PING_MS);

  socket.addEventListener('open', () => {
    if (left) return;
    heard = Date.now();
    opened = true;
    options.onUp();
  });
  socket.addEventListener('message', ({ data }) => {
    if (left) return;
    heard = Date.now();
    options.onMessage(JSON.parse(String(data)) as LiveMessage);
  });
  socket.addEventListener('close', ({ code }) => {
    if (left) return;
    if (code === TOKEN_ENDED) options.onTokenEnded();
    options.onDown(opened);
    opened = false;
  });
  document.addEventListener('visibilitychange', wake);
  addEventListener('online', wake);
  addEventListener('offline', fall);

  return () => {
    clearInterval(beat);
    document.removeEventListener('visibilitychange', wake);
    removeEventListener('online', wake);
    removeEventListener('offline', fall);
    left = true;
    const hangUp = () => socket.close();
    if (socket.readyState !== socket.CONNECTING) return hangUp();
    // Whoever hangs up while it still rings is complained of in the console.
    socket.addEventListener('open', hangUp);
    socket.addEventListener('close', hangUp);
  };
}
