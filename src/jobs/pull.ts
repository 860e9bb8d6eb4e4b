import { rm } from 'node:fs/promises';
import { keyOfCommit, type ProofKey } from '../archive/commit-key.js';
import { ProofFault } from '../archive/proof-fault.js';
import { UnsoundCar, writeCar } from '../archive/write-car.js';
import { XrpcError } from '../atproto/calls/xrpc-error.js';
import type { AtClient } from '../atproto/client.js';
import type { Identity } from '../atproto/identity/identity.js';
import type { Archives, KeptArchive } from '../keep/archives.js';
import { fileProblem } from '../keep/file-problem.js';
import { byteSize } from '../text/byte-size.js';
import { SentenceError } from '../text/sentence.js';

export interface PullInput {
  readonly client: Pick<AtClient, 'pullCar' | 'plcLog'>;
  /** Whose repository; its key is held against the commit, so it is to be fetched anew. */
  readonly identity: Identity;
  /** Host that is asked in place of the account's PDS. */
  readonly from?: URL | undefined;
  readonly signal?: AbortSignal | undefined;
  /** `receiving`: bytes that have come; `writing`: bytes of the copy that are written. */
  onProgress?(step: 'receiving' | 'writing', bytes: number): void;
}

/** The copy that is there already. */
export interface PullBase {
  readonly file: string;
  readonly rev: string;
}

/** What a host sent, once all of it was checked. */
export interface PulledCar {
  /** A draft with the whole repository. */
  readonly file: string;
  readonly rev: string;
  readonly root: string;
  readonly bytes: number;
  readonly records: number;
  readonly collections: number;
  /** Bytes that came. */
  readonly received: number;
  readonly key: ProofKey;
  /** Why all of it was asked for although there was a copy: a sentence. */
  readonly anew: string | undefined;
}

export interface Pulled extends Omit<PulledCar, 'file'> {
  readonly kept: KeptArchive;
  /** False where there was nothing new: the copy is the one that was there. */
  readonly isNew: boolean;
}

/** Nothing that is known has more; a host could otherwise fill a disk whose room is not known. */
const CAR_MAX_BYTES = 64e9;
/** Errors that asking for everything would end in, too. */
const REPO_GONE = ['RepoNotFound', 'RepoTakendown', 'RepoSuspended', 'RepoDeactivated'];

/**
 * Takes a repository into the archive, or what is new of it since the copy there; waits for another pull of it. The copy before stays as it
 * was whatever happens. Throws a SentenceError where what came is not sound or is not signed by the account, an XrpcError where
 * nothing came, and the reason of the signal.
 */
export async function pull(
  input: PullInput & { readonly archives: Archives; onWait?(): void },
): Promise<Pulled> {
  const { archives, identity, signal, onWait, from } = input;
  const free = await archives.free();
  const waits = { signal, ...(onWait === undefined ? {} : { onWait }) };
  return await archives.work(identity.did, waits, async ({ copies, draft, put }) => {
    const [base] = copies;
    const { file, ...pulled } = await pullCar(input, { base, draft, free });
    if (base?.rev === pulled.rev && pulled.anew === undefined) return { ...pulled, kept: base, isNew: false };
    const { handle, pds } = identity;
    const { records, collections } = pulled;
    const host = from?.host ?? (pds === undefined ? undefined : URL.parse(pds)?.host) ?? '';
    const found = { handle, records, collections, verdict: 'signed', problems: 0, from: host } as const;
    const kept = await onDisk(async () => await put(file, pulled.rev, found));
    return { ...pulled, kept, isNew: true };
  });
}

/**
 * Has a host send a repository, or what is new since `base`, and writes it whole and in its order into a draft, once all of it is found to
 * hold. What does not join with `base` is asked for anew. Throws as `pull`.
 */
export async function pullCar(
  input: PullInput,
  {
    base,
    draft,
    free,
  }: {
    readonly base: PullBase | undefined;
    /** Gives the path of a file that is not there yet. */
    draft(extension: 'car' | 'part'): string;
    /** Bytes that the disk has room for. */
    readonly free: number | undefined;
  },
): Promise<PulledCar> {
  // What comes and what is written of it stand side by side for a while.
  const maxBytes = Math.floor(Math.min(free ?? Infinity, CAR_MAX_BYTES) / 2);
  let receivedInAll = 0;
  let anew: string | undefined;

  async function attempt(since: PullBase | undefined): Promise<PulledCar> {
    const { client, identity, from, signal, onProgress } = input;
    const part = draft('part');
    const file = draft('car');
    const received = await onDisk(() =>
      client.pullCar(identity, {
        file: part,
        from,
        since: since?.rev,
        maxBytes,
        signal,
        onBytes: (bytes) => onProgress?.('receiving', bytes),
      }),
    );
    receivedInAll += received;
    const archive = await onDisk(() =>
      writeCar(since === undefined ? [part] : [part, since.file], file, {
        did: identity.did,
        signal,
        onProgress: (bytes) => onProgress?.('writing', bytes),
      }),
    );
    try {
      await rm(part, { force: true });
      const { rev, root, bytes, records, commit } = archive;
      if (commit === undefined) throw new TypeError('A sound archive has a commit.');
      if (base !== undefined && rev < base.rev) {
        throw new SentenceError(
          `The host has an older repository, of rev ${rev}, than the copy here, of ${base.rev}.`,
        );
      }
      const { signingKey, did } = identity;
      const key = await keyOfCommit(commit, { signingKey, log: () => client.plcLog(did, { signal }) });
      const collections = archive.collections.length;
      return { file, rev, root, bytes, records, collections, received: receivedInAll, key, anew };
    } finally {
      archive.close();
    }
  }

  try {
    if (base === undefined) return await attempt(undefined);
    try {
      return await attempt(base);
    } catch (error) {
      anew = whyAnew(error);
      if (anew === undefined) throw error;
      return await attempt(undefined);
    }
  } catch (error) {
    if (error instanceof UnsoundCar) throw unsound(error);
    if (error instanceof ProofFault) throw new SentenceError(`The repository is not kept. ${error.message}`);
    throw error;
  }
}

/** Undefined where asking for all of it would not help. */
function whyAnew(error: unknown): string | undefined {
  if (error instanceof UnsoundCar) {
    return `What came since does not join with the copy here. ${error.message}`;
  }
  const isAnswer = error instanceof XrpcError && error.failure === 'status' && error.status === 400;
  if (!isAnswer || REPO_GONE.includes(error.error ?? '')) return undefined;
  return `The host does not say what came since: ${error.message}.`;
}

function unsound({ problems, message }: UnsoundCar): SentenceError {
  const others = problems.length - 1;
  const more =
    others === 0 ? '' : others === 1 ? ' One more thing is wrong.' : ` ${others} more things are wrong.`;
  return new SentenceError(`The repository that came is not sound, and is not kept. ${message}${more}`);
}

/** Says of an error of the file system what it means here. */
async function onDisk<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (typeof code !== 'string' || !/^E[A-Z]+$/.test(code)) throw error;
    throw new SentenceError(`The repository could not be written: ${fileProblem(error)}.`);
  }
}

/** What was pulled, in a line. */
export function pulledText({ rev, records, bytes, received, key }: Omit<PulledCar, 'file'>): string {
  const signed = key.status === 'current' ? 'signed' : 'signed with a key of before';
  return `rev ${rev}, ${records === 1 ? '1 record' : `${records} records`}, ${byteSize(bytes)}, ${signed}; ${byteSize(received)} came`;
}
