import { constants } from 'node:fs';
import { access, chmod, mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isDid } from '@atcute/lexicons/syntax';
import { fileProblem, isMissing } from './file-problem.js';
import { fileName } from './kept-files.js';
import type { Keychain } from './keychain.js';
import { replaceFile } from './replace-file.js';
import type { SessionAccount, SessionStore, StoredSession } from './stored-session.js';

export interface SessionStoreOptions {
  /** Opens the keychain for the tokens; undefined: they are kept in the files. */
  readonly keychain?: (() => Promise<Keychain | undefined>) | undefined;
  /** Is told in a sentence what is wrong with a file. */
  readonly onProblem?: ((text: string) => void) | undefined;
}

interface Tokens {
  readonly accessJwt: string;
  readonly refreshJwt: string;
}

/** A file as it is on disk: with the tokens, or without them where the keychain has them. */
type Kept = Omit<StoredSession, keyof Tokens> & Partial<Tokens>;

/** Who was used last. No name of an account's file is like that: they begin with `did`. */
const LAST_USED = 'last-used.json';

/** Milliseconds after which the lock of a process that does not touch it any more counts for nothing. */
const STALE = 10_000;

/**
 * Sign-ins in `<folder>/sessions`, one file each, which nobody but their owner may read. A file that cannot be read counts
 * as none; what cannot be written is kept in memory. Throws where a keychain cannot be asked, and where a sign-in cannot be
 * removed.
 */
export function openSessionStore(configFolder: string, options: SessionStoreOptions = {}): SessionStore {
  const folder = join(configFolder, 'sessions');
  const told = new Set<string>();
  /** What could not be written. */
  const unwritten = new Map<string, StoredSession>();
  let chain: Promise<Keychain | undefined> | undefined;

  const pathOf = (did: string): string => join(folder, fileName(did));
  const keychain = (): Promise<Keychain | undefined> => {
    chain ??= options.keychain?.() ?? Promise.resolve(undefined);
    return chain;
  };

  function tell(text: string): void {
    if (told.has(text)) return;
    told.add(text);
    options.onProblem?.(text);
  }

  /** What others may read or enter is closed to them, and its owner is told: a token may have been seen. */
  async function close(path: string, mode: number): Promise<void> {
    if (process.platform === 'win32') return;
    const { mode: found } = await stat(path);
    if ((found & 0o077) === 0) return;
    await chmod(path, mode);
    tell(`${path} was open to other users of this machine; atscope has closed it. Sign out if that matters.`);
  }

  async function openFolder(): Promise<void> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await close(folder, 0o700);
  }

  /** Undefined where there is none. */
  async function readKept(name: string): Promise<Kept | undefined> {
    const path = join(folder, name);
    try {
      await close(path, 0o600);
      const kept = keptIn(JSON.parse(await readFile(path, 'utf8')));
      if (kept !== undefined && fileName(kept.did) === name) return kept;
      tell(`${path} is not a sign-in of atscope; sign in again.`);
    } catch (error) {
      // A parser quotes what it cannot read, and that may be a token.
      const why = error instanceof SyntaxError ? 'it is not JSON' : fileProblem(error);
      if (!isMissing(error)) tell(`${path} cannot be read (${why}); sign in again.`);
    }
    return undefined;
  }

  async function write(name: string, value: unknown): Promise<void> {
    await openFolder();
    await replaceFile(join(folder, name), JSON.stringify(value), { sync: true });
  }

  /** Whether the keychain has the tokens now. */
  async function putIntoKeychain(did: string, tokens: Tokens): Promise<boolean> {
    try {
      const system = await keychain();
      if (system === undefined) return false;
      const secret = JSON.stringify(tokens);
      await system.set(did, secret);
      return (await system.get(did)) === secret;
    } catch {
      return false;
    }
  }

  async function names(): Promise<string[]> {
    try {
      await close(folder, 0o700);
      return await readdir(folder);
    } catch (error) {
      if (!isMissing(error)) tell(`${folder} cannot be read (${fileProblem(error)}).`);
      return [];
    }
  }

  /** Undefined where the folder cannot be written: then no other atscope renews what is in it either. */
  async function lockFile(path: string): Promise<(() => Promise<void>) | undefined> {
    try {
      await openFolder();
      await access(folder, constants.W_OK);
    } catch {
      return undefined;
    }
    // Loaded with the first sign-in or renewal, and not with the first frame. By its default: a bundle gives a package of
    // CommonJS no other name.
    const {
      default: { lock },
    } = await import('proper-lockfile');
    const options = {
      realpath: false,
      stale: STALE,
      retries: { retries: 600, factor: 1, minTimeout: 50, maxTimeout: 150, randomize: true },
      // Whoever took it over did so since this process stood still; the PDS forgives a renewal that comes twice.
      onCompromised: () => {},
    };
    try {
      return await lock(path, options);
    } catch (cause) {
      throw new Error('another atscope is busy with this sign-in and does not finish', { cause });
    }
  }

  return {
    async list() {
      const files = (await names()).filter((name) => /^did.*\.json$/.test(name));
      const all = new Map<string, SessionAccount>(unwritten);
      for (const kept of await Promise.all(files.map(readKept))) {
        if (kept !== undefined) all.set(kept.did, kept);
      }
      return [...all.values()].sort((a, b) => a.since - b.since);
    },

    async get(did) {
      const kept = unwritten.get(did) ?? (await readKept(fileName(did)));
      if (kept === undefined) return undefined;
      const { accessJwt, refreshJwt } = kept;
      if (accessJwt !== undefined && refreshJwt !== undefined) return { ...kept, accessJwt, refreshJwt };
      const tokens = tokensIn(await (await keychain())?.get(did));
      if (tokens === undefined) {
        tell(`The keychain has no sign-in of @${kept.handle} any more; sign in again.`);
        return undefined;
      }
      return { ...kept, ...tokens };
    },

    async put(session) {
      const { accessJwt, refreshJwt, ...rest } = withoutMore(session);
      const inKeychain = await putIntoKeychain(session.did, { accessJwt, refreshJwt });
      try {
        await write(fileName(session.did), inKeychain ? rest : { ...rest, accessJwt, refreshJwt });
        unwritten.delete(session.did);
      } catch (error) {
        unwritten.set(session.did, session);
        tell(
          `${folder} cannot be written (${fileProblem(error)}); @${session.handle} is signed in until atscope ends.`,
        );
      }
    },

    async remove(did) {
      const name = fileName(did);
      unwritten.delete(did);
      // Drafts too, which a process that was killed may have left.
      const mine = (await names()).filter((found) => found === name || isDraftOf(name, found));
      await Promise.all(mine.map((found) => rm(join(folder, found), { force: true })));
      try {
        await (await keychain())?.delete(did);
      } catch {
        // It is not there, or not to be had; without the file nobody looks for it any more.
      }
    },

    async locked(did, work) {
      const release = await lockFile(pathOf(did));
      try {
        return await work();
      } finally {
        await release?.().catch(() => {});
      }
    },

    async lastUsed() {
      try {
        const { did } = JSON.parse(await readFile(join(folder, LAST_USED), 'utf8')) as { did?: unknown };
        return isDid(did) ? did : undefined;
      } catch {
        return undefined;
      }
    },

    async setLastUsed(did) {
      try {
        if (did === undefined) await rm(join(folder, LAST_USED), { force: true });
        else await write(LAST_USED, { did });
      } catch (error) {
        tell(`${folder} cannot be written (${fileProblem(error)}); who was used last is not remembered.`);
      }
    },
  };
}

