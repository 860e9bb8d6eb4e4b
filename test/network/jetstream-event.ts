/** One thing that a Jetstream tells, before it has a place in its stream. */
export type JetstreamEvent =
  | {
      readonly kind: 'commit';
      readonly did: string;
      readonly rev: string;
      readonly operation: 'create' | 'update' | 'delete';
      readonly collection: string;
      readonly rkey: string;
      /** Like `cid`, not there for deletes. */
      readonly record?: unknown;
      readonly cid?: string;
    }
  | {
      readonly kind: 'identity';
      readonly did: string;
      /** As the firehose told it. */
      readonly identity: {
        readonly did: string;
        readonly handle?: string;
        readonly seq: number;
        readonly time: string;
      };
    }
  | {
      readonly kind: 'account';
      readonly did: string;
      readonly account: {
        readonly active: boolean;
        readonly did: string;
        readonly seq: number;
        readonly status?: string;
        readonly time: string;
      };
    }
  | {
      readonly kind: 'sync';
      readonly did: string;
      readonly sync: {
        readonly blocks: { readonly $bytes: string };
        readonly did: string;
        readonly rev: string;
        readonly seq: number;
        readonly time: string;
      };
    };

export type JetstreamVersion = 1 | 2;

/** Where an event stands in the stream of one host. */
export interface Position {
  /** The host's own count, from 1. */
  readonly seq: number;
  /** Microseconds since 1970 at which the host heard of it; all that one commit holds was heard of at once. */
  readonly timeUs: number;
}

const NSID = 'network.bsky.jetstream.subscribeEvents';

/** The event as text of a frame, with the fields in the order of the real ones; undefined where the version has none such. */
export function frameOf(
  version: JetstreamVersion,
  event: JetstreamEvent,
  place: Position,
): string | undefined {
  if (version === 2) return frameV2(event, place);
  return event.kind === 'sync' ? undefined : frameV1(event, place);
}

/** bluesky-social/jetstream: docs/README.md 5.1; internal/subscribe/testdata/golden_v1.jsonl. */
function frameV1(event: Exclude<JetstreamEvent, { kind: 'sync' }>, { seq, timeUs }: Position): string {
  const start = { did: event.did, time_us: timeUs, cursor: seq, kind: event.kind };
  if (event.kind !== 'commit') {
    return JSON.stringify(
      event.kind === 'identity'
        ? { ...start, identity: event.identity }
        : { ...start, account: event.account },
    );
  }
  const { rev, operation, collection, rkey, record, cid } = event;
  return JSON.stringify({ ...start, commit: { rev, operation, collection, rkey, record, cid } });
}

/** lexicons/network/bsky/jetstream/subscribeEvents.json; the generated encoder sorts the fields (api/jetstream). */
function frameV2(event: JetstreamEvent, { seq, timeUs }: Position): string {
  const $type = `${NSID}#${event.kind}`;
  const { did } = event;
  const time = wireTime(timeUs);
  switch (event.kind) {
    case 'commit': {
      const { cid, collection, operation, record, rev, rkey } = event;
      return message({ $type, cid, collection, did, operation, record, rev, rkey, seq, time });
    }
    case 'identity':
      return message({ $type, did, identity: event.identity, seq, time });
    case 'account':
      return message({ $type, account: event.account, did, seq, time });
    case 'sync':
      return message({ $type, did, seq, sync: event.sync, time });
  }
}

/** A notice that stands outside of the count. */
export function infoFrame(name: string, text: string): string {
  return message({ $type: `${NSID}#info`, message: text, name });
}

/** The last frame before the server leaves. */
export function errorFrame(error: string, text: string): string {
  return JSON.stringify({ $type: 'error', error, message: text });
}

function message(payload: Record<string, unknown>): string {
  return JSON.stringify({ $type: 'message', payload });
}

/** RFC 3339 with exactly six decimals. */
function wireTime(timeUs: number): string {
  const micros = String(timeUs % 1000).padStart(3, '0');
  return new Date(Math.floor(timeUs / 1000)).toISOString().replace('Z', `${micros}Z`);
}
