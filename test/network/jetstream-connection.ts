import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import { errorFrame, type JetstreamVersion } from './jetstream-event.js';
import { filterUpdate, InvalidOptions, type JetstreamFilter, wants } from './jetstream-filter.js';
import type { Subscription } from './jetstream-handshake.js';
import type { EventLog } from './jetstream-log.js';

/** A client that was given a stream. */
export interface JetstreamConnection {
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** Texts that the client sent. */
  readonly received: readonly string[];
  /** Pings that the client sent. */
  readonly pings: number;
  /** Frames that were sent, be they read by the other side or not. */
  readonly sent: number;
  readonly isOpen: boolean;
  /** All that there is was sent to it, and is on its way. */
  readonly isUpToDate: boolean;
  /** Resolves once the client has read all that was sent to it until now, or is gone. */
  read(): Promise<void>;
}

export interface ConnectionSettings {
  readonly version: JetstreamVersion;
  readonly log: EventLog;
  readonly subscription: Subscription;
  readonly request: IncomingMessage;
  readonly query: URLSearchParams;
  /** Called whenever something about it is another. */
  readonly onChange: () => void;
}

/** Bytes that may wait in a socket until no more are written to it. */
const HIGH_WATER = 256 * 1024;
/** Milliseconds between two pings of the server. */
const PING_INTERVAL = 30_000;

/**
 * Sends the log to one client, as fast as the client reads. What a slow client does not read stays in the log; one that
 * the log overtakes is told so and left.
 */
export class ServedConnection implements JetstreamConnection {
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly received: string[] = [];
  pings = 0;
  sent = 0;
  readonly #webSocket: WebSocket;
  readonly #socket: Socket;
  readonly #settings: ConnectionSettings;
  #filter: JetstreamFilter;
  /** Position of the next event to look at; undefined until the hello. */
  #next: number | undefined;
  #isFull = false;
  #isStalled = false;
  #pace = 0;
  #pause: NodeJS.Timeout | undefined;
  readonly #pinging: NodeJS.Timeout;

