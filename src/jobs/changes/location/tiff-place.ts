import { Findings } from './findings.js';
import { iptcTellsPlace } from './iptc-place.js';
import { blankXmp, xmpTellsPlace } from './xmp-place.js';

/** Tags of TIFF 6.0 and Exif 3.0. */
const GPS_IFD = 0x8825;
const EXIF_IFD = 0x8769;
const SUB_IFDS = 0x014a;
const MAKER_NOTE = 0x927c;
const XMP = 0x02bc;
const IPTC = 0x83bb;

/** Bytes of one value of each type, by its number. */
const TYPE_BYTES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4];
const ENTRY_BYTES = 12;
const INLINE_BYTES = 4;
/** Directories of one file: a camera writes five. */
const IFDS_MAX = 32;

interface Range {
  readonly start: number;
  readonly end: number;
}

interface Entry {
  readonly tag: number;
  /** Where it stands. */
  readonly at: number;
  /** Where its value stands; undefined: outside of the file, or of a type that nobody knows. */
  readonly value: Range | undefined;
}

interface Ifd extends Range {
  readonly entries: readonly Entry[];
  readonly next: number;
}

/**
 * Takes what says where a picture was taken off its TIFF structure (Exif), in place, so that nothing in it moves: the directory of GPS,
 * notes in a maker's own form, which may hold a place that nobody else can read, and XMP and IPTC that stand there. All else stays, the
 * orientation too. Gives what it cannot read, in a few words; nothing is changed then.
 */
export function clearTiff(tiff: Buffer, findings: Findings): string | undefined {
  const read = readerOf(tiff);
  const ifds = read && ifdsOf(read, tiff.length);
  if (read === undefined || ifds === undefined) return 'its Exif';

  const blanks: Range[] = [];
  const packets: Buffer[] = [];
  const drops = new Map<Ifd, Set<Entry>>();
  let hasPlace = false;
  let hasNotes = false;
  function drop(ifd: Ifd, entry: Entry, ...ranges: readonly Range[]): void {
    drops.set(ifd, (drops.get(ifd) ?? new Set()).add(entry));
    blanks.push(...ranges);
  }
  const outOfLine = ({ at, value }: Entry): readonly Range[] =>
    value === undefined || value.start === at + 8 ? [] : [value];

  for (const ifd of ifds) {
    for (const entry of ifd.entries) {
      const { tag, value } = entry;
      if (tag === GPS_IFD) {
        const gps = value && read.ifd(read.u32(value.start));
        if (gps === undefined) return 'its Exif';
        drop(ifd, entry, gps, ...gps.entries.flatMap(outOfLine));
        hasPlace = true;
      } else if (tag === MAKER_NOTE && value) {
        drop(ifd, entry, ...outOfLine(entry));
        hasNotes = true;
      } else if (tag === IPTC && value && iptcTellsPlace(tiff.subarray(value.start, value.end)) !== false) {
        drop(ifd, entry, ...outOfLine(entry));
        hasPlace = true;
      } else if (tag === XMP && value && xmpTellsPlace(tiff.subarray(value.start, value.end))) {
        packets.push(tiff.subarray(value.start, value.end));
        hasPlace = true;
      }
    }
  }
  // A file that has a place where something else stands as well was made to be misread.
  const kept = [HEADER, ...ifds];
  if (blanks.some((blank) => kept.some((range) => overlap(blank, range)))) return 'its Exif';
  for (const packet of packets) blankXmp(packet);
  for (const { start, end } of blanks) tiff.fill(0, start, end);
  for (const [ifd, entries] of drops) removeEntries(tiff, read, ifd, entries);
  findings.hasPlace ||= hasPlace;
  findings.hasNotes ||= hasNotes;
  return undefined;
}

