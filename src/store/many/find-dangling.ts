import type { JobProgress } from '../../jobs/job.js';
import { type Absent, findAbsent, type GoneClient } from '../../jobs/many/gone.js';
import { type Pointer, pointersName, pointersOf } from '../../jobs/many/pointers.js';
import { collectionOf } from '../../places/address.js';
import type { Marking } from './marking.js';
import { type LookedAt, ownRows } from './own-rows.js';
import { goneText } from './preset-text.js';

interface DanglingOptions {
  readonly client: GoneClient;
  readonly signal: AbortSignal;
  tell(progress: JobProgress): void;
  readonly areAwayMarked: boolean;
  /** What was found of it before; undefined: it is asked for. */
  readonly absent: ReadonlyMap<string, Absent> | undefined;
}

/** Finds what points to something that is gone. Rejects as `findAbsent`. */
export async function findDangling(
  looked: LookedAt,
  { client, signal, tell, areAwayMarked, absent: known }: DanglingOptions,
): Promise<Marking & { readonly absent: ReadonlyMap<string, Absent> }> {
  const { list, terms } = looked;
  const { address, note } = list;
  const collection = collectionOf(address) ?? '';
  const rows: { readonly key: string; readonly pointers: readonly Pointer[] }[] = [];
  const subjects = new Set<string>();
  for await (const { key, record } of ownRows(looked, signal)) {
    const pointers = pointersOf(collection, record);
    if (pointers.length === 0) continue;
    rows.push({ key, pointers });
    for (const { to } of pointers) subjects.add(to);
  }
  const absent =
    known ??
    (await findAbsent(client, subjects, { signal, onProgress: (done, total) => tell({ done, total }) }));

  const keys = new Set<string>();
  const away = new Map<string, number>();
  let threads = 0;
  let unknown = 0;
  for (const { key, pointers } of rows) {
    const found = pointers.flatMap(({ to, as }) => {
      const one = absent.get(to);
      return one ? [{ ...one, as }] : [];
    });
    const worst = found.find(isGone) ?? found.find(isAway) ?? found[0];
    if (worst === undefined) continue;
    if (worst.absence === 'unknown') unknown += 1;
    if (worst.absence === 'away') away.set(worst.word, (away.get(worst.word) ?? 0) + 1);
    if (!isGone(worst) && !(areAwayMarked && isAway(worst))) continue;
    keys.add(key);
    if (found.some((one) => one.as === 'thread' && isGone(one))) threads += 1;
  }
  const name = pointersName(collection) ?? 'records';
  const text = goneText(
    { name, all: rows.length, isFiltered: terms.length > 0, note },
    { marked: keys.size, threads, away, areAwayMarked, unknown },
  );
  return { keys, text, absent };
}

const isGone = ({ absence }: Absent): boolean => absence === 'gone';
const isAway = ({ absence }: Absent): boolean => absence === 'away';