  constructor(webSocket: WebSocket, settings: ConnectionSettings) {
    const { request, query, subscription } = settings;
    this.query = query;
    this.headers = request.headers;
    this.#webSocket = webSocket;
    this.#socket = request.socket;
    this.#settings = settings;
    this.#filter = subscription.filter;
    webSocket.on('message', (data: Buffer, isBinary) => this.#hear(data, isBinary));
    webSocket.on('ping', () => {
      this.pings++;
      settings.onChange();
    });
    webSocket.on('close', () => {
      clearInterval(this.#pinging);
      clearTimeout(this.#pause);
      settings.onChange();
    });
    // What breaks the connection closes it as well, which is heard above.
    webSocket.on('error', () => {});
    this.#pinging = setInterval(() => !this.#isStalled && webSocket.ping(), PING_INTERVAL).unref();
    if (subscription.first !== undefined) this.sendText(subscription.first);
    if (!subscription.requireHello) this.#begin();
  }

  get isOpen(): boolean {
    return this.#webSocket.readyState === this.#webSocket.OPEN;
  }

  get isUpToDate(): boolean {
    return this.#canSend && !this.#isFull && this.#next === this.#settings.log.end;
  }

  read(): Promise<void> {
    // It answers a ping once it has read what came before.
    const mark = `read ${this.sent} ${Math.random()}`;
    return new Promise((resolve) => {
      const webSocket = this.#webSocket;
      function hear(data: Buffer): void {
        if (data.toString() === mark) end();
      }
      function end(): void {
        webSocket.off('pong', hear);
        webSocket.off('close', end);
        resolve();
      }
      if (!this.isOpen) return resolve();
      webSocket.on('pong', hear);
      webSocket.on('close', end);
      webSocket.ping(mark);
    });
  }

  /** Whether more than `events` wait for it that could be sent. */
  lags(events: number): boolean {
    return this.#canSend && this.#settings.log.end - this.#next! > events;
  }

  /** Sends what there is, as far as the client takes it. */
  pump(): void {
    if (!this.#canSend || this.#isFull || this.#next === this.#settings.log.end) return;
    // So that many frames go to the network at once.
    this.#socket.cork();
    this.#sendAll();
    this.#socket.uncork();
  }

  #sendAll(): void {
    const { log, version } = this.#settings;
    while (this.#canSend && !this.#isFull && this.#pause === undefined && this.#next! < log.end) {
      if (this.#next! < log.start) {
        if (version === 2) this.sendText(errorFrame('ConsumerTooSlow', 'reading below the floor rate'));
        this.#webSocket.close();
        return;
      }
      const entry = log.at(this.#next!);
      this.#next!++;
      if (!wants(this.#filter, entry)) continue;
      this.#write(this.#settings.subscription.dictionary?.compressEntry(entry) ?? entry.text);
      if (this.#pace > 0) this.#pauseFor(this.#pace);
    }
  }

  /** Sends a frame that is not in the log. */
  sendText(text: string): void {
    this.#write(this.#settings.subscription.dictionary?.compress(text) ?? text);
  }

  sendBytes(bytes: Uint8Array): void {
    this.#write(bytes);
  }

  /** Writes past the WebSocket. */
  sendRaw(bytes: Uint8Array): void {
    if (this.isOpen && !this.#isStalled) this.#socket.write(bytes);
  }

  /** Writes past the WebSocket, and breaks the connection off once that is sent. */
  breakOffAfter(bytes: Uint8Array): void {
    if (this.isOpen && !this.#isStalled) this.#socket.end(bytes, () => this.#socket.destroy());
  }

  /** With 1006 the connection breaks off; all other codes are sent. */
  cut(code: number): void {
    if (code === 1006) this.#webSocket.terminate();
    else this.#webSocket.close(code);
  }

  /** From now on it neither sends nor reads, so that not even pings are answered. */
  stall(): void {
    this.#isStalled = true;
    this.#webSocket.pause();
  }

  /** At most one event in so many milliseconds; 0: as fast as they are read. */
  trickle(pace: number): void {
    this.#pace = pace;
    clearTimeout(this.#pause);
    this.#pause = undefined;
    this.pump();
  }

  get #canSend(): boolean {
    return this.isOpen && !this.#isStalled && this.#next !== undefined;
  }

  #begin(): void {
    this.#next ??= this.#settings.subscription.position ?? this.#settings.log.end;
    this.pump();
  }

  #write(frame: string | Uint8Array): void {
    if (!this.isOpen || this.#isStalled) return;
    this.sent++;
    this.#isFull = this.#webSocket.bufferedAmount > HIGH_WATER;
    this.#webSocket.send(frame, this.#isFull ? () => this.#drained() : undefined);
  }

  #drained(): void {
    this.#isFull = false;
    this.pump();
    this.#settings.onChange();
  }

  #pauseFor(milliseconds: number): void {
    this.#pause = setTimeout(() => {
      this.#pause = undefined;
      this.pump();
    }, milliseconds);
  }

  #hear(data: Buffer, isBinary: boolean): void {
    this.received.push(data.toString());
    if (this.#settings.version === 2) this.#webSocket.close(1008, 'unexpected data message');
    else if (!isBinary) this.#obey(data.toString());
    this.#settings.onChange();
  }

  #obey(text: string): void {
    const message = json(text);
    if (typeof message !== 'object' || message === null) {
      this.#webSocket.close(1007, 'bad SubscriberSourcedMessage envelope');
      return;
    }
    const { type, payload } = message as { type?: unknown; payload?: unknown };
    if (type !== 'options_update') return;
    try {
      this.#filter = filterUpdate(payload);
    } catch (error) {
      if (!(error instanceof InvalidOptions)) this.#webSocket.close(1007, 'bad options_update payload');
      else this.#webSocket.close(1008, closeReason(error.message));
      return;
    }
    this.#begin();
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A close frame holds 123 bytes of it (RFC 6455, 5.5.1). */
function closeReason(text: string): string {
  let reason = text;
  while (Buffer.byteLength(reason) > 120) reason = reason.slice(0, -1);
  return reason === text ? text : `${reason}...`;
}
