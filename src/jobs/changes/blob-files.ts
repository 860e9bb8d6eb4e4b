import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { blobCid } from '../../atproto/blob-cid.js';
import type { AtClient } from '../../atproto/client.js';
import type { BlobRef } from '../../atproto/writes/write.js';
import { WriteError } from '../../atproto/writes/write-error.js';
import type { Writer } from '../../atproto/writes/writer.js';
import { plainType, textOf, typeOfBytes, typeOfName } from '../../places/blobs/blob-type.js';
import { byteSize } from '../../text/byte-size.js';
import { sanitise } from '../../text/sanitise.js';
import { SentenceError } from '../../text/sentence.js';
import { type FileAllowance, notSent, shownName } from './allowed-files.js';
import { type FileMember, fileMembers, withBlobs } from './file-members.js';
import { readFile } from './read-file.js';
import { stripLocation } from './strip-location.js';

/** A file that is going to be a blob of a record. */
export interface PlannedFile {
  /** Where in the record, such as `embed.images[0].image`. */
  readonly path: string;
  /** As it is written in the record. */
  readonly name: string;
  /** Its real path. */
  readonly file: string;
  /** Of what is sent. */
  readonly size: number;
  readonly type: string;
  /** Bytes that the host takes; undefined where it does not say. */
  readonly maxBytes: number | undefined;
  /** What was taken off it, or not looked for, as a clause. */
  readonly note: string | undefined;
  /** Of the file as it was looked at, so that another one is not sent. */
  readonly digest: string;
}

/** What is going to be sent for a record. */
export interface FilePlan {
  readonly collection: string;
  readonly rkey: string;
  /** As it names its files. */
  readonly source: string;
  /** With the blobs that they are going to be. */
  readonly json: string;
  readonly files: readonly PlannedFile[];
}

/** A record that may name files. */
export interface RecordOfFiles {
  readonly collection: string;
  readonly rkey: string;
  readonly json: string;
}

