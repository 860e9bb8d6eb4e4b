import { appendFile, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Replaced, replaceFile } from './replace-file.js';
import { WriteBehind } from './write-behind.js';

/** DIDs have colons, and did:web may have percent signs: neither belongs into the name of a file. No two keys share one. */
export const fileName = (key: string, extension = 'json'): string =>
  `${key.replace(/[^a-z0-9.-]/g, (char) => `_${char.charCodeAt(0).toString(16)}`)}.${extension}`;

/** Bytes of changes that a file takes in any case before it is written anew. */
const CHANGES_MIN_BYTES = 64 * 1024;

/** What is to be kept. Either call gives one moment, as it is then, and is where the next changes begin. */
export interface Kept {
  /** All of it. */
  whole(): unknown;
  /** What is another than at the last call of either; undefined where only all of it will do. */
  changes(): unknown;
}

/** A file as it was left, and how much of it is changes. */
interface Left extends Replaced {
  readonly whole: number;
}

/**
 * JSON kept between runs, a file for each key (docs/decisions/0012): its first line is all that there is, each further one what
 * had changed since, and when the changes have outgrown the first line, the file is written anew. Every line belongs to one moment,
 * so that a run that is killed leaves the moment before whole.
 */
export class KeptFiles {
  readonly #folder: string;
  readonly #onFailure: (error: unknown) => void;
  readonly #writers = new Map<string, { kept: Kept; readonly behind: WriteBehind }>();
  readonly #left = new Map<string, Left>();

  constructor(folder: string, onFailure: (error: unknown) => void) {
    this.#folder = folder;
    this.#onFailure = onFailure;
  }

  /**
   * What was kept last, also where that still waits: all that there was once, and the changes since, in their order. Undefined
   * where there is none, or none that can be read.
   */
  async load(key: string): Promise<readonly [unknown, ...unknown[]] | undefined> {
    await this.#writers.get(key)?.behind.flush();
    let text: string;
    try {
      text = await readFile(this.#path(key), 'utf8');
    } catch {
      return undefined;
    }
    const moments: unknown[] = [];
    for (const line of text.split('\n')) {
      try {
        moments.push(JSON.parse(line));
      } catch {
        // The end of the file, or where a run was killed as it wrote.
        break;
      }
    }
    const [whole, ...changes] = moments;
    return moments.length > 0 ? [whole, ...changes] : undefined;
  }

  /** Keeps what `kept` gives when the time comes; a later call takes the place of one that still waits. */
  save(key: string, kept: Kept): void {
    const known = this.#writers.get(key);
    if (known) known.kept = kept;
    const writer = known ?? { kept, behind: new WriteBehind(() => this.#write(key), this.#onFailure) };
    this.#writers.set(key, writer);
    writer.behind.touch();
  }

  /** Writes at once what still waits. */
  async flush(): Promise<void> {
    await Promise.all([...this.#writers.values()].map(({ behind }) => behind.flush()));
  }

  async #write(key: string): Promise<void> {
    const kept = this.#writers.get(key)?.kept;
    if (kept === undefined) return;
    const left = this.#left.get(key);
    // Where this fails, nobody knows how much of it is in the file.
    this.#left.delete(key);
    this.#left.set(key, (left && (await this.#append(key, kept, left))) ?? (await this.#rewrite(key, kept)));
  }

  /** Undefined where the file has to be written anew. */
  async #append(key: string, kept: Kept, left: Left): Promise<Left | undefined> {
    const path = this.#path(key);
    const found = await stat(path).catch(() => undefined);
    // Another run may have put its own in the place of it.
    if (found?.ino !== left.inode || found.size !== left.size) return undefined;
    const changes = kept.changes();
    if (changes === undefined) return undefined;
    const line = `${JSON.stringify(changes)}\n`;
    const size = left.size + Buffer.byteLength(line);
    if (size - left.whole > Math.max(left.whole, CHANGES_MIN_BYTES)) return undefined;
    await appendFile(path, line);
    return { ...left, size };
  }

  async #rewrite(key: string, kept: Kept): Promise<Left> {
    const replaced = await replaceFile(this.#path(key), `${JSON.stringify(kept.whole())}\n`);
    return { ...replaced, whole: replaced.size };
  }

  #path(key: string): string {
    return join(this.#folder, fileName(key, 'ndjson'));
  }
}
