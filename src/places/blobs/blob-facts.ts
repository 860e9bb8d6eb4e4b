import { atUriParts } from '../../atproto/at-uri.js';
import type { PictureRef } from '../../lenses/head.js';
import { byteSize } from '../../text/byte-size.js';
import { countText } from '../../text/count-text.js';
import { errorSentence } from '../../text/error-sentence.js';
import type { Address } from '../addresses.js';
import type { Fact, Facts } from '../facts-listing.js';
import { plainType, textOf, typeOfBytes } from './blob-type.js';
import type { UsedBlob } from './find-uses.js';
import { mp4Facts } from './mp4-facts.js';

/** What is known of a blob. */
export interface KnownBlob {
  readonly did: string;
  readonly cid: string;
  /** Its bytes, which were held against its CID; or why they are not there. */
  readonly file:
    | { readonly bytes: Buffer; readonly servedAs?: string | undefined }
    | { readonly error: unknown };
  /** What its records say; undefined: they are being looked for still, or were not found. */
  readonly used: UsedBlob | undefined;
  readonly isLooking: boolean;
  /** Where a record of it is to be seen. */
  recordPlace(uri: string): Address | undefined;
}

const RECORDS_MAX = 100;
/** Lines of a text that are told as rows; `cat` prints all. */
const TEXT_LINES_MAX = 500;

/** A blob told fact by fact: what it is as its record says, as its host says and as its bytes show, its size, its hash, what uses it. */
export function blobFacts({ did, cid, file, used, isLooking, recordPlace }: KnownBlob): Facts {
  const facts: Fact[] = [];
  const bytes = 'bytes' in file ? file.bytes : undefined;
  const shown = bytes && typeOfBytes(bytes);
  const said = plainType(used?.mimeType);
  const served = 'bytes' in file ? plainType(file.servedAs) : undefined;
  const type = shown ?? said ?? served;
  const picture: PictureRef | undefined = type?.startsWith('image/')
    ? { did, cid, mimeType: type, alt: '' }
    : undefined;

  facts.push(hashFact(file));
  facts.push(...typeFacts({ said, served, shown }));
  facts.push(...sizeFacts(bytes, used?.size));
  if (bytes && type?.startsWith('video/')) facts.push(...filmFacts(bytes));
  facts.push(...usedFacts(used, isLooking, recordPlace));
  const text = bytes && textOf(bytes);
  if (text !== undefined) facts.push(...textFacts(text));
  const document = JSON.stringify({
    did,
    cid,
    ...{ mimeType: used?.mimeType, size: used?.size, servedAs: served, bytes: bytes?.length, type: shown },
    records: used?.records ?? [],
  });
  return { facts: facts.map((fact) => ({ ...fact, picture })), document, summary: type };
}

function hashFact(file: KnownBlob['file']): Fact {
  if ('bytes' in file) return { mark: '✓', name: 'hash', value: 'Its bytes hash to its CID.' };
  const { error } = file;
  const isWrong = error instanceof Error && /does not hash to/.test(error.message);
  return { mark: isWrong ? '✗' : '?', name: 'hash', value: errorSentence(error) };
}

function typeFacts({
  said,
  served,
  shown,
}: Readonly<Record<'said' | 'served' | 'shown', string | undefined>>): readonly Fact[] {
  const all = [
    [said, 'its record says'],
    [served, 'its host says'],
    [shown, 'its bytes show'],
  ] as const;
  const told = all.filter(([type]) => type !== undefined);
  const [first] = told;
  if (first === undefined) return [{ name: 'type', value: 'Nothing says what it is.' }];
  const isOne = told.every(([type]) => type === first[0]);
  if (isOne) return [{ name: 'type', value: first[0] ?? '' }];
  return told.map(([type, by], index) => ({
    mark: '✗',
    name: index === 0 ? 'type' : '',
    value: `${type}, ${by}`,
  }));
}

function sizeFacts(bytes: Buffer | undefined, said: number | undefined): readonly Fact[] {
  const sizeText = (size: number) => `${byteSize(size)} (${countText(size)} bytes)`;
  if (bytes === undefined) {
    return said === undefined ? [] : [{ name: 'size', value: `${sizeText(said)}, its record says` }];
  }
  if (said === undefined || said === bytes.length) return [{ name: 'size', value: sizeText(bytes.length) }];
  return [
    {
      mark: '✗',
      name: 'size',
      value: `${sizeText(bytes.length)}, and its record says ${countText(said)} bytes`,
    },
  ];
}

function filmFacts(bytes: Buffer): readonly Fact[] {
  const { seconds, width, height } = mp4Facts(bytes);
  const isSized = width !== undefined && height !== undefined;
  return [
    ...(seconds === undefined ? [] : [{ name: 'length', value: lengthText(seconds) }]),
    ...(isSized ? [{ name: 'pixels', value: `${width}×${height}` }] : []),
  ];
}

/** `1:02:03`, `2:03`; below ten seconds with a tenth. */
function lengthText(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} seconds`;
  const whole = Math.round(seconds);
  const two = (part: number) => String(part).padStart(2, '0');
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

function usedFacts(
  used: UsedBlob | undefined,
  isLooking: boolean,
  recordPlace: KnownBlob['recordPlace'],
): readonly Fact[] {
  if (used === undefined || used.records.length === 0) {
    return [
      { name: 'used by', value: isLooking ? 'looking through the records …' : 'no record that was read' },
    ];
  }
  const shown = used.records.slice(0, RECORDS_MAX).map((uri, index): Fact => {
    const parts = atUriParts(uri);
    const name = parts?.collection === undefined ? uri : `${parts.collection}/${parts.rkey ?? ''}`;
    return {
      name: index === 0 ? 'used by' : '',
      value: name,
      opens: recordPlace(uri),
      json: JSON.stringify(uri),
    };
  });
  const more = used.records.length - shown.length;
  return more > 0 ? [...shown, { name: '', value: `and ${countText(more)} more records` }] : shown;
}

function textFacts(text: string): readonly Fact[] {
  const lines = text.split(/\r\n|\n|\r/);
  const shown = lines.slice(0, TEXT_LINES_MAX).map(
    (line, index): Fact => ({
      name: index === 0 ? 'text' : '',
      value: line,
      json: JSON.stringify({ line: index + 1, text: line }),
    }),
  );
  const more = lines.length - shown.length;
  return more > 0 ? [...shown, { name: '', value: `and ${countText(more)} more lines` }] : shown;
}
