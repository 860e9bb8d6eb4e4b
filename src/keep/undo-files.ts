import { mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isObject } from '../text/json-fields.js';
import { isMissing } from './file-problem.js';
import { appendLines, lineIn } from './line-file.js';
import type { MadeChange, UndoEntry } from './made-change.js';
import { replaceFile } from './replace-file.js';
import type { OpenEntry, UndoJournal } from './undo-journal.js';

/** So many are kept, and the blobs of no more than this: the oldest go first. */
export const ENTRIES_MAX = 1_000;
const BLOBS_MAX_BYTES = 2 * 1024 ** 3;
/** Looking for what is too old reads all entries: a run does it with its first change, and after so many more. */
const PRUNE_EVERY = 50;

/** A blob is saved before the entry that names it: so long nobody need name it. */
const NAMELESS_MAX_MS = 24 * 3_600_000;
/** As the name of a file. */
const CID = /^[a-z0-9]{1,128}$/;

/** With whether all that is left of it was tried, and stays for now. */
type ReadEntry = UndoEntry & { readonly isTried?: boolean };

/** What a file of an entry has, a line each: its first line, then what became of it. */
type Line =
  | Pick<UndoEntry, 'did' | 'time' | 'title' | 'isUndo'>
  | { readonly add: readonly MadeChange[] }
  | { readonly done: readonly MadeChange[] }
  | { readonly end: true }
  /** By their keys: these of what was added were made, these were undone. */
  | { readonly made: readonly string[] }
  | { readonly undone: readonly string[]; readonly isTried?: boolean };

/**
 * The undo journal in a folder: a file an entry, `<id>.ndjson`, only added to, each line on disk before what it tells of is sent; blobs
 * beside them by their CIDs. Readable for its owner only, as records of one's own may be drafts of thoughts.
 */
export class UndoFiles implements UndoJournal {
  readonly #folder: string;
  readonly #blobs: string;
  readonly #blobsMaxBytes: number;
  #begun = 0;

  constructor(folder: string, { blobsMaxBytes = BLOBS_MAX_BYTES }: { blobsMaxBytes?: number } = {}) {
    this.#folder = folder;
    this.#blobs = join(folder, 'blobs');
    this.#blobsMaxBytes = blobsMaxBytes;
  }

