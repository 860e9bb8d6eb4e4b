import { XrpcError } from '../../atproto/calls/xrpc-error.js';
import type { StoredRecord, Write } from '../../atproto/writes/write.js';
import { WriteError } from '../../atproto/writes/write-error.js';
import type { MadeChange } from '../../keep/made-change.js';
import type { ItemOutcome, ManyItem } from '../../keep/many-files.js';
import { CREATE_POINTS, DELETE_POINTS } from './write-budget.js';

/** One of many changes, by its place among them. */
export type Indexed<Item extends ManyItem = ManyItem> = { readonly index: number; readonly item: Item };
export type RecordItem = Extract<ManyItem, { collection: string }>;

/** Where a host does not say how long it wants to be left alone. */
const LIMIT_PAUSE_MS = 60_000;

export const doneOf = ({ index }: Indexed): ItemOutcome => ({ index, result: 'done' });

export const pointsOf = (items: readonly Indexed<RecordItem>[]): number =>
  items.reduce((sum, { item }) => sum + (item.kind === 'create' ? CREATE_POINTS : DELETE_POINTS), 0);

/** Why an item is not sent; undefined where it is. */
export function passedOver(
  item: RecordItem,
  now: StoredRecord | undefined,
): ItemOutcome['result'] | undefined {
  if (item.kind === 'create') return now === undefined ? undefined : 'exists';
  if (now === undefined) return 'gone';
  return item.cid === undefined || item.cid === now.cid ? undefined : 'changed';
}

export function writeOf(item: RecordItem, now: StoredRecord | undefined): Write {
  const { collection, rkey } = item;
  return item.kind === 'create'
    ? { kind: 'create', collection, rkey, json: item.json }
    : { kind: 'delete', collection, rkey, swap: now?.cid };
}

/** Until when a host wants to be left alone; undefined where that is not what it said. */
export function limitOf(error: unknown): number | undefined {
  const cause = error instanceof WriteError ? error.cause : error;
  if (!(cause instanceof XrpcError) || cause.status !== 429) return undefined;
  return cause.retryAfter ?? Date.now() + LIMIT_PAUSE_MS;
}

/** Whether no other item can be made either. */
export function endsAll(error: unknown): boolean {
  if (error instanceof WriteError) return ['scope', 'nobody', 'other-account'].includes(error.kind);
  if (error instanceof XrpcError) return error.failure === 'refused' || error.status === 401;
  // The disk.
  return error instanceof Error && 'code' in error && !('status' in error);
}

/** What was made, as far as it is shown: what was deleted is not known any more. */
export function shownChange(item: RecordItem): MadeChange {
  const { collection, rkey } = item;
  const [before, after] =
    item.kind === 'delete'
      ? [{ cid: item.cid ?? '', json: '{}' }, undefined]
      : [undefined, { cid: '', json: item.json }];
  return { kind: 'record', collection, rkey, before, after, blobs: [] };
}
