import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createClient } from '../../../src/atproto/client.js';
import { addressKey } from '../../../src/places/address.js';
import { createAppStore } from '../../../src/store/create-store.js';
import { shownVerdict, VERDICT_WORDS } from '../../../src/store/proofs/proof-verdict.js';
import type { State } from '../../../src/store/state.js';
import type { Answer, AnswerFunction } from '../../faults/answer.js';
import { error, hang, html, text, upstream, withPds } from '../../faults/answers.js';
import { type Service, startService } from '../../faults/service.js';
import { type SeededNetwork, useSeededNetwork } from '../../network/seeded-network.js';
import { quiet, until } from '../../support/quiet-store.js';

let network: SeededNetwork;
let pds: Service;
let plc: Service;
const opened: { close(): unknown }[] = [];

beforeAll(async () => {
  network = await useSeededNetwork();
  pds = await startService({}, { upstream: network.pds });
  const document: AnswerFunction = ({ path }) =>
    path.endsWith('/log/audit') ? upstream() : upstream(withPds(pds.origin));
  plc = await startService({ '/did:*': document }, { upstream: network.plc });
});

afterEach(async () => {
  pds.answers.clear();
  await Promise.all(opened.splice(0).map((one) => one.close()));
});

afterAll(async () => {
  await Promise.all([pds?.close(), plc?.close()]);
});

const PROOF = 'com.atproto.sync.getRecord';

/** A store on the real network, or behind services that misbehave. */
function openStore(where: { plc: string; appview: string }) {
  const client = createClient({ ...where, timeoutMs: 60_000 });
  const store = createAppStore({ client, ...quiet, proofs: true });
  opened.push(store, client);
  return { store, client };
}

/** The record of alice's that is opened, and where it is. */
function address(index = 3) {
  const [rkey] = network.seed.posts[index]!.uri.split('/').slice(-1);
  return {
    kind: 'record',
    repo: network.seed.alice.did,
    collection: 'app.bsky.feed.post',
    rkey: rkey!,
  } as const;
}

const isSettled = (state: State) => !['checking', undefined].includes(shownVerdict(state));

/** What the title says in the end, of a record that a misbehaving PDS proves like that. */
async function wordsOf(answers: Readonly<Record<string, Answer>>): Promise<string> {
  for (const [nsid, answer] of Object.entries(answers)) pds.answers.set(nsid, answer);
  const { store } = openStore({ plc: plc.origin, appview: network.appview });
  store.actions.goTo(address());
  await until(store, isSettled);
  return VERDICT_WORDS[shownVerdict(store.getState())!];
}

/** The real proof of a record, changed. */
const changed =
  (
    change: (car: Buffer) => Buffer,
    { did = network.seed.alice.did, rkey = address().rkey } = {},
  ): AnswerFunction =>
  async () => {
    const query = new URLSearchParams({ did, collection: 'app.bsky.feed.post', rkey });
    const answer = await fetch(`${network.pds}/xrpc/${PROOF}?${query}`);
    return text(change(Buffer.from(await answer.arrayBuffer())), { type: 'application/vnd.ipld.car' });
  };

/** One bit changed, so many bytes before its end. */
const flipped = (before: number) => (car: Buffer) => {
  const at = car.length - before;
  car.writeUInt8(car.readUInt8(at) ^ 1, at);
  return car;
};

describe('a record that is opened', () => {
  test('is signed, and that was asked for in the background', async () => {
    const { store, client } = openStore(network);
    store.actions.goTo(address());
    await until(store, isSettled);
    expect(shownVerdict(store.getState())).toBe('signed');
    const [call] = client.journal.entries().filter(({ nsid }) => nsid === PROOF);
    expect(call).toMatchObject({ isBackground: true, status: 200 });
    // The key of the document fits: no log is asked for.
    expect(client.journal.entries().some(({ nsid }) => nsid === 'plc log')).toBe(false);
  });

  test('is not asked for any longer once it is left, and is asked for again when one comes back', async () => {
    pds.answers.set(PROOF, hang());
    const { store, client } = openStore({ plc: plc.origin, appview: network.appview });
    store.actions.goTo(address());
    await until(
      store,
      (state) => shownVerdict(state) === 'checking' && client.journal.entries().some(isProof),
    );
    store.actions.goTo({ kind: 'repo', repo: network.seed.alice.did });
    await until(store, (state) => !state.proofs.has(addressKey(address())));
    expect(client.journal.entries().filter(isProof)).toMatchObject([{ note: 'aborted' }]);
    pds.answers.clear();
    store.actions.back();
    await until(store, isSettled);
    expect(shownVerdict(store.getState())).toBe('signed');
  });

  test('is proved not to be there', async () => {
    const { store } = openStore(network);
    store.actions.goTo({ ...address(), rkey: '2222222222222' });
    await until(store, isSettled);
    expect(shownVerdict(store.getState())).toBe('absent');
  });

  test.each<[string, () => Readonly<Record<string, Answer>>, string]>([
    ['as it is', () => ({ [PROOF]: upstream() }), '✓ signed'],
    ['one bit of it changed', () => ({ [PROOF]: changed(flipped(5)) }), '✗ bytes and CID differ'],
    ['cut', () => ({ [PROOF]: changed((car) => car.subarray(0, -50)) }), '✗ not a proof'],
    ['a web page', () => ({ [PROOF]: html() }), '✗ not a proof'],
    [
      'the proof of another account',
      () => ({
        [PROOF]: changed((car) => car, { did: network.seed.accounts.bob!.did, rkey: '2222222222222' }),
      }),
      '✗ of another account',
    ],
    [
      'the proof of a record that is not there',
      () => ({ [PROOF]: changed((car) => car, { rkey: '2222222222222' }) }),
      'proof incomplete',
    ],
    ['an error', () => ({ [PROOF]: error(400, 'RepoNotFound', 'No.') }), 'not checked: no answer'],
    [
      'a text that was not signed',
      () => ({
        'com.atproto.repo.getRecord': upstream((body) => ({
          ...(body as object),
          value: { $type: 'app.bsky.feed.post', text: 'forged', createdAt: '2025-01-01T00:00:00Z' },
        })),
      }),
      '✗ not what was signed',
    ],
  ])('is held against what the PDS sends: %s', async (_what, answers, words) => {
    expect(await wordsOf(answers())).toBe(words);
  });
});

const isProof = ({ nsid }: { readonly nsid: string }): boolean => nsid === PROOF;

test('the log of a real account holds', async () => {
  const { client } = openStore(network);
  const { did } = network.seed.alice;
  const [log, { signingKey }] = await Promise.all([client.plcLog(did), client.resolve(did)]);
  expect(log.problem).toBeUndefined();
  expect(log.asOf(Date.now()).canonical?.operation.account).toMatchObject({
    signingKey: `did:key:${signingKey}`,
    handle: 'alice.test',
  });
  await expect(client.plcLog('did:web:example.com')).rejects.toMatchObject({ failure: 'refused' });
});
