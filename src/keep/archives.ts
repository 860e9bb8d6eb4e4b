import { hash } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, statfs } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { type ArchiveNote, archiveFile, isArchiveFile, readArchiveFile } from './archive-file.js';
import { blobFolder } from './blob-folder.js';
import { isMissing } from './file-problem.js';
import { fileName } from './kept-files.js';
import { replaceFile } from './replace-file.js';
import { waitForLock } from './waiting-lock.js';

export type { ArchiveNote } from './archive-file.js';

/** One copy of a repository, as it lies on disk. */
export interface KeptArchive {
  readonly did: string;
  /** Of the CAR. */
  readonly file: string;
  readonly rev: string;
  /** Of the CAR. */
  readonly bytes: number;
  /** When it was taken home, in milliseconds since 1970. */
  readonly time: number;
  /** What was found as it was taken home; undefined where that cannot be read. */
  readonly note: ArchiveNote | undefined;
}

/** Where one pull writes, while others wait. */
export interface ArchiveDesk {
  /** The copies there are, the newest first. */
  readonly copies: readonly KeptArchive[];
  /** The path of a file that nobody else writes; what is left of it goes when the work ends. */
  draft(extension: 'car' | 'part'): string;
  /** Makes a draft the newest copy, and lets those go that are too many. The file is on the disk when it is there. */
  put(draft: string, rev: string, note: ArchiveNote): Promise<KeptArchive>;
}

export interface ArchivesOptions {
  /** Copies of one repository that are kept, the newest among them. */
  readonly copies: number;
}

/** No pull lets a draft lie for so long: what is older was left by a run that was killed. */
const DRAFT_MAX_MS = 24 * 3_600_000;
/** Files that stand beside a CAR. */
const BESIDE = /\.(?:json|index)$/;
/** Files of a draft, and of the draft of a note: nothing that is kept has such an end. */
const DRAFT = /\.(?:part|draft\.car|json\.[-\w]+\.draft)$/;

/**
 * The copies of repositories that are kept (docs/decisions/0051): a folder for each account, in it a CAR for each copy and beside it what was found as it was
 * taken home. A copy is never written over: the next one has a name of its own, and comes into its place by one rename. So what is
 * read stays as it is, and whatever ends a pull leaves the copies before as they were.
 */
export class Archives {
  readonly folder: string;
  readonly #copies: number;

  constructor(folder: string, { copies }: ArchivesOptions) {
    this.folder = folder;
    this.#copies = copies;
  }

  /** All copies of all accounts: accounts by the time of their newest copy, the newest first. Rejects with the error of the file system. */
  async list(): Promise<readonly KeptArchive[]> {
    const names = await namesIn(this.folder);
    const byAccount = await Promise.all(names.map((name) => copiesIn(join(this.folder, name))));
    return byAccount.toSorted((a, b) => (b[0]?.time ?? 0) - (a[0]?.time ?? 0)).flat();
  }

  /** The copies of one repository, the newest first. Rejects with the error of the file system. */
  of(did: string): Promise<readonly KeptArchive[]> {
    return copiesIn(this.#folderOf(did));
  }

  /**
   * Works on the copies of one account while nobody else does: waits for who does. What drafts are left goes at its end, and those of
   * runs that were killed at its beginning.
   */
  async work<T>(
    did: string,
    { signal, onWait }: { readonly signal?: AbortSignal | undefined; readonly onWait?: () => void },
    doWork: (desk: ArchiveDesk) => Promise<T>,
  ): Promise<T> {
    const folder = this.#folderOf(did);
    const release = await waitForLock(`${folder}.lock`, { signal, onWait });
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await removeDrafts(folder);
      await removeOrphans(folder);
      await this.#tidy().catch(() => {});
      const copies = await copiesIn(folder);
      const put: ArchiveDesk['put'] = (draft, rev, note) => this.#put(folder, did, draft, rev, note);
      return await doWork({
        copies,
        draft: (extension) =>
          join(folder, `${crypto.randomUUID()}.${extension === 'car' ? 'draft.car' : extension}`),
        put,
      });
    } finally {
      await removeDrafts(folder).catch(() => {});
      await release().catch(() => {});
    }
  }

  /**
   * Where the index of a CAR is, or is to be: that of a copy beside it, that of any other file in a folder beside the archives, by its
   * path. An index says what was checked, so that it stands where only this user writes.
   */
  indexOf(car: string): string {
    const path = resolve(car);
    const isCopy = dirname(dirname(path)) === resolve(this.folder) && isArchiveFile(basename(path));
    if (isCopy) return indexFile(path);
    return join(dirname(this.folder), 'indexes', `${hash('sha256', path).slice(0, 32)}.index`);
  }

