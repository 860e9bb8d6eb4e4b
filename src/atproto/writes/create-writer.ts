import { now as tidNow } from '@atcute/tid';
import { isObject } from '../../text/json-fields.js';
import { say } from '../../text/sentence.js';
import { readJson } from '../../text/written-json.js';
import type { CallOptions } from '../calls/call-options.js';
import { memberText } from '../calls/json-scan.js';
import { number, object, type Reader, text, Unusable } from '../calls/reader.js';
import type { Reply } from '../calls/reply.js';
import type { Xrpc } from '../calls/xrpc.js';
import { XrpcError } from '../calls/xrpc-error.js';
import type { ProcedureInput } from '../calls/xrpc-methods.js';
import type { Sessions } from '../session/session.js';
import { expectedCid, type KeyedWrite, lookAt, madeOf } from './keyed-write.js';
import { checkSendable, nameOf, typedJson } from './sendable-record.js';
import { fateOf, settle } from './settle.js';
import type { BlobRef, StoredRecord, Write, Written } from './write.js';
import { WriteError } from './write-error.js';
import { didNothing, writeErrorOf } from './write-words.js';
import { WRITES_MAX, type WriteOptions, type Writer } from './writer.js';

/** Writes as the account in use when it is made; it writes to no other, whoever is used later. Throws a WriteError where nobody is signed in. */
export function createWriter(own: Xrpc, sessions: Pick<Sessions, 'current'>): Writer {
  const account = sessions.current;
  if (account === undefined) {
    throw new WriteError(
      'nobody',
      say`Nobody is signed in: {key:account.sign-in} signs in. Nothing was written.`,
    );
  }
  const { did } = account;

  function checkAccount(): void {
    const current = sessions.current?.did;
    if (current === did) return;
    throw current === undefined
      ? new WriteError(
          'nobody',
          say`Nobody is signed in any more: {key:account.sign-in} signs in. Nothing was written.`,
        )
      : new WriteError('other-account', 'Another account is used now: nothing was written.');
  }

  async function read(
    collection: string,
    rkey: string,
    options?: CallOptions,
  ): Promise<StoredRecord | undefined> {
    checkAccount();
    try {
      const reply = await own.query('com.atproto.repo.getRecord', { repo: did, collection, rkey }, options);
      const answer = reply.item('value', 'cid').text();
      const json = memberText(answer, 'value') ?? '';
      return { cid: reply.read(object({ cid: text })).cid, json };
    } catch (error) {
      if (error instanceof XrpcError && error.error === 'RecordNotFound') return undefined;
      throw error;
    }
  }

  /** What is there instead of what was expected. */
  async function stale(write: KeyedWrite, cause: unknown): Promise<WriteError> {
    const { kind, collection, rkey } = write;
    const what = nameOf(write);
    let now: StoredRecord | undefined;
    try {
      now = await read(collection, rkey, patience());
    } catch {
      const sentence = `${what} is not as it was: nothing was written. What is there now cannot be read.`;
      return new WriteError(kind === 'create' ? 'exists' : 'changed', sentence, { cause });
    }
    if (kind === 'create') {
      return new WriteError('exists', `${what} is there already: nothing was written.`, { now, cause });
    }
    if (now === undefined) {
      return new WriteError('gone', `${what} is not there any more: nothing was written.`, { cause });
    }
    return new WriteError('changed', `${what} was changed meanwhile: nothing was written.`, { now, cause });
  }

  /** Finds out what became of a write whose answer did not come, or says nothing; gives what it would have answered. */
  async function afterwards(write: KeyedWrite, cause: unknown): Promise<Written> {
    const { kind, collection, rkey } = write;
    const expected = await expectedCid(write);
    const seen = await settle(fateOf(cause), async () =>
      lookAt(write, expected, await read(collection, rkey, patience())),
    );
    if (seen === 'made') return madeOf(write, expected);
    if (seen === 'other') throw await stale(write, cause);
    if (seen === 'open') throw notWritten(cause, 'Nothing was written');
    const what = kind === 'delete' ? 'deleted' : 'written';
    throw uncertain(`whether ${nameOf(write)} was ${what}`, cause);
  }

  /** The same for many, of which all were made or none: they were guarded, so that no other commit can have come before them. */
  async function afterwardsAll(
    writes: readonly KeyedWrite[],
    swapCommit: string,
    cause: unknown,
  ): Promise<readonly Written[]> {
    const expected = await Promise.all(writes.map(expectedCid));
    const some = new Set([0, Math.floor(writes.length / 2), writes.length - 1]);
    const seen = await settle(fateOf(cause), async () => {
      if ((await head(patience())).cid === swapCommit) return 'open';
      const looks = await Promise.all(
        writes.map(async (write, index) =>
          some.has(index)
            ? lookAt(write, expected[index], await read(write.collection, write.rkey, patience()))
            : undefined,
        ),
      );
      const told = looks.filter((look) => look !== undefined);
      if (told.every((look) => look === 'made')) return 'made';
      return told.some((look) => look === 'made' || look === 'unknown') ? 'unknown' : 'other';
    });
    if (seen === 'made') return writes.map((write, index) => madeOf(write, expected[index]));
    if (seen === 'other') throw headMoved(cause);
    if (seen === 'unknown') throw uncertain(`whether ${writes.length} records were written`, cause);
    throw notWritten(
      cause,
      fateOf(cause) === 'ended'
        ? 'Nothing was written: one of them may be there already, or not any more'
        : 'Nothing was written',
    );
  }

  async function head(options?: CallOptions): Promise<{ cid: string; rev: string }> {
    checkAccount();
    const reply = await own.query('com.atproto.sync.getLatestCommit', { did }, options);
    return reply.read(object({ cid: text, rev: text }));
  }

  async function send(write: KeyedWrite, { validate, signal }: WriteOptions): Promise<Written> {
    const { collection, rkey, kind } = write;
    if (kind === 'delete') {
      const input = { repo: did, collection, rkey, swapRecord: write.swap };
      const reply = await own.procedure('com.atproto.repo.deleteRecord', input, { signal });
      return { collection, rkey, cid: undefined, isChange: hasCommit(reply), validity: undefined };
    }
    const input = {
      repo: did,
      collection,
      rkey,
      validate,
      record: readJson(write.json),
      // Without it whatever is there is written over.
      ...swapOf(write),
    } as ProcedureInput<'com.atproto.repo.putRecord'>;
    const reply = await own.procedure('com.atproto.repo.putRecord', input, { signal });
    const { cid, validationStatus } = reply.read(object({ cid: text }, { validationStatus: text }));
    return { collection, rkey, cid, isChange: hasCommit(reply), validity: validityOf(validationStatus) };
  }

  return {
    did,
    read,

    async write(asked, options = {}) {
      checkAccount();
      options.signal?.throwIfAborted();
      const write: KeyedWrite = { ...asked, rkey: asked.rkey ?? tidNow(), ...typed(asked) };
      check(write);
      try {
        return await send(write, options);
      } catch (error) {
        if (isStale(error)) throw await stale(write, error);
        if (fateOf(error) !== 'not-done') return await afterwards(write, error);
        throw writeErrorOf(error, nameOf(write));
      }
    },

    async writeAll(asked, { swapCommit, validate, signal }) {
      checkAccount();
      signal?.throwIfAborted();
      if (asked.length > WRITES_MAX) throw new RangeError(`${asked.length} writes at once are too many`);
      const writes = asked.map(
        (write): KeyedWrite => ({
          ...write,
          rkey: write.rkey ?? tidNow(),
          ...typed(write),
        }),
      );
      for (const write of writes) check(write);
      const input = {
        repo: did,
        validate,
        swapCommit,
        writes: writes.map(operationOf),
      } as ProcedureInput<'com.atproto.repo.applyWrites'>;
      try {
        const reply = await own.procedure('com.atproto.repo.applyWrites', input, { signal });
        return writtenAll(writes, reply);
      } catch (error) {
        if (isStale(error)) throw headMoved(error);
        if (fateOf(error) !== 'not-done') return await afterwardsAll(writes, swapCommit, error);
        throw writeErrorOf(error, writes.length === 1 ? 'The record' : `${writes.length} records`);
      }
    },

    head,

    async upload(bytes, type, { signal } = {}) {
      checkAccount();
      try {
        const reply = await own.procedure(
          'com.atproto.repo.uploadBlob',
          { type, bytes },
          { signal, mayRepeat: true },
        );
        return reply.read(object({ blob: blobRef })).blob;
      } catch (error) {
        throw writeErrorOf(error, 'The file');
      }
    },

    async blobMaxBytes(options) {
      const reply = await own.query('com.atproto.server.describeServer', {}, options);
      const { blobUploadLimit: limit } = reply.read(object({}, { blobUploadLimit: number }));
      return limit;
    },
  };
}

