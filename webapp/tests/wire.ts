/** The far end of the live line: a WebSocket that behaves as a browser's does, answered by the test. */

type Message = Record<string, unknown>;

/** Sockets in the order in which they were dialled. */
export let dialled: Wire[] = [];
export const forgetAll = () => {
  dialled = [];
};
export const latest = () => dialled[dialled.length - 1] as Wire;

/** Opens, closes and fails after its caller has returned, never before; says nothing once it is closed. */
export class Wire extends EventTarget {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSING = 2;
  static readonly CLOSED = 3;
  readonly CONNECTING = 0;
  readonly OPEN = 1;
  readonly CLOSING = 2;
  readonly CLOSED = 3;
  readonly dialledAt = Date.now();
  readyState: number = Wire.CONNECTING;
  binaryType = 'blob';
  sent: Message[] = [];
  /** Closed while it still rang, which a browser complains of in its console. */
  complained = false;

  readonly url: string;
  readonly protocols: string[];

  constructor(url: string, protocols: string[] = []) {
    super();
    this.url = url;
    this.protocols = protocols;
    dialled.push(this);
  }

  send(data: string): void {
    if (this.readyState === Wire.CONNECTING) throw new DOMException('still connecting', 'InvalidStateError');
    if (this.readyState === Wire.OPEN) this.sent.push(JSON.parse(data));
  }

  close(code = 1000): void {
    if (this.readyState >= Wire.CLOSING) return;
    this.complained = this.readyState === Wire.CONNECTING;
    this.readyState = Wire.CLOSING;
    queueMicrotask(() => this.end(this.complained ? 1006 : code));
  }

  accept(): void {
    if (this.readyState !== Wire.CONNECTING) return;
    this.readyState = Wire.OPEN;
    this.dispatchEvent(new Event('open'));
  }

  say(message: Message): void {
    if (this.readyState !== Wire.OPEN) return;
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(message) }));
  }

  /** The server hangs up, or refuses the handshake. */
  end(code: number): void {
    const failed = this.readyState === Wire.CONNECTING || this.complained;
    this.readyState = Wire.CLOSED;
    if (failed) this.dispatchEvent(new Event('error'));
    this.dispatchEvent(Object.assign(new Event('close'), { code, reason: '', wasClean: code !== 1006 }));
  }
}
