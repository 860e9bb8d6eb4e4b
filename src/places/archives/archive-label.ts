import { basename } from 'node:path';
import type { KeptArchive } from '../../keep/archives.js';
import { localDay } from '../../text/date-time.js';
import { type ArchiveName, archiveNameText } from './archive-address.js';
import type { FoundArchive } from './find-archive.js';

/** What an archive is called: a CAR file by its name, a copy by its address. */
export const archiveLabel = (of: ArchiveName): string =>
  'file' in of ? basename(of.file) : archiveNameText(of);

/** What a title says of a copy that is kept: `archive of 11-27`. */
export function copyText({ time }: Pick<KeptArchive, 'time'>, now: number = Date.now()): string {
  const day = localDay(time);
  return `archive of ${day.slice(0, 5) === localDay(now).slice(0, 5) ? day.slice(5) : day}`;
}

/** What titles say of where something comes from: `archive of 11-27`, `alice.car`. */
export const sourceText = (of: ArchiveName, { kept }: Pick<FoundArchive, 'kept'>): string =>
  kept === undefined ? archiveLabel(of) : copyText(kept);
