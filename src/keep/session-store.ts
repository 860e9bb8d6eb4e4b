import { basename, join } from 'node:path';
import { isDid } from '@atcute/lexicons/syntax';
import { fileProblem, isMissing, isPassing } from './file-problem.js';
import { fileName } from './kept-files.js';
import type { Keychain } from './keychain.js';
import { PrivateFolder } from './private-folder.js';
import {
  fileOf,
  isDraftOf,
  isSessionFileName,
  type SessionFile,
  type SessionSecrets,
  secretOf,
  secretsIn,
  secretsInFile,
  secretsOf,
  sessionFileIn,
  sessionOf,
} from './session-file.js';
import { setAside } from './set-aside.js';
import type { SessionAccount, SessionStore, StoredSession } from './stored-session.js';
import { Unwritten } from './unwritten.js';

export interface SessionStoreOptions {
  /** Opens the keychain for the tokens; undefined: they are kept in the files. */
  readonly keychain?: (() => Promise<Keychain | undefined>) | undefined;
  /** Is told in a sentence what is wrong with a file. */
  readonly onProblem?: ((text: string) => void) | undefined;
  /** Says what of it cannot be written; by default in sentences of its own. */
  readonly unwritten?: Unwritten | undefined;
}

/** Sign-ins whose last tries to write belong to the end of the run. */
export interface KeptSessions extends SessionStore {
  /** Tries once more to write what could not be written. */
  flush(): Promise<void>;
}

/** What could not be written, and what the file held then: what another process has put there since is newer. */
interface Waiting {
  readonly session: StoredSession;
  readonly found: string | undefined;
}

/** Who was used last. No name of an account's file is like that: they begin with `did`. */
const LAST_USED = 'last-used.json';

/**
 * Sign-ins in `<folder>/sessions`, one file each, which nobody but their owner may read. A file that cannot be read counts
 * as none; what cannot be written is kept in memory. Throws where a keychain cannot be asked, and where a sign-in cannot be
 * removed.
 */
