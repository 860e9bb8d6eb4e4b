import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { isAbortError } from '../../atproto/calls/abort-error.js';
import type { AtClient } from '../../atproto/client.js';
import { isUnknownHandle } from '../../atproto/identity/handle-sources.js';
import { parseAddress, recordOf } from '../../places/address.js';
import { factsOf, isOnItsSide } from '../../places/blobs/picture-header/header.js';
import { readHeader } from '../../places/blobs/picture-header/read-header.js';
import type { RecordAddress } from '../../places/repo-addresses.js';
import { countText } from '../../text/count-text.js';
import { errorSentence } from '../../text/error-sentence.js';
import { sanitise } from '../../text/sanitise.js';
import { SentenceError } from '../../text/sentence.js';
import { typedFiles } from '../changes/allowed-files.js';
import { type FilePlan, type PlannedFile, planFiles } from '../changes/blob-files.js';
import { type PostPiece, type RichText, richTextOf } from './facets.js';
import { graphemeCount } from './found-spans.js';
import { type PostSubject, readSubject, type StrongRef, type SubjectSource } from './post-subject.js';
import {
  POST_MAX_BYTES,
  POST_MAX_GRAPHEMES,
  readPostText,
  type TypedPost,
  type WantedImage,
} from './post-text.js';

export const POST = 'app.bsky.feed.post';

/** A picture of a post, as it is going to be sent. */
export interface PreparedImage {
  /** The name of its file. */
  readonly name: string;
  readonly alt: string;
  /** Bytes, and a media type. */
  readonly size: number;
  readonly type: string;
  /** In pixels, as it is seen; undefined where its file does not tell. */
  readonly width: number | undefined;
  readonly height: number | undefined;
  /** What was taken off it, or not looked for, as a clause. */
  readonly note: string | undefined;
}

/** A post as it will read, before it is sent. */
export interface PreparedPost {
  /** As it was typed. */
  readonly typed: string;
  readonly pieces: readonly PostPiece[];
  readonly langs: readonly string[];
  readonly graphemes: number;
  readonly bytes: number;
  readonly images: readonly PreparedImage[];
  /** What it answers, and what it quotes. */
  readonly reply: PostSubject | undefined;
  readonly quote: PostSubject | undefined;
  /** Why it cannot be posted, as sentences; none: it can. */
  readonly faults: readonly string[];
  /** What is worth knowing before it is, as sentences. */
  readonly notes: readonly string[];
  /** What is sent; undefined where there are faults. Its key is chosen, so that it is not written twice. */
  readonly plan: FilePlan | undefined;
}

export interface PrepareDeps {
  readonly client: SubjectSource & Pick<AtClient, 'writer' | 'validate'>;
  /** Who keeps the blobs, for sentences. */
  readonly host: string;
  readonly signal: AbortSignal;
}

/** Text that is longer is refused as it is: nothing is looked for in it. */
const LOOKED_THROUGH_CHARACTERS = 20_000;
/** The size of a picture stands in its first bytes, or behind what its camera wrote. */
const HEADER_BYTES = 4 * 1024 ** 2;

/**
 * Makes of what somebody typed a post as it will read: facets, counts, pictures, what it answers. Asks for what it names; sends nothing.
 * Throws an AbortError, and nothing else: what is wrong is told as a fault.
 */
export async function preparePost(typed: string, deps: PrepareDeps): Promise<PreparedPost> {
  const read = readPostText(typed);
  const [rich, reply, quote] = await Promise.all([
    richText(read.text, deps),
    subjectOf(read.reply, 'reply', deps),
    subjectOf(read.quote, 'quote', deps),
  ]);
  const graphemes = graphemeCount(rich.text);
  const bytes = Buffer.byteLength(rich.text);
  const faults = [
    ...read.faults,
    ...lengthFaults(graphemes, bytes),
    ...(rich.text === '' && read.images.length === 0 ? ['It says nothing and shows nothing.'] : []),
    ...[reply, quote].flatMap(({ fault }) => fault ?? []),
  ];
  const notes = [
    ...rich.notes,
    ...[reply, quote].flatMap(({ note }) => note ?? []),
    ...[reply.subject?.noReply, quote.subject?.noQuote].flatMap((why) => why ?? []),
  ];
  const common = {
    typed,
    pieces: rich.pieces,
    langs: read.langs,
    graphemes,
    bytes,
    reply: reply.subject,
    quote: quote.subject,
    notes,
  };
  const { now } = await import('@atcute/tid');
  try {
    const record = recordOfPost(read, rich, { reply: reply.subject, quote: quote.subject });
    const { plan, images } = await planned(record, now(), read.images, deps);
    const wrong = faults.length > 0 ? [] : await lexiconFaults(plan, deps);
    const all = [...faults, ...wrong];
    return { ...common, images, faults: all, plan: all.length === 0 ? plan : undefined };
  } catch (error) {
    if (isAbortError(error)) throw error;
    return { ...common, images: [], faults: [...faults, errorSentence(error)], plan: undefined };
  }
}

/** The JSON of a post as it is sent now. */
export function datedPost({ source }: FilePlan, time = Date.now()): string {
  return JSON.stringify({ ...(JSON.parse(source) as object), createdAt: new Date(time).toISOString() });
}

async function richText(text: string, { client, signal }: PrepareDeps): Promise<RichText> {
  if (text.length > LOOKED_THROUGH_CHARACTERS) return { text, facets: [], pieces: [{ text }], notes: [] };
  const rich = await richTextOf(text, async (handle) => {
    try {
      return (await client.resolve(handle, { signal })).did;
    } catch (error) {
      if (isUnknownHandle(error)) return undefined;
      throw error;
    }
  });
  signal.throwIfAborted();
  return rich;
}