export interface FileDeps {
  /** Holds the record against its lexicon, for what may stand where a file is named; undefined: it is not to be. */
  readonly validate: AtClient['validate'] | undefined;
  readonly writer: Pick<Writer, 'upload' | 'blobMaxBytes'>;
  /** Who keeps the blobs, for sentences. */
  readonly host: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Looks at the files that a record names: what they are, and whether its lexicon and the host take them. Nothing is sent. Throws a
 * SentenceError for the first that cannot be sent. The same record comes back where it names none.
 */
export async function planFiles(
  record: RecordOfFiles,
  { allow, ...deps }: FileDeps & { readonly allow: FileAllowance },
): Promise<FilePlan> {
  const { collection, rkey, json: source } = record;
  const members: { readonly member: FileMember; readonly name: string; readonly file: string }[] = [];
  for (const member of fileMembers(source)) {
    const file = await allow(member);
    if (file === undefined || member.name === undefined) continue;
    checkMember(member, member.name);
    members.push({ member, name: member.name, file });
  }
  if (members.length === 0) return { collection, rkey, source, json: source, files: [] };
  const maxBytes = await deps.writer.blobMaxBytes({ signal: deps.signal });
  const files: PlannedFile[] = [];
  const blobs = new Map<string, BlobRef>();
  for (const { member, name, file } of members) {
    deps.signal?.throwIfAborted();
    const read = await readToSend(file, {
      name,
      said: plainType(member.mimeType),
      maxBytes,
      host: deps.host,
    });
    const { bytes, type, note, digest } = read;
    files.push({ path: member.path, name, file, size: bytes.length, type, maxBytes, note, digest });
    blobs.set(member.path, blobOf(await blobCid(bytes), type, bytes.length));
  }
  const json = withBlobs(source, blobs);
  await checkBlobs({ collection, rkey, json }, files, deps);
  return { collection, rkey, source, json, files };
}

/**
 * Sends the files of a plan, one after the other, and gives the record with their blobs. Throws a SentenceError where a file is not as it was
 * looked at, or what the host makes of it may not stand there, and what the upload throws.
 */
export async function sendFiles(
  { collection, rkey, source, files }: FilePlan,
  deps: FileDeps & { onFile?(file: PlannedFile): void },
): Promise<string> {
  const blobs = new Map<string, BlobRef>();
  const sent = new Map<string, BlobRef>();
  for (const planned of files) {
    deps.signal?.throwIfAborted();
    const { name, file, type, maxBytes, digest, path } = planned;
    // The same file in two places is one blob.
    const key = `${type} ${digest}`;
    let blob = sent.get(key);
    if (blob === undefined) {
      deps.onFile?.(planned);
      const read = await readToSend(file, { name, said: type, maxBytes, host: deps.host });
      if (read.digest !== digest) throw notSent(name, 'is another than was looked at');
      blob = await deps.writer.upload(read.bytes, type, { signal: deps.signal });
      if (blob.ref.$link !== (await blobCid(read.bytes)) || blob.size !== read.bytes.length) {
        const sentence = `${deps.host} has not what was sent of ${shownName(name)}: nothing was written.`;
        throw new WriteError('blob', sentence);
      }
      sent.set(key, blob);
    }
    blobs.set(path, blob);
  }
  const json = withBlobs(source, blobs);
  // The host has looked itself what the files are.
  const isAsPlanned = files.every(({ path, type }) => blobs.get(path)?.mimeType === type);
  if (!isAsPlanned) await checkBlobs({ collection, rkey, json }, files, deps);
  return json;
}

/** What is said of a file before it is sent. */
export const fileText = ({ path, name, size, type, note }: PlannedFile): string =>
  sanitise(
    `${shownName(name)}, ${byteSize(size)} of ${type}, at ${path}${note === undefined ? '' : `: ${note}`}`,
  );

const blobOf = (cid: string, mimeType: string, size: number): BlobRef => ({
  $type: 'blob',
  ref: { $link: cid },
  mimeType,
  size,
});

function checkMember({ path, others: [other] }: FileMember, name: string): void {
  if (other === undefined) return;
  throw new SentenceError(
    `${sanitise(path)} becomes the blob of ${shownName(name)}, and ${shownName(other)} in it would be lost: put it beside. Nothing was sent.`,
  );
}

interface ReadToSend {
  readonly bytes: Buffer;
  readonly type: string;
  readonly note: string | undefined;
  readonly digest: string;
}

async function readToSend(
  file: string,
  {
    said,
    ...options
  }: { name: string; said: string | undefined; maxBytes: number | undefined; host: string },
): Promise<ReadToSend> {
  const raw = await readFile(file, options);
  const type = typeOf(raw, options.name, said);
  return { ...stripLocation(raw, type), type, digest: createHash('sha256').update(raw).digest('hex') };
}

/** What bytes show goes before what is said of them where they are a picture; of other files they show the container at most. */
function typeOf(bytes: Buffer, name: string, said: string | undefined): string {
  const shown = typeOfBytes(bytes);
  const isPicture = shown?.startsWith('image/') === true || said?.startsWith('image/') === true;
  if (said !== undefined && shown !== undefined && shown !== said && isPicture) {
    throw notSent(name, `is ${shown}, and "mimeType" says ${sanitise(said)}`);
  }
  const plain = textOf(bytes) === undefined ? 'application/octet-stream' : 'text/plain';
  return said ?? shown ?? typeOfName(basename(name)) ?? plain;
}

/** Throws a SentenceError where the lexicon does not take a file where it is named. */
async function checkBlobs(
  record: RecordOfFiles,
  files: readonly PlannedFile[],
  { validate, signal }: Pick<FileDeps, 'validate' | 'signal'>,
): Promise<void> {
  const validity = await validate?.(record, { signal });
  if (validity?.status !== 'invalid') return;
  for (const file of files) {
    const issue = validity.issues.find(({ path }) => path === file.path || path.startsWith(`${file.path}.`));
    if (issue !== undefined) throw notSent(file.name, `cannot stand at ${file.path} (${issue.message})`);
  }
}
