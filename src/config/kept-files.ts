import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { WriteBehind } from './write-behind.js';

/** DIDs have colons, and did:web may have percent signs: neither belongs into the name of a file. No two keys share one. */
export const fileName = (key: string): string =>
  `${key.replace(/[^a-z0-9.-]/g, (char) => `_${char.codePointAt(0)!.toString(16)}`)}.json`;

/**
 * JSON kept between runs, a file for each key: what is written belongs to one moment and is put in place at once, so that a run
 * that is killed leaves the moment before whole.
 */
export class KeptFiles {
  readonly #folder: string;
  readonly #onFailure: (error: unknown) => void;
  readonly #writers = new Map<string, { snapshot: () => unknown; behind: WriteBehind }>();

  constructor(folder: string, onFailure: (error: unknown) => void) {
    this.#folder = folder;
    this.#onFailure = onFailure;
  }

  /** What was kept last, also where that still waits; undefined where there is none, or none that can be read. */
  async load(key: string): Promise<unknown> {
    await this.#writers.get(key)?.behind.flush();
    try {
      return JSON.parse(await readFile(join(this.#folder, fileName(key)), 'utf8'));
    } catch {
      return undefined;
    }
  }

  /** Keeps what `snapshot` gives when the time comes; a later call takes the place of one that still waits. */
  save(key: string, snapshot: () => unknown): void {
    const known = this.#writers.get(key);
    if (known) known.snapshot = snapshot;
    const writer = known ?? { snapshot, behind: new WriteBehind(() => this.#write(key), this.#onFailure) };
    this.#writers.set(key, writer);
    writer.behind.touch();
  }

  /** Writes at once what still waits. */
  async flush(): Promise<void> {
    await Promise.all([...this.#writers.values()].map(({ behind }) => behind.flush()));
  }

  async #write(key: string): Promise<void> {
    const text = JSON.stringify(this.#writers.get(key)!.snapshot());
    const draft = join(this.#folder, `.${randomUUID()}`);
    await mkdir(this.#folder, { recursive: true });
    try {
      await writeFile(draft, text, { mode: 0o600 });
      await rename(draft, join(this.#folder, fileName(key)));
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
  }
}