export function openSessionStore(configFolder: string, options: SessionStoreOptions = {}): KeptSessions {
  const folder = new PrivateFolder(join(configFolder, 'sessions'), tell);
  const told = new Set<string>();
  const waiting = new Map<string, Waiting>();
  let waitingLastUsed: { did: string | undefined } | undefined;
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

  // Each failure is another one, and not told once for all as what is wrong with a file.
  const unwritten = options.unwritten ?? new Unwritten((text) => options.onProblem?.(text));
  const lastUsedName = `who was used last (${join(folder.path, LAST_USED)})`;
  const nameOf = ({ handle, did }: StoredSession) =>
    `the sign-in of @${handle} (${join(folder.path, fileName(did))})`;

  /** The text of a sign-in's file; undefined where there is none to be read. */
  const textOf = (did: string): Promise<string | undefined> =>
    folder.read(fileName(did)).catch(() => undefined);

  async function write(session: StoredSession): Promise<void> {
    const inKeychain = await putIntoKeychain(keychain, session.did, secretsOf(session));
    const name = fileName(session.did);
    // What is broken there is set aside, and not written over.
    await readSessionFile(folder, name, tell);
    try {
      await folder.write(name, fileOf(session, inKeychain));
      waiting.delete(session.did);
      unwritten.written(nameOf(session));
    } catch (error) {
      waiting.set(session.did, { session, found: await textOf(session.did) });
      unwritten.failed(nameOf(session), error);
    }
  }

  async function writeLastUsed(did: string | undefined): Promise<void> {
    try {
      if (did === undefined) await folder.remove(LAST_USED);
      else {
        await readLastUsed(folder, tell);
        await folder.write(LAST_USED, { did });
      }
      waitingLastUsed = undefined;
      unwritten.written(lastUsedName);
    } catch (error) {
      waitingLastUsed = { did };
      unwritten.failed(lastUsedName, error);
    }
  }

  async function tryAgain(): Promise<void> {
    for (const [did, { session, found }] of [...waiting]) {
      if ((await textOf(did)) === found) await write(session);
      else waiting.delete(did);
    }
    if (waitingLastUsed !== undefined) await writeLastUsed(waitingLastUsed.did);
  }

  return {
    async list() {
      const files = (await folder.names()).filter(isSessionFileName);
      const all = new Map<string, SessionAccount>([...waiting].map(([did, { session }]) => [did, session]));
      for (const file of await Promise.all(files.map((name) => readSessionFile(folder, name, tell)))) {
        if (file !== undefined && !waiting.has(file.did)) all.set(file.did, file);
      }
      return [...all.values()].sort((a, b) => a.since - b.since);
    },

    async get(did) {
      const unwrittenYet = waiting.get(did);
      if (unwrittenYet !== undefined) return unwrittenYet.session;
      const file = await readSessionFile(folder, fileName(did), tell);
      if (file === undefined) return undefined;
      const inFile = secretsInFile(file);
      const secrets = inFile ?? secretsIn(await (await keychain())?.get(did));
      const session = secrets && sessionOf(file, secrets);
      if (session === undefined) tell(`${lost(file, inFile, secrets)}; sign in again.`);
      return session;
    },

    async put(session) {
      waiting.delete(session.did);
      await write(session);
    },

    flush: tryAgain,

    async remove(did) {
      const name = fileName(did);
      const gone = waiting.get(did);
      if (gone !== undefined) unwritten.written(nameOf(gone.session));
      waiting.delete(did);
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

    lastUsed: () => readLastUsed(folder, tell),
    setLastUsed: writeLastUsed,
  };
}

/** Why a file and its secrets are no sign-in. */
function lost(
  { handle }: SessionFile,
  inFile: SessionSecrets | undefined,
  secrets: SessionSecrets | undefined,
): string {
  if (inFile !== undefined) return `The file of @${handle} lacks a part of the sign-in`;
  if (secrets === undefined) return `The keychain has no sign-in of @${handle} any more`;
  return `What the keychain has of @${handle} is of another sign-in than its file`;
}

/** Undefined where there is none. One that cannot be read is set aside, and `tell` takes a sentence. */
async function readSessionFile(
  folder: PrivateFolder,
  name: string,
  tell: (text: string) => void,
): Promise<SessionFile | undefined> {
  try {
    const file = sessionFileIn(JSON.parse(withoutMark(await folder.read(name))));
    if (file !== undefined && fileName(file.did) === name) return file;
    putAside(folder, name, 'is not a sign-in of atscope', 'sign in again', tell);
  } catch (error) {
    if (isMissing(error)) return undefined;
    putAside(folder, name, unreadable(error), 'sign in again', tell, error);
  }
  return undefined;
}

/** Undefined where it was nobody, or is not known. */
async function readLastUsed(
  folder: PrivateFolder,
  tell: (text: string) => void,
): Promise<string | undefined> {
  const meaning = 'who was used last is not known';
  try {
    const value: unknown = JSON.parse(withoutMark(await folder.readPlain(LAST_USED)));
    const { did } = (value ?? {}) as { did?: unknown };
    if (isDid(did)) return did;
    putAside(folder, LAST_USED, 'does not name an account', meaning, tell);
  } catch (error) {
    if (isMissing(error)) return undefined;
    putAside(folder, LAST_USED, unreadable(error), meaning, tell, error);
  }
  return undefined;
}

const withoutMark = (text: string): string => text.replace(/^\uFEFF/, '');

/** A parser quotes what it cannot read, and that may be a token. */
const unreadable = (error: unknown): string =>
  `cannot be read (${error instanceof SyntaxError ? 'it is not JSON' : fileProblem(error)})`;

function putAside(
  folder: PrivateFolder,
  name: string,
  what: string,
  meaning: string,
  tell: (text: string) => void,
  error?: unknown,
): void {
  const path = join(folder.path, name);
  try {
    // With no file handle left, it may be a good file: it stays where it is.
    if (isPassing(error)) throw error;
    tell(`${path} ${what}: it was moved to ${basename(setAside(path))}; ${meaning}.`);
  } catch (refusal) {
    if (isMissing(refusal)) return;
    const why = refusal === error ? '' : `, nor be moved aside (${fileProblem(refusal)})`;
    tell(`${path} ${what}${why}; ${meaning}.`);
  }
}

/** Whether the keychain has the secrets now. */
async function putIntoKeychain(
  keychain: () => Promise<Keychain | undefined>,
  did: string,
  secrets: SessionSecrets,
): Promise<boolean> {
  try {
    const system = await keychain();
    if (system === undefined) return false;
    const secret = secretOf(secrets);
    await system.set(did, secret);
    return (await system.get(did)) === secret;
  } catch {
    return false;
  }
}
