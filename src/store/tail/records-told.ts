import type { CommitEvent } from '../../atproto/streams/repo-event.js';
import type { RowChange } from '../lists/paged-rows.js';
import type { State } from '../state.js';

const kinds = { create: 'changed', update: 'changed', delete: 'deleted' } as const;

/** The records that were read, after live events that concern them; the same where none does. */
export function recordsTold(records: State['records'], commits: readonly CommitEvent[]): State['records'] {
  if (commits.length === 0) return records;
  const uris = new Set<string>();
  for (const { value } of records.values()) if (value) uris.add(value.uri);
  const told = new Map<string, CommitEvent>();
  for (const commit of commits) {
    const uri = `at://${commit.did}/${commit.collection}/${commit.rkey}`;
    if (uris.has(uri)) told.set(uri, commit);
  }
  if (told.size === 0) return records;
  const next = new Map(records);
  for (const [key, record] of records) {
    const { value } = record;
    const commit = value && told.get(value.uri);
    // What was read may be the new one already.
    if (!commit || (commit.operation !== 'delete' && commit.cid === value.cid)) continue;
    const change: RowChange = { kind: kinds[commit.operation], time: commit.time };
    next.set(key, { ...record, value: { ...value, change } });
  }
  return next;
}
