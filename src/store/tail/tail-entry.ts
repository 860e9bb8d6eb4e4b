import type { Label } from '../../atproto/labels/label.js';
import type { StreamGap } from '../../atproto/streams/event-stream.js';
import type {
  AccountEvent,
  CommitEvent,
  IdentityEvent,
  RepoEvent,
} from '../../atproto/streams/repo-event.js';
import { lensFor } from '../../lenses/lens-for.js';
import { cellText, joinCells } from '../../text/cell-text.js';
import { writeJson } from '../../text/written-json.js';

/** UTF-16 units of a record's text that are kept: more than any line shows. */
const TEXT_MAX_CHARACTERS = 400;
/** UTF-16 units of a record's JSON that are kept: more than nearly any post has. */
const JSON_MAX_CHARACTERS = 8_000;
/** Accounts of a record whose handles are put in place of their DIDs. */
const DIDS_MAX = 4;
const BEYOND_LATIN_1 = /[^\u0000-\u00ff]/;
const NO_DIDS: readonly string[] = [];

/**
 * A record written or deleted, as far as it is shown and opened. The event itself holds the frame that it came in, of which ten
 * thousand would be kept.
 */
export interface CommitEntry
  extends Pick<CommitEvent, 'kind' | 'did' | 'time' | 'operation' | 'collection' | 'rkey' | 'cid'> {
  /** The record as the lens of its collection reads it; of a delete, nothing. */
  readonly text: string;
  /** The record as the event brought it; undefined of a delete, and where it is too long, or too many came after it, to be kept. */
  readonly json: string | undefined;
  /** DIDs in the text that a handle would read better for. */
  readonly dids: readonly string[];
}

export type AccountEntry = Omit<IdentityEvent, 'cursor'> | Omit<AccountEvent, 'cursor'>;

/** What a labeler said. */
export interface LabelEntry {
  readonly kind: 'label';
  /** The account that the label is of, or whose record is. */
  readonly did: string;
  readonly time: number;
  readonly label: Label;
}

/** A stretch of which events are missing. */
export type GapEntry = { readonly kind: 'gap'; readonly time: number } & StreamGap;

/** An event, or a stretch of which events are missing. */
export type TailEntry = CommitEntry | AccountEntry | LabelEntry | GapEntry;

/** What is kept of an event. Reads its record, so that nothing of the frame is needed any more. */
export function entryOf(event: RepoEvent): CommitEntry | AccountEntry | LabelEntry {
  const { did, time } = event;
  switch (event.kind) {
    case 'identity':
      return { kind: 'identity', did, time, handle: event.handle };
    case 'account':
      return { kind: 'account', did, time, active: event.active, status: event.status };
    case 'label':
      return { kind: 'label', did: bounded(did), time, label: boundedLabel(event.label) };
    case 'commit': {
      const { operation, collection, rkey } = event;
      const head = { kind: 'commit', did, time, operation, collection, rkey } as const;
      if (operation === 'delete') {
        return { ...head, cid: undefined, text: '', json: undefined, dids: NO_DIDS };
      }
      const lens = lensFor(collection);
      const record = event.record();
      const text = joinCells(lens.cells(record, () => undefined));
      return {
        ...head,
        cid: event.cid,
        text: bounded(text),
        json: keptJson(record),
        dids: lens.dids(record).slice(0, DIDS_MAX),
      };
    }
  }
}

/** A labeler may say anything at any length. */
const boundedLabel = (label: Label): Label => ({
  ...label,
  src: bounded(label.src),
  uri: bounded(label.uri),
  val: bounded(label.val),
  cid: label.cid && bounded(label.cid),
  cts: label.cts && bounded(label.cts),
  exp: label.exp && bounded(label.exp),
});

export const gapEntry = (gap: StreamGap): GapEntry => ({ kind: 'gap', time: gap.to, ...gap });

/** The bytes of memory that the JSON of an entry takes: one for each UTF-16 unit where all are of Latin-1, or else two. */
export function jsonBytes(entry: TailEntry): number {
  const json = entry.kind === 'commit' ? (entry.json ?? '') : '';
  return BEYOND_LATIN_1.test(json) ? json.length * 2 : json.length;
}

export const withoutJson = (entry: TailEntry): TailEntry =>
  entry.kind === 'commit' && entry.json !== undefined ? { ...entry, json: undefined } : entry;

/** The JSON of a record, in one piece: it is put together of many, and would hold on to them. */
function keptJson(record: unknown): string | undefined {
  if (record === undefined) return undefined;
  const json = writeJson(record);
  return json.length > JSON_MAX_CHARACTERS ? undefined : Buffer.from(json).toString();
}

/** The start of a text. What is cut off another holds on to it, which may be long: this is a text of its own. */
function bounded(text: string): string {
  if (text.length <= TEXT_MAX_CHARACTERS) return text;
  return Buffer.from(cellText(text, TEXT_MAX_CHARACTERS), 'utf16le').toString('utf16le');
}