function lengthFaults(graphemes: number, bytes: number): readonly string[] {
  const over = graphemes - POST_MAX_GRAPHEMES;
  if (over > 0) {
    return [
      `It is ${countText(over)} ${over === 1 ? 'character' : 'characters'} too long: it has ${countText(graphemes)}, and a post at most ${POST_MAX_GRAPHEMES}.`,
    ];
  }
  if (bytes <= POST_MAX_BYTES) return [];
  return [
    `It is ${countText(bytes - POST_MAX_BYTES)} bytes too long: it has ${countText(bytes)}, and a post at most ${countText(POST_MAX_BYTES)}.`,
  ];
}

interface FoundSubject {
  readonly subject?: PostSubject | undefined;
  readonly fault?: string | undefined;
  readonly note?: string | undefined;
}

async function subjectOf(
  written: string | undefined,
  name: 'reply' | 'quote',
  { client, signal }: PrepareDeps,
): Promise<FoundSubject> {
  if (written === undefined) return {};
  const address = postAddress(written);
  if (address === undefined) {
    return { fault: `“${name}: ${sanitise(written.slice(0, 80))}” is not the address of a post.` };
  }
  try {
    const subject = await readSubject(client, address, { signal });
    return { subject, note: subject.note };
  } catch (error) {
    if (isAbortError(error)) throw error;
    const verb = name === 'reply' ? 'answers' : 'quotes';
    return { fault: `The post that it ${verb} cannot be read: ${errorSentence(error)}` };
  }
}

function postAddress(written: string): RecordAddress | undefined {
  const reading = parseAddress(written);
  const record = reading.ok ? recordOf(reading.address) : undefined;
  return record?.collection === POST ? record : undefined;
}

const strongRef = ({ uri, cid }: StrongRef): StrongRef => ({ uri, cid });

function recordOfPost(
  { langs, images }: TypedPost,
  { text, facets }: RichText,
  { reply, quote }: Pick<PreparedPost, 'reply' | 'quote'>,
): object {
  const embed = embedOf(images, quote);
  return {
    $type: POST,
    text,
    createdAt: new Date().toISOString(),
    ...(facets.length === 0 ? {} : { facets }),
    ...(langs.length === 0 ? {} : { langs }),
    ...(reply === undefined ? {} : { reply: { root: strongRef(reply.root), parent: strongRef(reply) } }),
    ...(embed === undefined ? {} : { embed }),
  };
}

function embedOf(wanted: readonly WantedImage[], quote: PostSubject | undefined): object | undefined {
  const images = {
    $type: 'app.bsky.embed.images',
    images: wanted.map(({ path, alt }) => ({ image: { $file: path }, alt })),
  };
  if (quote === undefined) return wanted.length === 0 ? undefined : images;
  const record = { $type: 'app.bsky.embed.record', record: strongRef(quote) };
  return wanted.length === 0 ? record : { $type: 'app.bsky.embed.recordWithMedia', record, media: images };
}

async function planned(
  record: object,
  rkey: string,
  wanted: readonly WantedImage[],
  { client, host, signal }: PrepareDeps,
): Promise<{ plan: FilePlan; images: readonly PreparedImage[] }> {
  const json = JSON.stringify(record);
  const of = { collection: POST, rkey, json };
  if (wanted.length === 0) return { plan: { ...of, source: json, files: [] }, images: [] };
  const writer = await client.writer();
  const { validate } = client;
  const plan = await planFiles(of, { allow: typedFiles([]), validate, writer, host, signal });
  const images = await Promise.all(plan.files.map((file, index) => imageOf(file, wanted[index]?.alt ?? '')));
  const stray = images.find(({ type }) => !type.startsWith('image/'));
  if (stray) throw new SentenceError(`“${sanitise(stray.name)}” is no picture: it is ${stray.type}.`);
  return {
    plan: { ...plan, source: withRatios(plan.source, images), json: withRatios(plan.json, images) },
    images,
  };
}

async function imageOf({ name, file, size, type, note }: PlannedFile, alt: string): Promise<PreparedImage> {
  const { width, height } = await sizeOf(file);
  return { name: basename(name), alt, size, type, width, height, note };
}

/** How large a picture is as it is seen. */
async function sizeOf(file: string): Promise<{ width?: number | undefined; height?: number | undefined }> {
  const handle = await open(file);
  try {
    const bytes = Buffer.alloc(HEADER_BYTES);
    const { bytesRead } = await handle.read(bytes, 0, HEADER_BYTES, 0);
    const header = readHeader(bytes.subarray(0, bytesRead));
    if (header.type === undefined || !header.width || !header.height) return {};
    const { width, height } = header;
    if (!('turn' in header)) return { width, height };
    return isOnItsSide(header.turn) ? factsOf(header) : { width, height };
  } finally {
    await handle.close();
  }
}

/** The same record with the proportions of its pictures, so that apps keep room for them. */
function withRatios(json: string, images: readonly PreparedImage[]): string {
  const record = JSON.parse(json) as { embed: { images?: object[]; media?: { images: object[] } } };
  const list = record.embed.images ?? record.embed.media?.images ?? [];
  for (const [index, { width, height }] of images.entries()) {
    const image = list[index];
    if (image && width !== undefined && height !== undefined) {
      Object.assign(image, { aspectRatio: { width, height } });
    }
  }
  return JSON.stringify(record);
}

/** What the lexicon has against it, in the words of the PDS. */
async function lexiconFaults(
  { collection, rkey, json }: FilePlan,
  { client, signal }: PrepareDeps,
): Promise<readonly string[]> {
  const validity = await client.validate({ collection, rkey, json }, { signal });
  if (validity.status !== 'invalid') return [];
  return validity.issues.map(({ path, message }) => `${path === '' ? 'The post' : path}: ${message}.`);
}
