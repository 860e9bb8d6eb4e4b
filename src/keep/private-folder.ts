import { constants } from 'node:fs';
import { access, chmod, mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileProblem, isMissing } from './file-problem.js';
import { ownedLocks } from './owned-lock.js';
import { replaceFile } from './replace-file.js';

/** After this, a lock that is not touched any more counts for nothing, if nobody can say whether its process lives. */
const STALE_LOCK_MS = 10_000;

/** A folder that only its owner may enter, with files that only they may read. */
export class PrivateFolder {
  readonly path: string;
  readonly #tell: (text: string) => void;

  readonly #staleMs: number;

  /**
   * `tell` takes sentences about files that were open to others. After `staleMs` the lock of another machine that is not touched
   * any more counts for nothing; that of a process of this one does when the process has ended.
   */
  constructor(path: string, tell: (text: string) => void, staleMs = STALE_LOCK_MS) {
    this.path = path;
    this.#tell = tell;
    this.#staleMs = staleMs;
  }

  /** The names of its files; none where it is not there or cannot be read, which is told. */
  async names(): Promise<readonly string[]> {
    try {
      await this.#close(this.path, 0o700);
      return await readdir(this.path);
    } catch (error) {
      if (!isMissing(error)) this.#tell(`${this.path} cannot be read (${fileProblem(error)}).`);
      return [];
    }
  }

  /** The text of a file that holds a secret. Rejects with the error of the file system. */
  async read(name: string): Promise<string> {
    await this.#close(join(this.path, name), 0o600);
    return await this.readPlain(name);
  }

  /** The text of a file that everybody might read. Rejects with the error of the file system. */
  readPlain(name: string): Promise<string> {
    return readFile(join(this.path, name), 'utf8');
  }

  async write(name: string, value: unknown): Promise<void> {
    await this.#open();
    await replaceFile(join(this.path, name), JSON.stringify(value), { sync: true });
  }

  /** Removes a file, if it is there. */
  async remove(name: string): Promise<void> {
    await rm(join(this.path, name), { recursive: true, force: true });
  }

  /**
   * Keeps other processes from a file until what it gives is called. Undefined where the folder cannot be written: then no other
   * process changes what is in it either.
   */
  async lock(name: string): Promise<(() => Promise<void>) | undefined> {
    try {
      await this.#open();
      await access(this.path, constants.W_OK);
    } catch {
      return undefined;
    }
    // Loaded with the first sign-in or renewal, and not with the first frame. By its default: a bundle gives a package of
    // CommonJS no other name.
    const {
      default: { lock },
    } = await import('proper-lockfile');
    return await lock(join(this.path, name), {
      realpath: false,
      fs: ownedLocks(this.#staleMs),
      stale: this.#staleMs,
      retries: { retries: 600, factor: 1, minTimeout: 50, maxTimeout: 150, randomize: true },
      // It is taken over only where nobody can say whether this process lives, and it stood still. Of two renewals by one refresh
      // token the PDS forgives the second where the sign-in is by password; that of OAuth ends.
      onCompromised: () => {},
    });
  }

  async #open(): Promise<void> {
    await mkdir(this.path, { recursive: true, mode: 0o700 });
    await this.#close(this.path, 0o700);
  }

  /** What others may read or enter is closed to them, and its owner is told: a token may have been seen. */
  async #close(path: string, mode: number): Promise<void> {
    if (process.platform === 'win32') return;
    const { mode: found } = await stat(path);
    if ((found & 0o077) === 0) return;
    await chmod(path, mode);
    this.#tell(
      `${path} was open to other users of this machine; atscope has closed it. Sign out if that matters.`,
    );
  }
}
