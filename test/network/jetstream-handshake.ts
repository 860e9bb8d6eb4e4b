import type { IncomingMessage } from 'node:http';
import type { FrameDictionary } from './jetstream-dictionary.js';
import type { JetstreamVersion, Position } from './jetstream-event.js';
import { infoFrame } from './jetstream-event.js';
import { filterV1, filterV2, InvalidOptions, type JetstreamFilter } from './jetstream-filter.js';
import type { EventLog } from './jetstream-log.js';

/** What a client that asks for a stream is given. */
export interface Subscription {
  readonly filter: JetstreamFilter;
  /** Position in the log; undefined: from now on, or from the hello on where one is waited for. */
  readonly position: number | undefined;
  readonly dictionary: FrameDictionary | undefined;
  readonly requireHello: boolean;
  /** A frame that comes before all events. */
  readonly first?: string | undefined;
}

/** A request that is answered with an error and not with a stream. */
export class Refusal extends Error {
  readonly status: number;
  /** XRPC name; version 1 does not tell it. */
  readonly error: string;

  /** Seconds after which the client may ask again. */
  readonly retryAfter: number | undefined;

  constructor(status: number, error: string, message: string, retryAfter?: number) {
    super(message);
    this.status = status;
    this.error = error;
    this.retryAfter = retryAfter;
  }
}

/** What the server has to offer. */
export interface Offer {
  readonly version: JetstreamVersion;
  readonly log: EventLog;
  /** Where the last event stands; zeros before the first. */
  readonly last: Position;
  readonly dictionary: FrameDictionary;
  /** Milliseconds by which it begins before the time that was asked for. */
  readonly earlyMs: number;
}

/** From here on a cursor is a time in microseconds, and below it a count. */
const TIME_CURSORS = 1e15;

/**
 * Reads what a client asks for (bluesky-social/jetstream: internal/subscribe/handler.go, cursor.go).
 * Throws a {@link Refusal}.
 */
export function negotiate(request: IncomingMessage, query: URLSearchParams, offer: Offer): Subscription {
  const dictionary = dictionaryOf(request, query, offer);
  const filter = filterOf(query, offer.version);
  const requireHello = offer.version === 1 && query.get('requireHello') === 'true';
  return { filter, dictionary, requireHello, ...startOf(query.get('cursor') ?? '', offer) };
}

function dictionaryOf(
  request: IncomingMessage,
  query: URLSearchParams,
  { version, dictionary }: Offer,
): FrameDictionary | undefined {
  const socketEncoding = String(request.headers['socket-encoding'] ?? '');
  const legacy = query.get('compress') === 'true' || socketEncoding.includes('zstd');
  if (version === 1) {
    const deflate = request.headers['sec-websocket-extensions']?.includes('permessage-deflate') === true;
    if (legacy && deflate) {
      throw invalid(
        'choose one compression scheme: custom zstd (compress=true / Socket-Encoding: zstd) or RFC 7692 permessage-deflate, not both',
      );
    }
    return legacy ? dictionary : undefined;
  }
  if (legacy) {
    throw invalid(
      'compress=true / Socket-Encoding: zstd is the /subscribe (v1) opt-in; this endpoint uses zstdDictionary=<id>',
    );
  }
  const asked = query.get('zstdDictionary') ?? '';
  if (asked === '') return undefined;
  const id = Number(asked);
  if (!/^\d+$/.test(asked) || id === 0 || id > 0xffffffff) {
    throw invalid('zstdDictionary must be a positive integer zstd dictionary ID');
  }
  if (id !== dictionary.id) {
    throw new Refusal(
      400,
      'UnknownZstdDictionary',
      `unknown zstd dictionary id ${id}; current dictionary id is ${dictionary.id} (fetch it via getZstdDictionary and reconnect)`,
    );
  }
  return dictionary;
}

function filterOf(query: URLSearchParams, version: JetstreamVersion): JetstreamFilter {
  try {
    return version === 1 ? filterV1(query) : filterV2(query);
  } catch (error) {
    if (error instanceof InvalidOptions) throw invalid(error.message);
    throw error;
  }
}

function startOf(
  text: string,
  { version, log, last, earlyMs }: Offer,
): Pick<Subscription, 'position' | 'first'> {
  if (text === '') return { position: undefined };
  const cursor = Number(text);
  if (!/^[+-]?\d+$/.test(text) || cursor < 0) {
    throw invalid(`subscribe: invalid cursor: ${cursor < 0 ? `negative value ${text}` : `"${text}"`}`);
  }
  if (cursor < TIME_CURSORS) {
    if (cursor > last.seq) return { position: undefined };
    if (version === 2 && Math.max(cursor, 1) < log.floorSeq) {
      throw new Refusal(
        400,
        'CursorTooOld',
        `subscribe: cursor too old: cursor ${cursor} below lookback floor ${log.floorSeq}; re-backfill from your last seq`,
      );
    }
    return { position: log.fromSeq(cursor) };
  }
  // The clock says no more than milliseconds.
  if (cursor > Math.max(Date.now() * 1000 + 999, last.timeUs)) return { position: undefined };
  const position = log.fromTime(cursor - earlyMs * 1000);
  if (version === 1 || !log.isTooOld(cursor)) return { position };
  const words = `requested timestamp cursor below retention floor; starting at seq ${log.floorSeq}`;
  return { position, first: infoFrame('OutdatedCursor', words) };
}

function invalid(message: string): Refusal {
  return new Refusal(400, 'InvalidRequest', message);
}
