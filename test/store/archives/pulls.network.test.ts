import { afterEach, beforeAll, expect, test } from 'vitest';
import { createClient } from '../../../src/atproto/client.js';
import { jobText } from '../../../src/jobs/job.js';
import { Archives } from '../../../src/keep/archives.js';
import { currentArchive } from '../../../src/store/archives/archives-selectors.js';
import { currentLines } from '../../../src/store/contents/selected-content.js';
import { createAppStore } from '../../../src/store/create-store.js';
import { currentList } from '../../../src/store/lists/lists-selectors.js';
import { selectedRow } from '../../../src/store/lists/selected-row.js';
import { shownVerdict } from '../../../src/store/proofs/proof-verdict.js';
import type { State } from '../../../src/store/state.js';
import { errorSentence } from '../../../src/text/error-sentence.js';
import { spell } from '../../../src/text/sentence.js';
import { hang } from '../../faults/answers.js';
import { startService } from '../../faults/service.js';
import { type SeededNetwork, useSeededNetwork } from '../../network/seeded-network.js';
import { quiet, until } from '../../support/quiet-store.js';
import { scratchFolder } from '../../support/scratch-folder.js';

let network: SeededNetwork;
const opened: { close(): unknown }[] = [];

beforeAll(async () => {
  network = await useSeededNetwork();
});

afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()));
});

const newArchives = () => new Archives(scratchFolder(), { copies: 2 });

function openStore(where: { plc: string; appview: string }, archives = newArchives()) {
  const client = createClient({ ...where, timeoutMs: 60_000 });
  const store = createAppStore({ client, ...quiet, archives });
  opened.push(store, client);
  return store;
}

const POSTS = 'app.bsky.feed.post';
const said = ({ notice }: State) => (notice ? spell(notice.text, (id) => `<${id}>`) : '');
const archiveLine = (state: State) => currentLines(state).find(({ name }) => name === 'archive');

test('an account is pulled in the background; then its contents have it, and the place turns to it and back', async () => {
  const store = openStore(network);
  store.actions.goTo({ kind: 'collection', repo: 'alice.test', collection: POSTS });
  await until(store, (state) => currentList(state)?.status === 'ready');
  expect(archiveLine(store.getState())).toBeUndefined();
  store.actions.turnSource();
  await until(
    store,
    (state) => said(state) === 'Nothing of alice.test is kept here: <archive.pull> takes it home.',
  );

  store.actions.pullArchive('alice.test');
  expect(jobText(store.getState().jobs[0]!)).toMatch(/^pulling alice\.test: 0 B/);
  store.actions.pullArchive('alice.test');
  expect(said(store.getState())).toBe('alice.test is being pulled: <job.stop> stops it.');
  expect(store.getState().jobs).toHaveLength(1);
  await until(store, ({ jobs }) => jobs.length === 0);
  expect(said(store.getState())).toMatch(
    /^Pulled alice\.test: \d+ records, .* signed; .* came\. <archive\.turn>/,
  );
  expect(archiveLine(store.getState())).toMatchObject({
    address: { kind: 'archive', of: { repo: 'alice.test', copy: 0 } },
    notes: expect.arrayContaining([expect.stringMatching(/ ✓$/)]),
  });

  const before = selectedRow(store.getState())?.uri;
  store.actions.turnSource();
  await until(
    store,
    (state) => state.visit.address?.kind === 'archiveCollection' && currentList(state)?.status === 'ready',
  );
  expect(selectedRow(store.getState())?.uri).toBe(before);
  store.actions.openRow();
  await until(store, (state) => shownVerdict(state) === 'signed');
  store.actions.turnSource();
  expect(store.getState().visit.address).toMatchObject({ kind: 'record', repo: 'alice.test' });

  store.actions.pullArchive('alice.test');
  await until(store, ({ jobs, notice }) => jobs.length === 0 && notice !== undefined);
  expect(said(store.getState())).toMatch(/^Nothing new of alice\.test/);
});

test('what is kept is browsed with nobody to ask', async () => {
  const archives = newArchives();
  const online = openStore(network, archives);
  online.actions.pullArchive('alice.test');
  await until(online, ({ jobs, notice }) => jobs.length === 0 && notice !== undefined);
  const nowhere = { plc: 'http://127.0.0.1:1', appview: 'http://127.0.0.1:1' };
  const store = openStore(nowhere, archives);
  store.actions.goTo({ kind: 'archive', of: { repo: 'alice.test', copy: 0 } });
  await until(store, (state) => currentArchive(state)?.signature.status === 'ready');
  await until(
    store,
    (state) =>
      currentList(state)?.address.kind === 'archiveCollection' && currentList(state)?.status === 'ready',
  );
  expect(currentArchive(store.getState())?.signature.value).toMatchObject({ kind: 'key-unknown' });
  expect(currentList(store.getState())?.rows.length).toBeGreaterThan(10);
  // From an account that cannot be looked up one gets there, too.
  store.actions.goTo({ kind: 'repo', repo: 'alice.test' });
  store.actions.turnSource();
  await until(store, (state) => state.visit.address?.kind === 'archive');
});

test('a pull that is stopped keeps nothing, and one that fails says why', async () => {
  const plc = await startService({ '/did:*': hang() }, { upstream: network.plc });
  opened.push(plc);
  const store = openStore({ ...network, plc: plc.origin });
  store.actions.pullArchive(network.seed.alice.did);
  store.actions.stopJob();
  await until(store, ({ jobs }) => jobs.length === 0);
  expect(said(store.getState())).toBe(`Stopped: nothing of ${network.seed.alice.did} was kept.`);

  const other = openStore(network);
  other.actions.pullArchive('nobody-has-this.test');
  await until(other, ({ jobs }) => jobs.length === 0);
  const { notice } = other.getState();
  expect(notice).toMatchObject({ kind: 'error', text: 'nobody-has-this.test was not pulled.' });
  expect(errorSentence(notice?.error)).not.toBe('');
});
