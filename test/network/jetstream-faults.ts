import type { ServedConnection } from './jetstream-connection.js';
import { frameOf, type JetstreamVersion, type Position } from './jetstream-event.js';
import { Refusal } from './jetstream-handshake.js';
import type { LogEntry } from './jetstream-log.js';
import { syntheticEvent } from './jetstream-synthetic.js';

/** What can go wrong, to be ordered at any time. What is counted takes its effect once so often and is over. */
export interface JetstreamFaults {
  /** Ends all connections; with 1006 they break off, without a word. */
  cut(code?: number): void;
  /** All connections that there are stay open, and nothing comes over them any more, not even pongs. New ones work. */
  stall(): void;
  /** The next `count` connections are answered with an HTTP status, or broken off. `retryAfter`: what the answer says, in seconds. */
  refuse(count: number, how?: number | 'broken off', retryAfter?: number): void;
  /** The next `count` events are sent twice. */
  duplicate(count?: number): void;
  /** The next `count` pairs of events are sent the later one first. */
  reorder(count?: number): void;
  /** All connections are sent, now, what is no frame of a Jetstream. */
  malformed(kind?: Malformation): void;
  /** All connections are sent, now, an event of at least so many bytes, whatever size they asked for. */
  oversized(bytes: number): void;
  /** From now on an event every so many milliseconds goes to each connection, and no more; 0 ends it. */
  trickle(milliseconds: number): void;
  /** All that was kept is gone: every cursor of until now is too old. */
  tooOld(): void;
  /** Connections that ask by time begin so many milliseconds too early (bluesky-social/jetstream#343); 0 ends it. */
  early(milliseconds: number): void;
  /** All connections end, and the count begins at 1 again with nothing kept (bluesky-social/indigo#1231). */
  beginAnew(): void;
  /** All connections are sent, now, that text as a frame. */
  frame(text: string): void;
  /** All connections are sent the first half of a frame, and break off. */
  halfFrame(): void;
  /** The dictionary is replaced by one with another ID. Connections that there are keep theirs. */
  retireDictionary(): void;
}

/**
 * `json`: text that breaks off. `shape`: JSON that is none of the events. `binary`: bytes that are neither text nor
 * zstd. `websocket`: what WebSocket itself does not have.
 */
export type Malformation = 'json' | 'shape' | 'binary' | 'websocket';

/** The faults that are still to come. */
export interface FaultOrders {
  /** How the next connection is to be refused, if it is. */
  admit(): Refusal | 'broken off' | undefined;
  /** What is to be sent in place of the next event. */
  arrange(entry: LogEntry): readonly LogEntry[];
  readonly pace: number;
  earlyMs: number;
  refuse(count: number, how: number | 'broken off', retryAfter?: number): void;
  duplicate(count: number): void;
  reorder(count: number): void;
  trickle(milliseconds: number): void;
}

export function createFaultOrders(): FaultOrders {
  let refusals = 0;
  let refusal: number | 'broken off' = 503;
  let refusedFor: number | undefined;
  let duplicates = 0;
  let swaps = 0;
  let held: LogEntry | undefined;
  let pace = 0;
  return {
    admit() {
      if (refusals === 0) return undefined;
      refusals--;
      if (refusal === 'broken off') return refusal;
      return new Refusal(
        refusal,
        'ServiceUnavailable',
        'service not ready: bootstrap in progress',
        refusedFor,
      );
    },
    arrange(entry) {
      if (swaps > 0 && held === undefined) {
        held = entry;
        return [];
      }
      const entries = held === undefined ? [entry] : [entry, held];
      if (held !== undefined) swaps--;
      held = undefined;
      return entries.flatMap((one) => (duplicates > 0 && duplicates-- > 0 ? [one, one] : [one]));
    },
    get pace() {
      return pace;
    },
    earlyMs: 0,
    refuse(count, how, retryAfter) {
      refusals = count;
      refusal = how;
      refusedFor = retryAfter;
    },
    duplicate(count) {
      duplicates = count;
    },
    reorder(count) {
      swaps = count;
    },
    trickle(milliseconds) {
      pace = milliseconds;
    },
  };
}

/** What faults have a hold on. */
export interface FaultTarget {
  readonly version: JetstreamVersion;
  readonly connections: readonly ServedConnection[];
  /** Of the last event. */
  tip(): Position;
  forget(): void;
  begin(): void;
  retireDictionary(): void;
}

/** A frame whose opcode is reserved (RFC 6455, 5.2). */
const RESERVED_OPCODE = Uint8Array.of(0x83, 0);
/** A text of 126 bytes (RFC 6455, 5.2), of which four come. */
const HALF_FRAME = Uint8Array.of(0x81, 126, 0, 126, ...Buffer.from('{"di'));

export function faultsOf(orders: FaultOrders, target: FaultTarget): JetstreamFaults {
  const { version, connections } = target;
  return {
    cut(code = 1006) {
      for (const connection of connections) connection.cut(code);
    },
    stall() {
      for (const connection of connections) connection.stall();
    },
    refuse: (count, how = 503, retryAfter) => orders.refuse(count, how, retryAfter),
    duplicate: (count = 1) => orders.duplicate(count),
    reorder: (count = 1) => orders.reorder(count),
    malformed(kind = 'json') {
      for (const connection of connections) spoil(connection, kind, version);
    },
    oversized(bytes) {
      const event = syntheticEvent(0);
      const record = {
        $type: 'app.bsky.feed.post',
        createdAt: '2026-01-01T00:00:00.000Z',
        text: '🌱'.repeat(bytes / 4),
      };
      const commit = {
        kind: 'commit',
        did: event.did,
        rev: '3mbd3542kzc23',
        operation: 'create',
        collection: 'app.bsky.feed.post',
        rkey: '3mbd3542kzc22',
        record,
        cid: 'bafyreidk7ua66pwcf4hrbapp3c5mz6ykre4qt3yicwgzhzmzquewwha5gu',
      } as const;
      const frame = frameOf(version, commit, target.tip())!;
      for (const connection of connections) connection.sendText(frame);
    },
    trickle(milliseconds) {
      orders.trickle(milliseconds);
      for (const connection of connections) connection.trickle(milliseconds);
    },
    early(milliseconds) {
      orders.earlyMs = milliseconds;
    },
    beginAnew() {
      for (const connection of connections) connection.cut(1006);
      target.begin();
    },
    frame(text) {
      for (const connection of connections) connection.sendText(text);
    },
    halfFrame() {
      for (const connection of connections) connection.breakOffAfter(HALF_FRAME);
    },
    tooOld: () => target.forget(),
    retireDictionary: () => target.retireDictionary(),
  };
}

function spoil(connection: ServedConnection, kind: Malformation, version: JetstreamVersion): void {
  switch (kind) {
    case 'json':
      connection.sendText('{"did":"did:plc:');
      break;
    case 'shape':
      connection.sendText(
        version === 1
          ? '{"did":42,"time_us":"yesterday","kind":"commit","commit":[]}'
          : '{"$type":"message","payload":{"$type":"network.bsky.jetstream.subscribeEvents#commit","seq":"one"}}',
      );
      break;
    case 'binary':
      connection.sendBytes(Uint8Array.of(0xff, 0x00, 0xfe, 0x01));
      break;
    case 'websocket':
      connection.sendRaw(RESERVED_OPCODE);
  }
}
