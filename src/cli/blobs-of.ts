import { openArchive } from '../archive/open-archive.js';
import type { AtClient } from '../atproto/client.js';
import type { Identity } from '../atproto/identity/identity.js';
import { type PulledBlobs, pullBlobs } from '../jobs/pull-blobs.js';
import { byteSize } from '../text/byte-size.js';
import { countText } from '../text/count-text.js';
import { sanitise } from '../text/sanitise.js';
import type { Progress } from './progress.js';
import { complain } from './without-screen.js';

export interface BlobsCall {
  readonly client: Pick<AtClient, 'blobs'>;
  readonly identity: Identity;
  /** A host in place of the PDS. */
  readonly from?: URL | undefined;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

/** Blobs of which it is said one by one what is wrong. */
const NOTES_MAX = 20;

/** Brings the blobs of the repository in a CAR file into a folder. Rejects as `pullBlobs` and `openArchive` do. */
export async function blobsOf(
  car: string,
  folder: string,
  { client, identity, from, signal, progress }: BlobsCall,
): Promise<PulledBlobs> {
  const archive = await openArchive(car, { signal });
  try {
    return await pullBlobs({
      source: await client.blobs(identity, from),
      archive,
      folder,
      signal,
      onProgress: (done, total, bytes) =>
        progress.show(`${countText(done)} of ${countText(total)} blobs, ${byteSize(bytes)}`),
    });
  } finally {
    archive.close();
  }
}

/** Says what could not be had, and of what a record is wrong. */
export function complainOfBlobs({ missing, odd }: PulledBlobs): void {
  const notes = [...missing, ...odd];
  for (const { cid, message } of notes.slice(0, NOTES_MAX)) complain(sanitise(`${cid}: ${message}`));
  const more = notes.length - NOTES_MAX;
  if (more > 0) complain(`the same of ${countText(more)} more blobs.`);
}

/** Two lines for who reads. */
export const blobsText = ({ count, had, received, bytes, folder }: PulledBlobs): string =>
  `${countText(count)} blobs: ${countText(had)} were there, ${countText(received)} came, ${byteSize(bytes)}\n${sanitise(folder)}`;