  async begin({ did, title, isUndo, changes }: Parameters<UndoJournal['begin']>[0]): Promise<OpenEntry> {
    const time = Date.now();
    const id = `${time.toString(36).padStart(9, '0')}-${crypto.randomUUID().slice(0, 8)}`;
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    if (this.#begun++ % PRUNE_EVERY === 0) await this.#prune();
    const path = this.#path(id);
    await appendLines(path, { did, time, title, ...(isUndo && { isUndo }) }, { add: changes });
    await syncFolder(this.#folder);
    return this.#open(id);
  }

  async reopen(id: string): Promise<OpenEntry> {
    return this.#open(id);
  }

  #open(id: string): OpenEntry {
    const path = this.#path(id);
    return {
      id,
      add: (more) => appendLines(path, { add: more }),
      done: (made) => appendLines(path, { done: made }),
      made: (keys) => appendLines(path, { made: keys }),
      end: async () => {
        await appendLines(path, { end: true });
        if ((await this.#read(id))?.changes.length === 0) await rm(path, { force: true });
      },
    };
  }

  async last(did: string, { isUndo = false } = {}): Promise<UndoEntry | undefined> {
    let tried: UndoEntry | undefined;
    for (const id of await this.#ids()) {
      const entry = await this.#read(id);
      const isWanted = entry?.did === did && (entry.isUndo ?? false) === isUndo;
      if (!isWanted || entry.changes.length === 0) continue;
      if (!entry.isTried) return entry;
      tried ??= entry;
    }
    return tried;
  }

  async list(did: string): Promise<readonly UndoEntry[]> {
    const entries: UndoEntry[] = [];
    for (const id of await this.#ids()) {
      const entry = await this.#read(id);
      if (entry?.did === did && entry.changes.length > 0) entries.push(entry);
    }
    return entries;
  }

  async undone(id: string, changes: readonly MadeChange[], { isTried = false } = {}): Promise<void> {
    const path = this.#path(id);
    await appendLines(path, { undone: changes.map(changeKey), ...(isTried && { isTried }) });
    // Whoever has it open may add to it yet.
    if ((await hasEnded(path)) && (await this.#read(id))?.changes.length === 0) {
      await rm(path, { force: true });
    }
  }

  async saveBlob({ cid }: { readonly cid: string }, bytes: Uint8Array): Promise<void> {
    if (!CID.test(cid)) throw new TypeError(`${cid} is not the CID of a blob`);
    await mkdir(this.#blobs, { recursive: true, mode: 0o700 });
    await replaceFile(join(this.#blobs, cid), [bytes], { sync: true });
  }

  async blob(cid: string): Promise<Uint8Array | undefined> {
    if (!CID.test(cid)) return undefined;
    try {
      return await readFile(join(this.#blobs, cid));
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  #path(id: string): string {
    return join(this.#folder, `${id}.ndjson`);
  }

  /** Newest first. */
  async #ids(): Promise<readonly string[]> {
    try {
      const names = await readdir(this.#folder);
      return names
        .flatMap((name) =>
          /^[0-9a-z]{9}-[0-9a-f]{8}\.ndjson$/.test(name) ? [name.slice(0, -'.ndjson'.length)] : [],
        )
        .sort()
        .reverse();
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  }

  async #read(id: string): Promise<ReadEntry | undefined> {
    try {
      return entryIn(id, await readFile(this.#path(id), 'utf8'));
    } catch (error) {
      // Another run may have undone it meanwhile.
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  /** Drops the oldest entries, and the blobs that no entry names any more. */
  async #prune(): Promise<void> {
    const ids = await this.#ids();
    const sizes = new Map<string, number>();
    const old = new Set<string>();
    for (const name of await readdir(this.#blobs).catch(() => [])) {
      const found = await stat(join(this.#blobs, name)).catch(() => undefined);
      if (found === undefined) continue;
      sizes.set(name, found.size);
      if (Date.now() - found.mtimeMs > NAMELESS_MAX_MS) old.add(name);
    }
    const wanted = new Set<string>();
    let bytes = 0;
    for (const [index, id] of ids.entries()) {
      const cids = index < ENTRIES_MAX && sizes.size > 0 ? blobsOf(await this.#read(id)) : [];
      const more = cids
        .filter((cid) => !wanted.has(cid))
        .reduce((sum, cid) => sum + (sizes.get(cid) ?? 0), 0);
      if (index >= ENTRIES_MAX || (bytes + more > this.#blobsMaxBytes && index > 0)) {
        await Promise.all(ids.slice(index).map((dropped) => rm(this.#path(dropped), { force: true })));
        break;
      }
      bytes += more;
      for (const cid of cids) wanted.add(cid);
    }
    for (const name of old) if (!wanted.has(name)) await rmOld(join(this.#blobs, name));
  }
}

function blobsOf(entry: UndoEntry | undefined): readonly string[] {
  return (entry?.changes ?? []).flatMap((change) =>
    change.kind === 'record' ? change.blobs.map(({ cid }) => cid) : [],
  );
}

/** An entry as its file tells it. What was cut off is passed over, and what was not ended may all have been done. */
function entryIn(id: string, text: string): ReadEntry | undefined {
  let head: Pick<UndoEntry, 'did' | 'time' | 'title' | 'isUndo'> | undefined;
  const added = new Map<string, MadeChange>();
  const done = new Map<string, MadeChange>();
  let isEnded = false;
  let isTried = false;
  for (const line of text.split('\n')) {
    const read = lineIn(line, isLine);
    if (read === undefined) continue;
    if ('did' in read) head = read;
    else if ('add' in read) for (const change of read.add) added.set(changeKey(change), change);
    else if ('done' in read) for (const change of read.done) done.set(changeKey(change), change);
    else if ('made' in read) markMade(read.made, added, done);
    else if ('undone' in read) {
      for (const key of read.undone) {
        added.delete(key);
        done.delete(key);
      }
      isTried = read.isTried === true;
    } else isEnded = true;
  }
  if (head === undefined) return undefined;
  const made = isEnded ? done : new Map([...added, ...done]);
  return { id, ...head, changes: [...made.values()], ...(isTried && { isTried }) };
}

/** Of a batch whose answer did not come it is found out by its keys what was made. */
function markMade(
  keys: readonly string[],
  added: ReadonlyMap<string, MadeChange>,
  done: Map<string, MadeChange>,
): void {
  for (const key of keys) {
    const change = added.get(key);
    if (change !== undefined) done.set(key, change);
  }
}

async function hasEnded(path: string): Promise<boolean> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
  return text === undefined || text.split('\n').some((line) => 'end' in (lineIn(line, isLine) ?? {}));
}

/** Whoever looks into a file by hand may have left anything there. */
function isLine(value: unknown): value is Line {
  if (!isObject(value)) return false;
  const { did, time, title, add, done, made, undone, end } = value;
  if (did !== undefined) {
    return typeof did === 'string' && typeof time === 'number' && typeof title === 'string';
  }
  const keys = made ?? undone;
  if (keys !== undefined) return Array.isArray(keys) && keys.every((key) => typeof key === 'string');
  const changes = add ?? done;
  return end === true || (Array.isArray(changes) && changes.every(isChange));
}

function isChange(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { kind, collection, rkey, blobs, nsid, opposite, name } = value;
  if (kind === 'preference') return isObject(name);
  const texts = kind === 'record' ? [collection, rkey] : [nsid, opposite];
  return texts.every((text) => typeof text === 'string') && (kind !== 'record' || Array.isArray(blobs));
}

/** One change of a record is told apart from others of its entry by where it is. */
function changeKey(change: MadeChange): string {
  switch (change.kind) {
    case 'record':
      return `${change.collection}/${change.rkey}`;
    case 'procedure':
      return `${change.nsid} ${JSON.stringify(change.input)}`;
    case 'preference':
      return `preference ${JSON.stringify(change.name)}`;
  }
}

/** The name of a new file is on disk, too; some systems have no such thing, and keep it anyhow. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined);
  await folder?.sync().catch(() => {});
  await folder?.close();
}

/** Another run may have saved it again since it was looked at. */
async function rmOld(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found && Date.now() - found.mtimeMs > NAMELESS_MAX_MS) await rm(path, { force: true });
}