/** Whether it says where something is, or may; undefined where it cannot be read. */
export function tiffTellsPlace(tiff: Buffer): boolean | undefined {
  const findings = new Findings();
  const unread = clearTiff(Buffer.from(tiff), findings);
  return unread === undefined ? findings.hasPlace || findings.hasNotes : undefined;
}

const HEADER: Range = { start: 0, end: 8 };

const overlap = (one: Range, other: Range): boolean => one.start < other.end && other.start < one.end;

interface TiffReader {
  u16(at: number): number;
  u32(at: number): number;
  writeU16(value: number, at: number): void;
  /** A directory; undefined where it is not whole. */
  ifd(at: number): Ifd | undefined;
}

function readerOf(tiff: Buffer): TiffReader | undefined {
  const order = tiff.toString('latin1', 0, 2);
  if (tiff.length < HEADER.end || (order !== 'II' && order !== 'MM')) return undefined;
  const isLittle = order === 'II';
  const u16 = (at: number) => (isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const u32 = (at: number) => (isLittle ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at));
  if (u16(2) !== 42) return undefined;
  function entry(at: number): Entry {
    const bytes = (TYPE_BYTES[u16(at + 2)] ?? 0) * u32(at + 4);
    const start = bytes <= INLINE_BYTES ? at + 8 : u32(at + 8);
    const isThere = bytes > 0 && start + bytes <= tiff.length;
    return { tag: u16(at), at, value: isThere ? { start, end: start + bytes } : undefined };
  }
  return {
    u16,
    u32,
    writeU16: (value, at) => void (isLittle ? tiff.writeUInt16LE(value, at) : tiff.writeUInt16BE(value, at)),
    ifd(start) {
      if (start < HEADER.end || start + 2 > tiff.length) return undefined;
      const count = u16(start);
      const behind = start + 2 + count * ENTRY_BYTES;
      if (behind > tiff.length) return undefined;
      const entries = Array.from({ length: count }, (_, index) => entry(start + 2 + index * ENTRY_BYTES));
      // The last directory of a file lacks the offset of the next one, here and there.
      const end = Math.min(behind + 4, tiff.length);
      return { start, end, entries, next: end === behind + 4 ? u32(behind) : 0 };
    },
  };
}

/** All directories that say something of pictures; undefined where one is not whole, or they go round in circles. */
function ifdsOf(read: TiffReader, length: number): readonly Ifd[] | undefined {
  const found: Ifd[] = [];
  const starts = [read.u32(4)];
  const seen = new Set<number>();
  for (let start = starts.pop(); start !== undefined; start = starts.pop()) {
    if (start === 0 || start >= length) {
      if (found.length === 0) return undefined;
      continue;
    }
    if (seen.has(start) || seen.size === IFDS_MAX) return undefined;
    seen.add(start);
    const ifd = read.ifd(start);
    if (ifd === undefined) return undefined;
    found.push(ifd);
    starts.push(ifd.next);
    for (const { tag, value } of ifd.entries) {
      if ((tag !== EXIF_IFD && tag !== SUB_IFDS) || value === undefined) continue;
      if ((value.end - value.start) / 4 > IFDS_MAX) return undefined;
      for (let at = value.start; at + 4 <= value.end; at += 4) starts.push(read.u32(at));
    }
  }
  return found;
}

/** The entries behind take the room of those that go, and what is left at the end of the directory is zeros. */
function removeEntries(tiff: Buffer, read: TiffReader, ifd: Ifd, gone: ReadonlySet<Entry>): void {
  const first = ifd.start + 2;
  const kept = ifd.entries.filter((entry) => !gone.has(entry));
  const behind = first + ifd.entries.length * ENTRY_BYTES;
  const parts = kept.map(({ at }) => tiff.subarray(at, at + ENTRY_BYTES));
  const all = Buffer.concat([...parts, tiff.subarray(behind, ifd.end)]);
  tiff.fill(0, first, ifd.end);
  all.copy(tiff, first);
  read.writeU16(kept.length, ifd.start);
}
