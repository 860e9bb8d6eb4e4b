import { tidTime } from '../../atproto/tid.js';
import type { JobProgress } from '../../jobs/job.js';
import { createdTime } from '../../lenses/created-text.js';
import { collectionOf } from '../../places/address.js';
import type { DateSpan } from '../../text/date-span.js';
import { field } from '../../text/json-fields.js';
import type { Marking } from './marking.js';
import { type LookedAt, ownRows, recordsName } from './own-rows.js';
import { olderText } from './preset-text.js';

/** Finds what is older than a date by what it says itself, as the list shows it; by its key where it says nothing. */
export async function findOlder(
  looked: LookedAt,
  { from, text: before }: DateSpan,
  { signal, tell }: { readonly signal: AbortSignal; tell(progress: JobProgress): void },
): Promise<Marking> {
  const { list, terms } = looked;
  const keys = new Set<string>();
  const counts = { byKey: 0, writtenLater: 0, undated: 0 };
  let all = 0;
  for await (const { key, rkey, record } of ownRows(looked, signal)) {
    all += 1;
    if (all % TOLD_EVERY === 0) tell({ done: all, total: list.rows.length });
    const said = createdTime(field(record, 'createdAt'), undefined);
    const minted = rkey === undefined ? undefined : tidTime(rkey);
    const time = said ?? minted;
    if (time === undefined) counts.undated += 1;
    if (time === undefined || time >= from) continue;
    keys.add(key);
    if (said === undefined) counts.byKey += 1;
    else if (minted !== undefined && minted >= from) counts.writtenLater += 1;
  }
  const { address, note } = list;
  const name = recordsName(collectionOf(address));
  const text = olderText(
    { name, all, isFiltered: terms.length > 0, note },
    { before, marked: keys.size, ...counts },
  );
  return { keys, text };
}

const TOLD_EVERY = 1_000;
