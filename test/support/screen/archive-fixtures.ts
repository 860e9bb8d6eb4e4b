import type { ArchiveProblem } from '../../../src/archive/archive.js';
import type { Address } from '../../../src/places/address.js';
import { type ArchiveName, archiveNameText } from '../../../src/places/archives/archive-address.js';
import type { ArchiveFacts } from '../../../src/places/archives/archive-facts.js';
import { archiveRecordsListing } from '../../../src/places/archives/archive-listings.js';
import { keptListing } from '../../../src/places/archives/kept-listing.js';
import { problemsListing } from '../../../src/places/archives/problems-listing.js';
import type { ShownArchive } from '../../../src/store/archives/archives-state.js';
import { listKey } from '../../../src/store/lists/lists-selectors.js';
import { PagedRows } from '../../../src/store/lists/paged-rows.js';
import type { State } from '../../../src/store/state.js';
import type { Pane } from '../../../src/store/visits/visits-state.js';
import { did, list, ready, stateOf } from './screen-fixtures.js';

const PULLED_AT = Date.UTC(2024, 1, 20, 12);
const COLLECTION = 'app.bsky.feed.post';
const of: ArchiveName = { repo: 'alice.test', copy: 0 };
const at: Address = { kind: 'archiveCollection', of, collection: COLLECTION };
const services = { client: { resolve: () => Promise.reject(new Error('Nobody is asked in this test.')) } };

const kept = {
  did,
  file: '/data/alice.car',
  rev: '3klvirybw6c2b',
  bytes: 382_288,
  time: PULLED_AT,
  note: {
    handle: 'alice.test',
    records: 497,
    collections: 3,
    verdict: 'signed',
    problems: 0,
    from: 'pds.test',
  },
} as const;

const problem: ArchiveProblem = {
  kind: 'block-hash',
  path: `${COLLECTION}/3kaaaaaaa2221`,
  cid: 'bafyreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku',
  message: `The record ${COLLECTION}/3kaaaaaaa2221 does not hash to its CID.`,
};

const facts = (problems: readonly ArchiveProblem[] = []): ArchiveFacts => ({
  file: kept.file,
  kept,
  did,
  rev: kept.rev,
  root: 'bafyreigxt3einjfd7kxxdcofoczitf66dpmjw4tt2nsig76wk237dl7izm',
  bytes: kept.bytes,
  blocks: 1200,
  records: 497,
  commit: undefined,
  collections: [
    { name: 'app.bsky.actor.profile', first: 0, count: 1 },
    { name: COLLECTION, first: 1, count: 436 },
    { name: 'com.example.thing', first: 437, count: 60 },
  ],
  problems,
  problemCount: problems.length,
  problemOf: new Map(problems.map((one) => [one.path ?? '', one])),
  activity: () => Promise.reject(new Error('Nothing is counted in this test.')),
  profile: { displayName: 'Alice', description: 'Developer of things.' },
  time: PULLED_AT,
});

const signed: ShownArchive = {
  facts: ready(facts()),
  signature: ready({ status: 'current', key: 'zQ3shunBKsXixLxKtC5qeSG9E4J5RkGN57im31pcTzbNQnm5w' }),
};
const spoilt: ShownArchive = { ...signed, facts: ready(facts([problem])) };

/** Posts of an archive; `wrong` marks those of its problems. */
function inArchive(archive: ShownArchive, focus: Pane): State {
  const listing = archiveRecordsListing({ kind: 'archiveCollection', of, collection: COLLECTION }, services);
  const problems = archive.facts.value?.problemOf;
  const shown = list(['A post about the sea.', 'Another one.', 'A third.'], {
    address: at,
    key: listKey(at, undefined),
    ended: true,
    summary: archive === spoilt ? 'archive of 02-20 · 1 problem' : 'archive of 02-20',
    listing: {
      ...listing,
      // What is wrong with a row it knows once it has been loaded.
      row(item: never, names: never) {
        const row = listing.row(item, names);
        const rkey = row.uri?.split('/').at(-1) ?? '';
        return { ...row, wrong: problems?.get(`${COLLECTION}/${rkey}`)?.message };
      },
    } as never,
  });
  return stateOf({
    address: at,
    visit: { focus },
    list: shown,
    state: { archives: new Map([[archiveNameText(of), archive]]) },
  });
}

const problemsAt: Address = { kind: 'archiveProblems', of };

function listOf(address: Address, listing: unknown, item: unknown): State {
  const rows = new PagedRows<unknown>();
  rows.append([item], undefined);
  const shown = list([], {
    address,
    key: listKey(address, undefined),
    listing: listing as never,
    rows,
    ended: true,
    summary: 'archive of 02-20',
  });
  return stateOf({
    address,
    list: shown,
    state: { archives: new Map([[archiveNameText(of), spoilt]]) },
  });
}

/** The panes of an archive: sound, and with something wrong; its problems, and all that are kept. */
export const archiveStates: Readonly<Record<string, State>> = {
  'archive-profile': inArchive(signed, 'profile'),
  'archive-contents': inArchive(signed, 'collections'),
  'archive-spoilt': inArchive(spoilt, 'list'),
  'archive-problems': listOf(problemsAt, problemsListing({ kind: 'archiveProblems', of }, services), {
    problem,
    number: 0,
    opens: undefined,
  }),
  'archive-failed': stateOf({
    address: { kind: 'archive', of },
    state: {
      archives: new Map([
        [
          archiveNameText(of),
          {
            facts: { status: 'failed', value: undefined, error: new Error('There is no such file') },
            signature: { status: 'idle', value: undefined, error: undefined },
          },
        ],
      ]),
    },
  }),
  archives: listOf({ kind: 'archives' }, keptListing({ kind: 'archives' }, {}), {
    kept,
    copy: 0,
    name: { repo: 'alice.test', copy: 0 },
  }),
};
