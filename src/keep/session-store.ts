import { join } from 'node:path';
import { isDid } from '@atcute/lexicons/syntax';
import { fileProblem, isMissing } from './file-problem.js';
import { fileName } from './kept-files.js';
import type { Keychain } from './keychain.js';
import { PrivateFolder } from './private-folder.js';
import {
  fileOf,
  isDraftOf,
  isSessionFileName,
  type SessionFile,
  type SessionTokens,
  secretOf,
  sessionFileIn,
  tokensIn,
} from './session-file.js';
import type { SessionAccount, SessionStore, StoredSession } from './stored-session.js';

export interface SessionStoreOptions {
  /** Opens the keychain for the tokens; undefined: they are kept in the files. */
  readonly keychain?: (() => Promise<Keychain | undefined>) | undefined;
  /** Is told in a sentence what is wrong with a file. */
  readonly onProblem?: ((text: string) => void) | undefined;
}

/** Who was used last. No name of an account's file is like that: they begin with `did`. */
const LAST_USED = 'last-used.json';

/**
 * Sign-ins in `<folder>/sessions`, one file each, which nobody but their owner may read. A file that cannot be read counts
 * as none; what cannot be written is kept in memory. Throws where a keychain cannot be asked, and where a sign-in cannot be
 * removed.
 */
export function openSessionStore(configFolder: string, options: SessionStoreOptions = {}): SessionStore {
  const folder = new PrivateFolder(join(configFolder, 'sessions'), tell);
  const told = new Set<string>();
  /** What could not be written. */
  const unwritten = new Map<string, StoredSession>();
  let chain: Promise<Keychain | undefined> | undefined;

  function keychain(): Promise<Keychain | undefined> {
    chain ??= options.keychain?.() ?? Promise.resolve(undefined);
    return chain;
  }

  function tell(text: string): void {
    if (told.has(text)) return;
    told.add(text);
    options.onProblem?.(text);
  }

  return {
    async list() {
      const files = (await folder.names()).filter(isSessionFileName);
      const all = new Map<string, SessionAccount>(unwritten);
      for (const file of await Promise.all(files.map((name) => readSessionFile(folder, name, tell)))) {
        if (file !== undefined) all.set(file.did, file);
      }
      return [...all.values()].sort((a, b) => a.since - b.since);
    },

    async get(did) {
      const file = unwritten.get(did) ?? (await readSessionFile(folder, fileName(did), tell));
      if (file === undefined) return undefined;
      const { accessJwt, refreshJwt } = file;
      if (accessJwt !== undefined && refreshJwt !== undefined) return { ...file, accessJwt, refreshJwt };
      const tokens = tokensIn(await (await keychain())?.get(did));
      if (tokens !== undefined) return { ...file, ...tokens };
      tell(`The keychain has no sign-in of @${file.handle} any more; sign in again.`);
      return undefined;
    },

    async put(session) {
      const inKeychain = await putIntoKeychain(keychain, session.did, session);
      try {
        await folder.write(fileName(session.did), fileOf(session, inKeychain));
        unwritten.delete(session.did);
      } catch (error) {
        unwritten.set(session.did, session);
        tell(
          `${folder.path} cannot be written (${fileProblem(error)}); @${session.handle} is signed in until atscope ends.`,
        );
      }
    },

    async remove(did) {
      const name = fileName(did);
      unwritten.delete(did);
      // Drafts too, which a process that was killed may have left.
      const mine = (await folder.names()).filter((found) => found === name || isDraftOf(name, found));
      await Promise.all(mine.map((found) => folder.remove(found)));
      try {
        await (await keychain())?.delete(did);
      } catch {
        // It is not there, or not to be had; without the file nobody looks for it any more.
      }
    },

    async locked(did, work) {
      const release = await folder.lock(fileName(did)).catch((cause: unknown) => {
        throw new Error('another atscope is busy with this sign-in and does not finish', { cause });
      });
      try {
        return await work();
      } finally {
        await release?.().catch(() => {});
      }
    },

    async lastUsed() {
      try {
        const { did } = JSON.parse(await folder.readPlain(LAST_USED)) as { did?: unknown };
        return isDid(did) ? did : undefined;
      } catch {
        return undefined;
      }
    },

    async setLastUsed(did) {
      try {
        if (did === undefined) await folder.remove(LAST_USED);
        else await folder.write(LAST_USED, { did });
      } catch (error) {
        tell(
          `${folder.path} cannot be written (${fileProblem(error)}); who was used last is not remembered.`,
        );
      }
    },
  };
}

/** Undefined where there is none. `tell` takes a sentence where it cannot be read. */
async function readSessionFile(
  folder: PrivateFolder,
  name: string,
  tell: (text: string) => void,
): Promise<SessionFile | undefined> {
  const path = join(folder.path, name);
  try {
    const file = sessionFileIn(JSON.parse(await folder.read(name)));
    if (file !== undefined && fileName(file.did) === name) return file;
    tell(`${path} is not a sign-in of atscope; sign in again.`);
  } catch (error) {
    // A parser quotes what it cannot read, and that may be a token.
    const why = error instanceof SyntaxError ? 'it is not JSON' : fileProblem(error);
    if (!isMissing(error)) tell(`${path} cannot be read (${why}); sign in again.`);
  }
  return undefined;
}

/** Whether the keychain has the tokens now. */
async function putIntoKeychain(
  keychain: () => Promise<Keychain | undefined>,
  did: string,
  tokens: SessionTokens,
): Promise<boolean> {
  try {
    const system = await keychain();
    if (system === undefined) return false;
    const secret = secretOf(tokens);
    await system.set(did, secret);
    return (await system.get(did)) === secret;
  } catch {
    return false;
  }
}