function isDraftOf(name: string, found: string): boolean {
  return found.startsWith(`${name}.`) && !found.endsWith('.lock');
}

function withoutMore(session: StoredSession): StoredSession {
  const { did, handle, pds, given, since, state, accessJwt, refreshJwt } = session;
  return { did, handle, pds, given, since, state, accessJwt, refreshJwt };
}

function keptIn(value: unknown): Kept | undefined {
  const { did, handle, pds, given, since, state, accessJwt, refreshJwt } = (value ?? {}) as Record<
    keyof StoredSession,
    unknown
  >;
  const isToken = (token: unknown) => token === undefined || typeof token === 'string';
  const isKept =
    isDid(did) &&
    typeof handle === 'string' &&
    typeof pds === 'string' &&
    /^https?:/.test(pds) &&
    URL.parse(pds)?.origin === pds &&
    typeof given === 'boolean' &&
    typeof since === 'number' &&
    typeof state === 'string' &&
    isToken(accessJwt) &&
    isToken(refreshJwt);
  return isKept ? (value as Kept) : undefined;
}

function tokensIn(secret: string | undefined): Tokens | undefined {
  try {
    const { accessJwt, refreshJwt } = JSON.parse(secret ?? '') as Partial<Record<keyof Tokens, unknown>>;
    return typeof accessJwt === 'string' && typeof refreshJwt === 'string'
      ? { accessJwt, refreshJwt }
      : undefined;
  } catch {
    return undefined;
  }
}