/** Milliseconds that one look at what became of a write may take. */
const LOOK_MAX_MS = 10_000;
const patience = (): CallOptions => ({ signal: AbortSignal.timeout(LOOK_MAX_MS) });

const isStale = (error: unknown): boolean => error instanceof XrpcError && error.error === 'InvalidSwap';

const headMoved = (cause: unknown): WriteError =>
  new WriteError('head', 'The repository was changed meanwhile: nothing was written.', { cause });

const uncertain = (what: string, cause: unknown): WriteError =>
  new WriteError(
    'uncertain',
    `Nobody knows ${what}: the answer of the service did not come. Look at it before you try again.`,
    { cause },
  );

/** The same failure, of which it is known now that it wrote nothing. */
const notWritten = (cause: unknown, nothing: string): unknown =>
  cause instanceof XrpcError ? didNothing(cause, nothing) : cause;

/** What uploadBlob answers; a record holds it as it came. */
const blobRef: Reader<BlobRef> = (value) => {
  const read = object({ ref: object({ $link: text }), mimeType: text, size: number })(value);
  return read instanceof Unusable ? read : { $type: 'blob', ...read };
};

function typed(write: Write): { json?: string } {
  return write.kind === 'delete' ? {} : { json: typedJson(write.json, write.collection) };
}

