import { blobRefs } from '../../archive/blob-refs.js';
import { atUriParts } from '../../atproto/at-uri.js';
import { archiveOf } from '../../places/address.js';
import { type BlobPlace, isBlobPlace } from '../../places/blobs/blob-place.js';
import { byteSize } from '../../text/byte-size.js';
import { errorSentence } from '../../text/error-sentence.js';
import type { Sentence } from '../../text/sentence.js';
import { readJson } from '../../text/written-json.js';
import type { StoreContext } from '../context.js';
import { runJob } from '../jobs/jobs.js';
import { currentList } from '../lists/lists-selectors.js';
import { rowAt, selectedIndex } from '../lists/selected-row.js';
import { shownRecord } from '../records/shown-record.js';
import type { State } from '../state.js';
import { currentVisit } from '../visits/visits-selectors.js';

export interface SaveBlobActions {
  /** Writes the blob at hand into a new file, in the background: one of that path, else of its CID and type in the current folder. */
  saveBlob(path: string | undefined): void;
}

export const createSaveBlob = (context: StoreContext): SaveBlobActions => ({
  async saveBlob(path) {
    const { client, archives, effects, get } = context;
    const blob = blobAtHand(get());
    if (!('kind' in blob)) return;
    const id = `save ${blob.cid}`;
    if (get().jobs.some((job) => job.id === id)) return;
    const stopping = new AbortController();
    const job = { id, title: 'saving a blob', unit: 'blobs', stop: () => stopping.abort() };
    await runJob(context, job, async (): Promise<Sentence> => {
      try {
        const { blobBytes, blobFileName } = await import('../../places/blobs/open-blobs.js');
        const { bytes, servedAs } = await blobBytes(blob, { client, archives }, stopping.signal);
        const name = blobFileName(blob.cid, bytes, servedAs);
        const saved = await effects.saveBytes({ path, name }, bytes);
        if (saved === undefined) return `${path} is there already, and was left as it is.`;
        return `Saved ${byteSize(bytes.length)}, held against its CID, to ${saved}.`;
      } catch (error) {
        if (stopping.signal.aborted) return 'Stopped: nothing was saved.';
        return `Nothing was saved. ${errorSentence(error)}`;
      }
    });
  },
});

const NO_BLOB = 'There is no blob here: select one, or a record with one.';

/** The blob that the place is, that the row under the cursor is, or the only one of the record that is shown; or why there is none. */
export function blobAtHand(state: State): BlobPlace | { readonly refused: Sentence } {
  const { address } = currentVisit(state);
  if (isBlobPlace(address)) return address;
  const list = currentList(state);
  const index = list && selectedIndex(state, list);
  const row = list && index !== undefined ? rowAt(state, list, index) : undefined;
  const isOfBlobs = list?.address.kind === 'blobs' || list?.address.kind === 'archiveBlobs';
  if (isOfBlobs && isBlobPlace(row?.opens)) return row.opens;
  const text = shownRecord(state)?.record.value;
  const repo = atUriParts(text?.uri)?.repo;
  if (text === undefined || repo === undefined) return { refused: NO_BLOB };
  const cids = new Set([...blobRefs(jsonIn(text.json))].map(({ cid }) => cid));
  const [cid, ...more] = cids;
  if (cid === undefined) return { refused: 'This record refers to no blob.' };
  if (more.length > 0) {
    return {
      refused: `This record refers to ${cids.size} blobs: follow one of them with Enter, and save it there.`,
    };
  }
  const of = address && archiveOf(address);
  return of ? { kind: 'archiveBlob', of, cid } : { kind: 'blob', repo, cid };
}

function jsonIn(json: string): unknown {
  try {
    return readJson(json);
  } catch {
    return undefined;
  }
}
