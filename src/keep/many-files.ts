import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isObject } from '../text/json-fields.js';
import { isMissing } from './file-problem.js';
import { appendLines, lineIn } from './line-file.js';
import { isDead, type LockOwner, ownerIn, thisOwner } from './lock-owner.js';

/** One of many changes: of a record as it was seen, or a call that has an opposite. */
export type ManyItem =
  | {
      readonly kind: 'delete';
      readonly collection: string;
      readonly rkey: string;
      readonly cid: string | undefined;
    }
  /** Its key is chosen before, so that a repeat is seen. */
  | { readonly kind: 'create'; readonly collection: string; readonly rkey: string; readonly json: string }
  | {
      readonly kind: 'call';
      readonly nsid: string;
      readonly input: object;
      readonly opposite: string;
    };

/**
 * What became of an item. `changed`: another record was there than was seen, and stays. `gone`: it was gone already. `exists`: something
 * was there already. `failed`: it was refused.
 */
export type ManyResult = 'done' | 'changed' | 'gone' | 'exists' | 'failed';

export interface ItemOutcome {
  readonly index: number;
  readonly result: ManyResult;
  /** In a sentence, where it failed. */
  readonly why?: string | undefined;
}

/** Many changes as the disk has them: what was to be done, and what was. */
export interface KeptMany {
  readonly id: string;
  readonly did: string;
  /** What is done: `delete 312 records`; and what was done then: `deleted 312 records`. */
  readonly verb: string;
  readonly title: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** The entry of the undo journal. */
  readonly undo: string;
  readonly items: readonly ManyItem[];
  readonly outcomes: readonly ItemOutcome[];
  /** Sent, and nobody knows whether they were made: a run was killed then. */
  readonly begun: readonly number[];
  /** What was spent of the host's budget, and when. */
  readonly spent: readonly { readonly time: number; readonly points: number }[];
}

type Head = Pick<KeptMany, 'did' | 'verb' | 'title' | 'time' | 'undo'> & {
  /** How many items there are: with fewer it was torn before anything was sent. */
  readonly count: number;
};

type Line =
  | Head
  /** Null: nobody is at it. */
  | { readonly owner: LockOwner | null }
  | { readonly items: readonly ManyItem[] }
  | { readonly begun: readonly number[] }
  | { readonly outcomes: readonly ItemOutcome[]; readonly points: number; readonly at: number };

const ITEMS_A_LINE = 500;
const FILE = /^([0-9a-z-]{1,64})\.ndjson$/;

/** Many changes that are under way, a file each, so that another run can go on with them. Readable for their owner only. */
export class ManyFiles {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Notes what is to be done. Rejects with the error of the file system. */
  async create(many: Pick<KeptMany, 'did' | 'verb' | 'title' | 'undo' | 'items'>): Promise<KeptMany> {
    const { did, verb, title, undo, items } = many;
    const time = Date.now();
    const id = `${time.toString(36)}-${crypto.randomUUID().slice(0, 8)}`;
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const lines: Line[] = [
      { did, verb, title, time, undo, count: items.length },
      { owner: await thisOwner() },
    ];
    for (let at = 0; at < items.length; at += ITEMS_A_LINE) {
      lines.push({ items: items.slice(at, at + ITEMS_A_LINE) });
    }
    await this.#append(id, ...lines);
    return { id, did, verb, title, time, undo, items, outcomes: [], begun: [], spent: [] };
  }

  /** Says that this run goes on with them. */
  async take(id: string): Promise<void> {
    await this.#append(id, { owner: await thisOwner() });
  }

  /** Says that this run is not at them any more. */
  leave(id: string): Promise<void> {
    return this.#append(id, { owner: null });
  }

  /** Says that these are sent now. */
  begin(id: string, indexes: readonly number[]): Promise<void> {
    return this.#append(id, { begun: indexes });
  }

  /** Says what became of items, and what they cost. */
  note(id: string, outcomes: readonly ItemOutcome[], points: number): Promise<void> {
    return this.#append(id, { outcomes, points, at: Date.now() });
  }

  /** Nothing is left to do. */
  async end(id: string): Promise<void> {
    await rm(this.#path(id), { force: true });
  }

  /** What was begun for an account and has not ended, oldest first; without what another run is at that lives. */
  async unfinished(did: string): Promise<readonly KeptMany[]> {
    const names = await readdir(this.#folder).catch(() => []);
    const found: KeptMany[] = [];
    for (const name of names.sort()) {
      const id = FILE.exec(name)?.[1];
      const read = id === undefined ? undefined : await this.#read(id);
      if (read?.kept.did === did && !(await isAnothers(read.owner))) found.push(read.kept);
    }
    return found;
  }

  async #read(id: string): Promise<ReadMany | undefined> {
    try {
      return manyIn(id, await readFile(this.#path(id), 'utf8'));
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  #path(id: string): string {
    return join(this.#folder, `${id}.ndjson`);
  }

  #append(id: string, ...lines: readonly Line[]): Promise<void> {
    return appendLines(this.#path(id), ...lines);
  }
}

interface ReadMany {
  readonly kept: KeptMany;
  /** Who was at it last. */
  readonly owner: LockOwner | undefined;
}

/** Whether another process that lives is at it. */
async function isAnothers(owner: LockOwner | undefined): Promise<boolean> {
  if (owner === undefined) return false;
  const me = await thisOwner();
  return !(owner.host === me.host && owner.pid === me.pid) && !(await isDead(owner));
}

/** What a file says. A line that was cut off is where a run was killed: it said nothing that was done. */
function manyIn(id: string, text: string): ReadMany | undefined {
  let head: Head | undefined;
  let owner: LockOwner | undefined;
  const items: ManyItem[] = [];
  const outcomes = new Map<number, ItemOutcome>();
  const begun = new Set<number>();
  const spent: { time: number; points: number }[] = [];
  for (const line of text.split('\n')) {
    const read = lineIn(line, isLine);
    if (read === undefined) continue;
    if ('did' in read) head = read;
    else if ('owner' in read) owner = read.owner ?? undefined;
    else if ('items' in read) items.push(...read.items);
    else if ('begun' in read) for (const index of read.begun) begun.add(index);
    else {
      for (const outcome of read.outcomes) {
        outcomes.set(outcome.index, outcome);
        begun.delete(outcome.index);
      }
      spent.push({ time: read.at, points: read.points });
    }
  }
  if (head === undefined || head.count !== items.length) return undefined;
  const { count: _, ...rest } = head;
  return { kept: { id, ...rest, items, outcomes: [...outcomes.values()], begun: [...begun], spent }, owner };
}

/** Whoever looks into a file by hand may have left anything there. */
function isLine(value: unknown): value is Line {
  if (!isObject(value)) return false;
  const { did, title, undo, count, owner, items, begun, outcomes } = value;
  if (did !== undefined) {
    return [did, title, undo].every((one) => typeof one === 'string') && typeof count === 'number';
  }
  if (owner !== undefined) return owner === null || ownerIn(JSON.stringify(owner)) !== undefined;
  return [items, begun, outcomes].some(Array.isArray);
}
