/** What a file is by its first bytes, as a media type; undefined where they tell nothing. */
export function typeOfBytes(bytes: Buffer): string | undefined {
  const at = (text: string, from = 0) => bytes.toString('latin1', from, from + text.length) === text;
  if (at('\xff\xd8\xff')) return 'image/jpeg';
  if (at('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (at('GIF8')) return 'image/gif';
  if (at('RIFF') && at('WEBP', 8)) return 'image/webp';
  if (at('ftypavif', 4) || at('ftypavis', 4)) return 'image/avif';
  if (at('ftyphei', 4) || at('ftypmif1', 4)) return 'image/heic';
  if (at('ftypqt', 4)) return 'video/quicktime';
  if (at('ftyp', 4)) return 'video/mp4';
  if (at('\x1aE\xdf\xa3')) return 'video/webm';
  if (at('OggS')) return 'audio/ogg';
  if (at('ID3') || at('\xff\xfb')) return 'audio/mpeg';
  if (at('%PDF-')) return 'application/pdf';
  if (at('PK\x03\x04')) return 'application/zip';
  if (at('WEBVTT') || at('\xef\xbb\xbfWEBVTT')) return 'text/vtt';
  return undefined;
}

const EXTENSIONS: ReadonlyMap<string, string> = new Map([
  ['image/jpeg', 'jpg'],
  ['image/png', 'png'],
  ['image/gif', 'gif'],
  ['image/webp', 'webp'],
  ['image/avif', 'avif'],
  ['image/heic', 'heic'],
  ['image/svg+xml', 'svg'],
  ['video/mp4', 'mp4'],
  ['video/quicktime', 'mov'],
  ['video/webm', 'webm'],
  ['audio/ogg', 'ogg'],
  ['audio/mpeg', 'mp3'],
  ['application/pdf', 'pdf'],
  ['application/zip', 'zip'],
  ['application/json', 'json'],
  ['text/vtt', 'vtt'],
  ['text/plain', 'txt'],
  ['text/html', 'html'],
  ['text/markdown', 'md'],
]);

const TYPES: ReadonlyMap<string, string> = new Map(
  [...EXTENSIONS, ['image/jpeg', 'jpeg'] as const].map(([type, extension]) => [extension, type]),
);

/** What a file says that it is by the end of its name; undefined where that says nothing. */
export const typeOfName = (name: string): string | undefined =>
  TYPES.get(/\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '');

/** The name of a file for a blob: its CID, and what its type is called. What the bytes show goes before what is said of them. */
export function blobFileName(cid: string, bytes: Buffer, said: string | undefined): string {
  const type = typeOfBytes(bytes) ?? plainType(said) ?? '';
  return `${cid}.${EXTENSIONS.get(type) ?? 'bin'}`;
}

/** `text/vtt; charset=utf-8` without what follows. */
export const plainType = (type: string | undefined): string | undefined =>
  type?.split(';')[0]?.trim().toLowerCase() || undefined;

/** Bytes of a text that are looked at to know that it is one. */
const LOOKED_AT_BYTES = 64 * 1024;

/** The text that bytes are, where they are one: UTF-8 without what no text holds. */
export function textOf(bytes: Buffer): string | undefined {
  if (typeOfBytes(bytes) !== undefined && typeOfBytes(bytes) !== 'text/vtt') return undefined;
  if (bytes.subarray(0, LOOKED_AT_BYTES).includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
