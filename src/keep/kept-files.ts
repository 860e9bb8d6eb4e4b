import { appendFile, readFile, stat, truncate } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileProblem, isMissing, isPassing } from './file-problem.js';
import { type Replaced, replaceFile } from './replace-file.js';
import { lastSetAside, setAside } from './set-aside.js';
import { type Outcome, WriteBehind } from './write-behind.js';

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

/** Whether a line (the first is 0) says what can be used. */
export type IsMoment = (value: unknown, line: number) => boolean;

/** What becomes of the writing of a file, by its path. */
export interface FileOutcome {
  failed(error: unknown, path: string): void;
  written?(path: string): void;
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
  readonly #outcome: FileOutcome;
  readonly #writers = new Map<string, { kept: Kept; readonly behind: WriteBehind }>();
  readonly #left = new Map<string, Left>();
  /** Their files can neither be read nor be moved: nothing is written over them. */
  readonly #blocked = new Set<string>();
  readonly #tell: (text: string) => void;

  /** `tell` takes a sentence about a file that cannot be read. */
  constructor(folder: string, outcome: FileOutcome, tell: (text: string) => void = () => {}) {
    this.#folder = folder;
    this.#outcome = outcome;
    this.#tell = tell;
  }

  /**
   * What was kept last, also where that still waits: all that there was once, and the changes since, in their order. Undefined
   * where there is none, or none that can be read. A file that is broken, or has a line that `isMoment` refuses, is set aside, and
   * what it says before that stands in its place. Half a line at its end is where a run was killed, and is passed over.
   */
  async load(
    key: string,
    isMoment: IsMoment = () => true,
  ): Promise<readonly [unknown, ...unknown[]] | undefined> {
    await this.#writers.get(key)?.behind.flush();
    this.#blocked.delete(key);
    let text: string;
    try {
      text = await readFile(this.#path(key), 'utf8');
    } catch (error) {
      if (!isMissing(error)) await this.#putAside(key, `cannot be read (${fileProblem(error)})`, '', error);
      return undefined;
    }
    const { moments, readable, broken } = momentsIn(text.replace(/^\uFEFF/, ''), isMoment);
    // A file was never written so: the power may have gone before it reached the disk.
    if (moments.length === 0 && broken === undefined) await this.#putAside(key, 'is empty', '');
    if (broken !== undefined) await this.#putAside(key, `cannot be read from line ${broken} on`, readable);
    const [whole, ...changes] = moments;
    return moments.length > 0 ? [whole, ...changes] : undefined;
  }

  /** Where a file is that could not be read, now or before: where it was, or where it was moved to. */
  unread(key: string): string | undefined {
    return this.#blocked.has(key) ? this.#path(key) : lastSetAside(this.#path(key));
  }

  /** Keeps what `kept` gives when the time comes; a later call takes the place of one that still waits. */
  save(key: string, kept: Kept): void {
    const known = this.#writers.get(key);
    if (known) known.kept = kept;
    const writer = known ?? { kept, behind: new WriteBehind(() => this.#write(key), this.#outcomeOf(key)) };
    this.#writers.set(key, writer);
    writer.behind.touch();
  }

  /** Writes at once what still waits. */
  async flush(): Promise<void> {
    await Promise.all([...this.#writers.values()].map(({ behind }) => behind.flush()));
  }

  async #write(key: string): Promise<void> {
    const kept = this.#writers.get(key)?.kept;
    if (kept === undefined || this.#blocked.has(key)) return;
    const left = this.#left.get(key);
    // Where this fails, nobody knows how much of it is in the file.
    this.#left.delete(key);
    this.#left.set(key, (left && (await this.#append(key, kept, left))) ?? (await this.#rewrite(key, kept)));
  }

  /** `readable` is what stays in the place of the file. */
  async #putAside(key: string, what: string, readable: string, error?: unknown): Promise<void> {
    const path = this.#path(key);
    try {
      // With no file handle left, it may be a good file: it stays where it is.
      if (isPassing(error)) throw error;
      const aside = setAside(path);
      this.#left.delete(key);
      const meaning =
        readable === '' ? 'the watch begins anew' : 'the watch goes on from what is before that';
      this.#tell(`The watch in ${path} ${what}: the file was moved to ${basename(aside)}, and ${meaning}.`);
    } catch (refusal) {
      this.#blocked.add(key);
      const why = refusal === error ? '' : `, nor be moved aside (${fileProblem(refusal)})`;
      this.#tell(`The watch in ${path} ${what}${why}: it stays as it is, and nothing new of it is saved.`);
      return;
    }
    if (readable !== '') await replaceFile(path, readable).catch(this.#outcomeOf(key).failed);
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
    try {
      await appendFile(path, line);
    } catch (error) {
      // A full disk takes half a line. Where it cannot be taken back, the file is written anew before anything is added to it.
      await truncate(path, left.size).catch(() => {});
      throw error;
    }
    return { ...left, size };
  }

  async #rewrite(key: string, kept: Kept): Promise<Left> {
    const replaced = await replaceFile(this.#path(key), `${JSON.stringify(kept.whole())}\n`);
    return { ...replaced, whole: replaced.size };
  }

  #outcomeOf(key: string): Outcome {
    const path = this.#path(key);
    return {
      failed: (error) => this.#outcome.failed(error, path),
      written: () => this.#outcome.written?.(path),
    };
  }

  #path(key: string): string {
    return join(this.#folder, fileName(key, 'ndjson'));
  }
}

/** What a file says, its text up to where it is broken, and the number of the line that is (the first is 1). */
function momentsIn(
  text: string,
  isMoment: IsMoment,
): { moments: readonly unknown[]; readable: string; broken: number | undefined } {
  const moments: unknown[] = [];
  let readable = '';
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    try {
      const value: unknown = JSON.parse(line);
      if (!isMoment(value, moments.length)) return { moments, readable, broken: index + 1 };
      moments.push(value);
      readable += `${line}\n`;
    } catch {
      // Only what is added to a file can be cut off: its first line came as a whole.
      const isCutOff = index === lines.length - 1 && moments.length > 0;
      return { moments, readable, broken: isCutOff ? undefined : index + 1 };
    }
  }
  return { moments, readable, broken: undefined };
}
