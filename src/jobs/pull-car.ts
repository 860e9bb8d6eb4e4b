import { rm } from 'node:fs/promises';
import type { ArchiveProblem } from '../archive/archive.js';
import { ArchiveError } from '../archive/archive-error.js';
import { isAuthored } from '../archive/authored-problem.js';
import { rootOf } from '../archive/car-scan.js';
import { type OpenArchive, openArchive } from '../archive/open-archive.js';
import { type WrittenCar, writeCar } from '../archive/write-car.js';
import { XrpcError } from '../atproto/calls/xrpc-error.js';
import type { AtClient } from '../atproto/client.js';
import type { Identity } from '../atproto/identity/identity.js';
import { keyOfCommit, type ProofKey } from '../atproto/proof/commit-key.js';
import { ProofFault } from '../atproto/proof/proof-fault.js';
import { byteSize } from '../text/byte-size.js';
import { SentenceError } from '../text/sentence.js';
import { onDisk } from './on-disk.js';

export interface PullInput {
  readonly client: Pick<AtClient, 'pullCar' | 'plcLog' | 'mirrored'>;
  /** Whose repository; its key is held against the commit, so it is to be fetched anew. */
  readonly identity: Identity;
  /** Host that is asked in place of the account's PDS. */
  readonly from?: URL | undefined;
  readonly signal?: AbortSignal | undefined;
  /** `receiving`: bytes that have come; `writing`: bytes of the copy that are written. */
  onProgress?(step: 'receiving' | 'writing', bytes: number): void;
}

/** The copy that is there already, and is sound. */
export interface PullBase {
  readonly file: string;
  readonly rev: string;
  readonly bytes: number;
}

export interface PullDesk {
  readonly base: PullBase | undefined;
  /** Gives the path of a file that is not there yet. */
  draft(extension: 'car' | 'part'): string;
  /** Bytes that the disk has room for. */
  readonly free: number | undefined;
}

/** What a host sent, once all of it was checked. */
export interface PulledCar {
  /** A draft with the whole repository; the base where that is what the host has. */
  readonly file: string;
  /** False where the host has what is here. */
  readonly isNew: boolean;
  readonly rev: string;
  readonly root: string;
  readonly bytes: number;
  readonly records: number;
  readonly collections: number;
  /** Bytes that came. */
  readonly received: number;
  readonly key: ProofKey;
  /** `unsound`: the commit is signed by the account, and the tree below it is not whole, or breaks its rules. */
  readonly verdict: 'signed' | 'unsound';
  /** What is wrong: with single records as they were written, or with the tree. */
  readonly problems: readonly ArchiveProblem[];
  /** With those past the ones that are kept. */
  readonly problemCount: number;
  /** Why all of it was asked for although there was a copy: a sentence. */
  readonly anew: string | undefined;
}

/** Nothing that is known has more; a host could otherwise fill a disk whose room is not known. */
const CAR_MAX_BYTES = 64e9;
/** Errors that asking for everything would end in, too. */
const REPO_GONE = ['RepoNotFound', 'RepoTakendown', 'RepoSuspended', 'RepoDeactivated'];

/** Why what came since and the copy here are not one repository: all of it is asked for. The message is a sentence. */
class NotJoined extends Error {}

/**
 * Has a host send a repository, or what is new since `base`, and writes it whole and in its order into a draft, once it is found to be
 * signed by the account. What does not join with `base` as a sound tree is asked for anew. Throws as `pull`.
 */
