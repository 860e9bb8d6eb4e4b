import type { JsonObject } from '../../text/json-fields.js';
import type { Label } from '../labels/label.js';

interface EventBase {
  /** The account that it happened to. */
  readonly did: string;
  /** Milliseconds since 1970, by the source's clock. */
  readonly time: number;
  /** The source's own count: µs since 1970 (Jetstream v1), sequence number (Jetstream v2, firehose). */
  readonly cursor: number;
}

/** A record written or deleted. */
export interface CommitEvent extends EventBase {
  readonly kind: 'commit';
  readonly operation: 'create' | 'update' | 'delete';
  readonly collection: string;
  readonly rkey: string;
  readonly cid: string | undefined;
  /** The record, decoded when it is asked for; undefined for a delete, which no source sends a record with. */
  record(): unknown;
}

/** What every source says of a commit at once: all but what is decoded when it is asked for. */
export type CommitHead = Omit<CommitEvent, 'kind' | 'cid' | 'record'>;

/** A handle or a DID document that changed, or that should be looked up again. */
export interface IdentityEvent extends EventBase {
  readonly kind: 'identity';
  /** Unconfirmed, and not told by every source. */
  readonly handle: string | undefined;
}

/** An account that came, went or came back. */
export interface AccountEvent extends EventBase {
  readonly kind: 'account';
  readonly active: boolean;
  /** Why it is not active: `takendown`, `suspended`, `deleted`, `deactivated` …; a source may send words of its own. */
  readonly status: string | undefined;
}

/** What a labeler says of an account or a record; `did` is that account. */
export interface LabelEvent extends EventBase {
  readonly kind: 'label';
  readonly label: Label;
  /** As it came, its bytes as `{$bytes}`. */
  readonly json: JsonObject;
}

/** One thing that happened in the network. The sources turn their frames into it; nobody above knows which one is connected. */
export type RepoEvent = CommitEvent | IdentityEvent | AccountEvent | LabelEvent;
