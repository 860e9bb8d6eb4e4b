import { Findings } from './location/findings.js';
import { clearJpeg } from './location/jpeg-place.js';
import { clearedPng } from './location/png-place.js';
import { clearWebp } from './location/webp-place.js';

/** A file without the place where it was taken. */
export interface StrippedFile {
  /** The bytes that were given, where nothing was taken off them. */
  readonly bytes: Buffer;
  /** What was taken off, or was not looked for, as a clause; undefined: nothing was there, or no place is in such a file. */
  readonly note: string | undefined;
}

/** What a GIF that holds XMP has in it (“XMP Specification Part 3”, GIF). */
const GIF_XMP = 'XMP DataXMP';

/**
 * Takes the place where a picture was taken off its file: GPS of Exif, places of XMP and IPTC, and notes in a camera maker's own form, which
 * may tell one. Orientation, colour profile and what is seen stay as they are. What cannot be read is left as it is, and told.
 */
export function stripLocation(bytes: Buffer, type: string): StrippedFile {
  if (!/^(?:image|video)\//.test(type) || type === 'image/svg+xml') return { bytes, note: undefined };
  const findings = new Findings();
  const cleared = clearedFile(bytes, type, findings);
  const isChanged = findings.hasPlace || findings.hasNotes;
  return { bytes: isChanged ? cleared : bytes, note: noteOf(findings) };
}

function clearedFile(bytes: Buffer, type: string, findings: Findings): Buffer {
  if (type === 'image/png') return clearedPng(bytes, findings);
  const copy = Buffer.from(bytes);
  if (type === 'image/jpeg') findings.notRead(clearJpeg(copy, findings));
  else if (type === 'image/webp') findings.notRead(clearWebp(copy, findings));
  else if (type !== 'image/gif') findings.notRead(`a file of ${type}`);
  else if (bytes.includes(GIF_XMP, 0, 'latin1')) findings.notRead('its XMP');
  return copy;
}

function noteOf({ hasPlace, hasNotes, unread }: Findings): string | undefined {
  const notes = [
    hasPlace ? 'the place where it was taken was taken off' : '',
    hasNotes && !hasPlace ? "its camera's own notes, which may tell a place, were taken off" : '',
    unread === undefined ? '' : `whether ${unread} tells where it was taken was not checked`,
  ];
  return notes.filter((note) => note !== '').join('; ') || undefined;
}