export async function pullCar(input: PullInput, { base, draft, free }: PullDesk): Promise<PulledCar> {
  const { client, identity, from, signal, onProgress } = input;
  const { did } = identity;
  let receivedInAll = 0;

  async function receive(part: string, since: PullBase | undefined): Promise<void> {
    const maxBytes = roomFor(since, free);
    try {
      receivedInAll += await onDisk(() =>
        client.pullCar(identity, {
          file: part,
          from,
          since: since?.rev,
          maxBytes,
          signal,
          onBytes: (bytes) => onProgress?.('receiving', bytes),
        }),
      );
    } catch (error) {
      const isFull = error instanceof XrpcError && error.failure === 'too-large' && free !== undefined;
      if (isFull) throw noRoom(`more than ${byteSize(maxBytes)} came`, free);
      throw error;
    }
  }

  async function write(part: string, since: PullBase | undefined): Promise<WrittenCar & { file: string }> {
    const file = draft('car');
    const cars: [string, ...string[]] = since === undefined ? [part] : [part, since.file];
    const written = await onDisk(() =>
      writeCar(cars, file, { did, signal, onProgress: (bytes) => onProgress?.('writing', bytes) }),
    );
    await rm(part, { force: true });
    return { ...written, file };
  }

  async function judged(
    archive: OpenArchive,
    { problems, problemCount }: Pick<WrittenCar, 'problems' | 'problemCount'>,
  ): Promise<Omit<PulledCar, 'file' | 'isNew' | 'anew'>> {
    const { rev, root, bytes, records, commit, collections } = archive;
    const refused = problems.find(({ kind }) => REFUSED.includes(kind));
    if (commit === undefined || refused !== undefined) throw unsound(refused ?? problems[0]);
    const log = () => client.plcLog(did, { signal });
    const key = await keyOfCommit(commit, { signingKey: identity.signingKey, log });
    const verdict = problems.every(isAuthored) ? 'signed' : 'unsound';
    const of = { rev, root, bytes, records, collections: collections.length, received: receivedInAll };
    return { ...of, key, verdict, problems, problemCount };
  }

  /** What the host has is the copy here, which is looked at again. */
  async function unchanged(since: PullBase): Promise<PulledCar> {
    const archive = await openArchive(since.file, { did, ...(signal && { signal }) });
    try {
      const [odd] = archive.problems.filter((problem) => !isAuthored(problem));
      if (odd !== undefined) throw new NotJoined(`The copy here does not hold. ${told(odd)}`);
      return { ...(await judged(archive, archive)), file: since.file, isNew: false, anew: undefined };
    } finally {
      archive.close();
    }
  }

  async function sinceThen(since: PullBase): Promise<PulledCar> {
    const root = here(since);
    const part = draft('part');
    await receive(part, since);
    if (rootOf(part) === root) return await unchanged(since);
    const { archive, file, ...written } = await write(part, since);
    try {
      const [odd] = written.problems.filter((problem) => !isAuthored(problem));
      if (odd !== undefined) {
        throw new NotJoined(`What came since does not join with the copy here. ${told(odd)}`);
      }
      const found = await judged(archive, written);
      if (archive.rev < since.rev) throw new NotJoined(older(archive.rev, since.rev));
      return { ...found, file, isNew: true, anew: undefined };
    } finally {
      archive.close();
    }
  }

  async function allOfIt(anew: string | undefined): Promise<PulledCar> {
    const part = draft('part');
    await receive(part, undefined);
    const { archive, file, ...written } = await write(part, undefined);
    try {
      const found = await judged(archive, written);
      const isOlder = base !== undefined && archive.rev < base.rev;
      // The account's own host says what the repository is: it may be another than before, or was put back to an earlier state.
      if (isOlder && from !== undefined) throw new SentenceError(older(archive.rev, base.rev));
      const why = isOlder ? older(archive.rev, base.rev) : anew;
      return { ...found, file, isNew: true, anew: why };
    } finally {
      archive.close();
    }
  }

  try {
    if (base === undefined) return await allOfIt(undefined);
    try {
      return await sinceThen(base);
    } catch (error) {
      const anew = whyAnew(error);
      if (anew === undefined) throw error;
      return await allOfIt(anew);
    }
  } catch (error) {
    if (error instanceof ArchiveError) throw unsound(error);
    if (error instanceof ProofFault) throw new SentenceError(`The repository is not kept. ${error.message}`);
    throw error;
  }
}

/** Where these are, what came is not all, or not of the account, whoever signed it: it is not kept. */
const REFUSED: readonly ArchiveProblem['kind'][] = [
  'wrong-account',
  'commit-shape',
  'car-shape',
  'truncated',
];

/**
 * Bytes that may come. What is there is all written once more beside it, with what came; of what has not come yet the size is not known.
 *
 * @throws SentenceError where the disk has no room for as much as the copy here
 */
function roomFor(since: PullBase | undefined, free = Infinity): number {
  if (since === undefined) return Math.floor(Math.min(free, CAR_MAX_BYTES) / 2);
  const room = Math.floor(Math.min(free - since.bytes, CAR_MAX_BYTES) / 2);
  if (room <= 0) throw noRoom(`the copy before has ${byteSize(since.bytes)}`, free);
  return room;
}

const noRoom = (why: string, free: number): SentenceError =>
  new SentenceError(
    `The disk has too little room for the repository: ${byteSize(free)} are free, and ${why}.`,
  );

const older = (rev: string, here: string): string =>
  `The host has an older repository, of rev ${rev}, than the copy here, of ${here}.`;

/** The root of the copy that is to be gone on from. */
function here({ file }: PullBase): string {
  try {
    return rootOf(file);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new NotJoined(`The copy here cannot be read: ${why.replace(/\.$/, '')}.`);
  }
}

/** Undefined where asking for all of it would not help. */
function whyAnew(error: unknown): string | undefined {
  if (error instanceof NotJoined) return error.message;
  if (error instanceof ArchiveError) {
    return `What came since does not join with the copy here. ${error.message}`;
  }
  const isAnswer = error instanceof XrpcError && error.failure === 'status' && error.status === 400;
  if (!isAnswer || REPO_GONE.includes(error.error ?? '')) return undefined;
  return `The host does not say what came since: ${error.message}.`;
}

/** A problem, and which record it is of. */
const told = ({ path, message }: Pick<ArchiveProblem, 'path' | 'message'>): string =>
  path === undefined ? message : `${path}: ${message}`;

const unsound = (problem: Pick<ArchiveProblem, 'path' | 'message'> | undefined): SentenceError =>
  new SentenceError(
    `The repository that came is not sound, and is not kept. ${problem === undefined ? '' : told(problem)}`.trim(),
  );