  /**
   * Removes a copy, and with the last one of an account its blobs; one that is being read by this process stays readable where the
   * system can do that. Rejects as the file system does.
   */
  async remove({ did, file }: Pick<KeptArchive, 'did' | 'file'>): Promise<void> {
    await removeCopy(file);
    if ((await this.of(did)).length === 0) await rm(blobFolder(file, true), { recursive: true, force: true });
  }

  /** Bytes that the disk has room for; undefined where the system does not say. */
  async free(): Promise<number | undefined> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    return await freeBytes(this.folder);
  }

  #folderOf(did: string): string {
    // Without an extension: `did_3aplc_3a…`.
    return join(this.folder, fileName(did, '').replace(/\.$/, ''));
  }

  /** What runs that were killed left in the folders of other accounts, where nobody might pull again. */
  async #tidy(): Promise<void> {
    const folders = await namesIn(this.folder);
    await Promise.all(folders.map((name) => removeDrafts(join(this.folder, name), DRAFT_MAX_MS)));
  }

  async #put(
    folder: string,
    did: string,
    draft: string,
    rev: string,
    note: ArchiveNote,
  ): Promise<KeptArchive> {
    await toDisk(draft, 'r+');
    const before = await copiesIn(folder);
    // Later than the copy before, whatever the clock says.
    const time = Math.max(Date.now(), (before[0]?.time ?? 0) + 1);
    const file = join(folder, archiveFile(time, rev));
    await replaceFile(noteFile(file), `${JSON.stringify({ did, ...note })}\n`, { sync: true });
    await rename(draft, file);
    // Where a folder cannot be synced (Windows), the rename is the system's own to keep.
    await toDisk(folder, 'r').catch(() => {});
    const { size: bytes } = await stat(file);
    for (const copy of tooMany(note, before, this.#copies)) await removeCopy(copy.file).catch(() => {});
    return { did, file, rev, bytes, time, note };
  }
}

/** Copies that go when a new one has come: never the newest sound one for one that is not. */
function tooMany(
  { verdict }: ArchiveNote,
  before: readonly KeptArchive[],
  copies: number,
): readonly KeptArchive[] {
  const sound = verdict === 'unsound' ? before.find(({ note }) => note?.verdict !== 'unsound') : undefined;
  return before.slice(copies - 1).filter((copy) => copy !== sound);
}

const noteFile = (car: string): string => car.replace(/\.car$/, '.json');
const indexFile = (car: string): string => car.replace(/\.car$/, '.index');

/** Bytes that the disk of a folder has room for; undefined where the system does not say. */
export async function freeBytes(folder: string): Promise<number | undefined> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    return undefined;
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

async function copiesIn(folder: string): Promise<readonly KeptArchive[]> {
  const names = (await namesIn(folder)).toSorted().toReversed();
  const copies = await Promise.all(names.map((name) => copyAt(join(folder, name), name)));
  return copies.filter((copy) => copy !== undefined);
}

async function copyAt(file: string, name: string): Promise<KeptArchive | undefined> {
  if (!isArchiveFile(name)) return undefined;
  const written = await readFile(noteFile(file), 'utf8').catch(() => '');
  const read = readArchiveFile(name, written, dirname(file));
  if (read === undefined) return undefined;
  try {
    const { size: bytes } = await stat(file);
    return { ...read, file, bytes };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function removeCopy(file: string): Promise<void> {
  // The note goes last: a CAR without it would be of nobody.
  await rm(file, { force: true });
  await rm(indexFile(file), { force: true });
  await rm(noteFile(file), { force: true });
}

/** Removes what stands beside no CAR: the note comes before it, and goes after. */
async function removeOrphans(folder: string): Promise<void> {
  const names = await namesIn(folder);
  const cars = new Set(names.filter(isArchiveFile));
  const orphans = names.filter((name) => BESIDE.test(name) && !cars.has(name.replace(BESIDE, '.car')));
  await Promise.all(orphans.map((name) => rm(join(folder, name), { force: true })));
}

/** Removes the drafts in a folder that have not been written to for so long. */
async function removeDrafts(folder: string, unwrittenMs = 0): Promise<void> {
  const drafts = (await namesIn(folder)).filter((name) => DRAFT.test(name));
  await Promise.all(
    drafts.map(async (name) => {
      const path = join(folder, name);
      if (unwrittenMs > 0 && Date.now() - (await stat(path)).mtimeMs < unwrittenMs) return;
      await rm(path, { force: true });
    }),
  );
}

/** Waits until a file, or the names in a folder, are on the disk. */
async function toDisk(path: string, flags: 'r' | 'r+'): Promise<void> {
  const handle = await open(path, flags);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
