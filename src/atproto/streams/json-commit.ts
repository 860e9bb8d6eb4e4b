import { parseWritten } from '../../text/written-json.js';
import {
  type Fields,
  fieldsOf,
  isOperation,
  type Operation,
  optionalString,
  parseFrame,
  stringOf,
} from './json-fields.js';
import { malformed, StreamFault } from './protocol.js';
import type { CommitEvent, CommitHead } from './repo-event.js';

/** Finds in a whole frame what the record and its CID are fields of. */
export type CommitIn = (message: Fields) => unknown;

/**
 * The commit of a Jetstream frame. Its record stays text until it is asked for: most are never looked at, and they are most
 * of a frame.
 */
export class JsonCommit implements CommitEvent {
  readonly kind = 'commit';
  readonly did: string;
  readonly time: number;
  readonly cursor: number;
  readonly operation: Operation;
  readonly collection: string;
  readonly rkey: string;
  #frame: string | undefined;
  readonly #commitIn: CommitIn;
  #record: unknown;
  #cid: string | undefined;

  /** @param frame The whole frame, in which `commitIn` finds what the record and its CID are fields of. */
  constructor(head: CommitHead, frame: string, commitIn: CommitIn) {
    this.did = head.did;
    this.time = head.time;
    this.cursor = head.cursor;
    this.operation = head.operation;
    this.collection = head.collection;
    this.rkey = head.rkey;
    this.#frame = head.operation === 'delete' ? undefined : frame;
    this.#commitIn = commitIn;
  }

  get cid(): string | undefined {
    this.#read();
    return this.#cid;
  }

  record(): unknown {
    this.#read();
    return this.#record;
  }

  #read(): void {
    if (this.#frame === undefined) return;
    try {
      const commit = fieldsOf(this.#commitIn(parseFrame(this.#frame, parseWritten)), 'a commit');
      this.#record = commit.record;
      this.#cid = optionalString(commit, 'cid');
    } catch (error) {
      // That the event happened is true all the same.
      if (!(error instanceof StreamFault)) throw error;
    }
    this.#frame = undefined;
  }
}

/** What the fields of a commit say. Throws a `malformed` StreamFault where they are not those of one. */
export function commitHead(did: string, cursor: number, time: number, commit: Fields): CommitHead {
  const { operation } = commit;
  if (!isOperation(operation)) throw malformed('a commit has no operation');
  return {
    did,
    cursor,
    time,
    operation,
    collection: stringOf(commit, 'collection'),
    rkey: stringOf(commit, 'rkey'),
  };
}

/**
 * Strings of their own, of the same text: what a regular expression finds in a frame are windows on it, each of which would
 * keep the whole frame in memory. They must hold no quote and no backslash.
 */
export function ownStrings(
  ...windows: readonly [string, string, string, string]
): [string, string, string, string] {
  try {
    return JSON.parse(`["${windows[0]}","${windows[1]}","${windows[2]}","${windows[3]}"]`);
  } catch {
    throw malformed('a frame is not JSON');
  }
}
