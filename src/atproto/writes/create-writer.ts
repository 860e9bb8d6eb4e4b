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
import { recordCid } from './record-cid.js';
import { checkSendable, nameOf, typedJson } from './sendable-record.js';
import type { BlobRef, StoredRecord, Write, Written } from './write.js';
import { WriteError } from './write-error.js';
import { isUncertain, writeErrorOf } from './write-words.js';
import { WRITES_MAX, type WriteOptions, type Writer } from './writer.js';

/** Milliseconds that one waits for what became of a write whose answer did not come: the PDS may still be at it. */
const SETTLE_MAX_MS = 10_000;

/** A write as it is sent: with the key that the record gets. */
type KeyedWrite = Write & { readonly rkey: string };

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
  async function stale(write: KeyedWrite, cause: unknown, options: CallOptions): Promise<WriteError> {
    const now = await read(write.collection, write.rkey, { signal: options.signal });
    const what = nameOf(write);
    if (now === undefined) {
      return new WriteError('gone', `${what} is not there any more: nothing was written.`, { cause });
    }
    if (write.kind === 'create') {
      return new WriteError('exists', `${what} is there already: nothing was written.`, { now, cause });
    }
    return new WriteError('changed', `${what} was changed meanwhile: nothing was written.`, { now, cause });
  }

  /** Finds out whether a write whose answer did not come was made; what is given back is what it would have answered. */
  async function settle(write: KeyedWrite, cause: unknown): Promise<Written> {
    let now: StoredRecord | undefined;
    try {
      now = await read(write.collection, write.rkey, { signal: AbortSignal.timeout(SETTLE_MAX_MS) });
    } catch {
      throw new WriteError(
        'uncertain',
        `Nobody knows whether ${nameOf(write)} was written: the connection broke, and it cannot be read now. Look at it before you try again.`,
        { cause },
      );
    }
    const cid = write.kind === 'delete' ? undefined : await recordCid(write.json);
    if (now?.cid === cid) {
      const { collection, rkey } = write;
      return { collection, rkey, cid, isChange: true, validity: undefined };
    }
    if (write.kind !== 'create' && now?.cid !== write.swap && write.swap !== undefined) {
      throw await stale(write, cause, {});
    }
    throw notWritten(cause);
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
      const write: KeyedWrite = { ...asked, rkey: asked.rkey ?? tidNow(), ...typed(asked) };
      if (write.kind !== 'delete') checkSendable(write);
      try {
        return await send(write, options);
      } catch (error) {
        if (error instanceof XrpcError && error.error === 'InvalidSwap') {
          throw await stale(write, error, options);
        }
        if (isUncertain(error)) return await settle(write, error);
        throw writeErrorOf(error, nameOf(write));
      }
    },

    async writeAll(asked, { swapCommit, validate, signal }) {
      checkAccount();
      if (asked.length > WRITES_MAX) throw new RangeError(`${asked.length} writes at once are too many`);
      const writes = asked.map(
        (write): KeyedWrite => ({
          ...write,
          rkey: write.rkey ?? tidNow(),
          ...typed(write),
        }),
      );
      for (const write of writes) {
        if (write.kind !== 'delete') checkSendable(write);
      }
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
        if (error instanceof XrpcError && error.error === 'InvalidSwap') {
          const sentence = 'The repository was changed meanwhile: nothing was written.';
          throw new WriteError('head', sentence, { cause: error });
        }
        throw writeErrorOf(error, `${writes.length} records`);
      }
    },

    async head(options) {
      checkAccount();
      const reply = await own.query('com.atproto.sync.getLatestCommit', { did }, options);
      return reply.read(object({ cid: text, rev: text }));
    },

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

/** The same failure, of which it is known now that it wrote nothing. */
function notWritten(cause: unknown): unknown {
  if (!(cause instanceof XrpcError)) return cause;
  const { failure, service, nsid, message, status, error, retryAfter, tellsAll } = cause;
  const hint = 'Nothing was written.';
  return new XrpcError({ failure, service, nsid, message, status, error, retryAfter, tellsAll, hint, cause });
}

/** What uploadBlob answers; a record holds it as it came. */
const blobRef: Reader<BlobRef> = (value) => {
  const read = object({ ref: object({ $link: text }), mimeType: text, size: number })(value);
  return read instanceof Unusable ? read : { $type: 'blob', ...read };
};

function typed(write: Write): { json?: string } {
  return write.kind === 'delete' ? {} : { json: typedJson(write.json, write.collection) };
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
