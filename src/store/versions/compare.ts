import { atUriParts } from '../../atproto/at-uri.js';
import { isAbortError } from '../../atproto/calls/abort-error.js';
import { archiveOf } from '../../places/address.js';
import type { ArchiveName } from '../../places/archives/archive-address.js';
import { archiveLabel, copyText } from '../../places/archives/archive-label.js';
import { archiveSource } from '../../places/archives/archive-source.js';
import { openNamed } from '../../places/archives/open-archives.js';
import { recordItem, recordJson } from '../../places/records.js';
import type { RecordAddress } from '../../places/repo-addresses.js';
import type { StoreContext } from '../context.js';
import { currentList } from '../lists/lists-selectors.js';
import { takenItems } from '../lists/marked-rows.js';
import { currentMarks } from '../lists/marks.js';
import { ready } from '../loadable.js';
import { notifyFailure } from '../notice/notify.js';
import type { Version } from '../overlays/overlays-state.js';
import type { Records } from '../records/records.js';
import type { RecordText } from '../records/records-state.js';
import { shownRecord } from '../records/shown-record.js';
import { selection } from '../selection.js';
import type { State } from '../state.js';
import { currentVisit } from '../visits/visits-selectors.js';
import type { VersionActions } from './versions.js';

export interface CompareActions {
  /** Shows the two rows that are marked, or the selected record as an archive has it and as it is now. */
  compare(): void;
}

/** What would be compared here: two rows, a record of an archive, or one of the network. */
export type Comparable =
  | { readonly kind: 'marked'; readonly count: number }
  | {
      readonly kind: 'archived';
      readonly of: ArchiveName;
      readonly address: RecordAddress;
      readonly record: RecordText;
    }
  | { readonly kind: 'live'; readonly address: RecordAddress };

const FIND_TASK = 'find version';
const NOW = 'as it is now';

export function comparableHere(state: State): Comparable | undefined {
  const { address } = currentVisit(state);
  const marks = currentMarks(state);
  if (marks) return { kind: 'marked', count: marks.keys.size };
  const of = address && archiveOf(address);
  if (!of) {
    const { record } = selection(state);
    return record && { kind: 'live', address: record };
  }
  const record = shownRecord(state)?.record.value;
  const { repo, collection, rkey } = atUriParts(record?.uri) ?? {};
  if (repo === undefined || collection === undefined || rkey === undefined || !record) return undefined;
  // A copy is of the account that one named; whose a file is, it says itself.
  const named: RecordAddress = { kind: 'record', repo: 'repo' in of ? of.repo : repo, collection, rkey };
  return { kind: 'archived', of, address: named, record };
}

/** Comparing two versions of a record, or two records. */
export function createCompare(
  context: StoreContext,
  records: Pick<Records, 'reload'>,
  { showVersions }: Pick<VersionActions, 'showVersions'>,
): CompareActions {
  const { archives, client, get, tasks } = context;

  function show(address: RecordAddress, old: Version): void {
    const { collection, rkey } = address;
    showVersions({ name: `${collection}/${rkey}`, old, new: { name: NOW, address }, opens: address });
    records.reload(address);
  }

  function compareMarked(): void {
    const state = get();
    const list = currentList(state);
    if (!list?.listing) return;
    const { listing } = list;
    const [one, other] = [...takenItems(list, currentMarks(state))].map((item): Version => {
      const { uri, cid, name = uri ?? listing.key(item) } = listing.row(item, state.names);
      return { name, record: ready({ uri: name, cid, json: listing.json(item) }) };
    });
    if (one && other) showVersions({ name: 'two rows', old: one, new: other, opens: undefined });
  }

  async function compareWithKept(address: RecordAddress): Promise<void> {
    const { repo, collection, rkey } = address;
    await tasks.start(FIND_TASK, async (signal) => {
      try {
        const of = { repo, copy: 0 };
        const { archive, kept } = await openNamed(of, { client, archives }, signal);
        const item = await archiveSource(archive).get(collection, rkey);
        if (signal.aborted) return;
        const { uri = '', cid } = recordItem(item);
        const name = kept ? copyText(kept) : archiveLabel(of);
        show(address, { name, record: ready({ uri, cid, json: recordJson(item) }) });
      } catch (error) {
        if (!isAbortError(error) && !signal.aborted) {
          notifyFailure(context, 'There is only one version of it here.', error);
        }
      }
    });
  }

  return {
    compare() {
      const here = comparableHere(get());
      if (here?.kind === 'marked') compareMarked();
      else if (here?.kind === 'live') void compareWithKept(here.address);
      else if (here) show(here.address, { name: `in ${archiveLabel(here.of)}`, record: ready(here.record) });
    },
  };
}