function check(write: KeyedWrite): void {
  if (write.kind !== 'delete') checkSendable(write);
}

function swapOf(write: KeyedWrite): { swapRecord?: string | null } {
  if (write.kind === 'create') return { swapRecord: null };
  return write.swap === undefined ? {} : { swapRecord: write.swap };
}

const OPERATION = 'com.atproto.repo.applyWrites#';

function operationOf(write: KeyedWrite): object {
  const { kind, collection, rkey } = write;
  const operation = { $type: `${OPERATION}${kind}`, collection, rkey };
  return kind === 'delete' ? operation : { ...operation, value: readJson(write.json) };
}

function writtenAll(writes: readonly KeyedWrite[], reply: Reply): readonly Written[] {
  const { results } = reply.json() as { results?: unknown };
  const answers: readonly unknown[] = Array.isArray(results) ? results : [];
  return writes.map(({ collection, rkey }, index) => {
    const answer = answers[index];
    const { cid, validationStatus } = isObject(answer) ? answer : {};
    return {
      collection,
      rkey,
      cid: typeof cid === 'string' ? cid : undefined,
      isChange: true,
      validity: validityOf(validationStatus),
    };
  });
}

/** The PDS makes no commit where nothing is to be changed. */
const hasCommit = (reply: Reply): boolean => isObject(reply.json()) && 'commit' in (reply.json() as object);

const validityOf = (status: unknown): Written['validity'] =>
  status === 'valid' || status === 'unknown' ? status : undefined;
