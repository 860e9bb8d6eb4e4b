import { createRaw } from '@atcute/tid';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AtClient } from '../../src/atproto/client.js';
import type { Identity } from '../../src/atproto/identity/identity.js';
import { checkLog } from '../../src/atproto/plc/check-log.js';
import type { CheckedLog } from '../../src/atproto/plc/checked-log.js';
import { proofListing } from '../../src/places/proof-listing.js';
import { type Blocks, carOf, put, putCommit, putTree } from '../support/archive/signed-repo.js';
import { didOf, logLine, newKey, plcOperation, signed, type TestKey } from '../support/plc/written-log.js';

const collection = 'app.bsky.feed.post';
const address = { kind: 'proof', repo: 'alice.test', collection, rkey: '3kaaaaaaaaaaa' } as const;
const START = Date.UTC(2024, 0, 1);
const HOUR_MS = 3_600_000;

let old: TestKey;
let today: TestKey;
let did: string;
/** First with the old key; an hour later with today's. */
let log: CheckedLog;

beforeAll(async () => {
  const [rotation, ...keys] = await Promise.all([newKey(), newKey(), newKey('p256')]);
  [old, today] = keys;
  const first = await signed(plcOperation(null, [rotation], old), rotation);
  did = await didOf(first);
  const line = await logLine(did, first, START);
  const second = await signed(plcOperation(line.cid, [rotation], today), rotation);
  log = await checkLog(did, [line, await logLine(did, second, START + HOUR_MS)]);
});

const multikey = ({ did: name }: TestKey): string => name.slice('did:key:'.length);
const identity = (key: TestKey, of = did) => ({ did: of, signingKey: multikey(key) }) as Identity;

/** The proof of one record, signed by a key at a time. */
async function car(by: TestKey, hours: number, { of = did, without = [] as ('record' | 'key')[] } = {}) {
  const blocks: Blocks = new Map();
  const record = await put(blocks, { $type: collection, text: 'proved' });
  const data = await putTree(
    blocks,
    without.includes('key') ? [] : [[`${collection}/${address.rkey}`, record]],
  );
  const rev = createRaw((START + hours * HOUR_MS) * 1000, 1);
  const commit = await putCommit(blocks, { did: of, data, key: by, rev });
  if (without.includes('record')) blocks.delete(record);
  return carOf([commit], blocks);
}

/** The chain as the place shows it: mark, step, what is said. */
async function chain(
  proof: Uint8Array,
  known: Identity,
  { fresh = known, plcLog = async () => log }: { fresh?: Identity; plcLog?: () => Promise<CheckedLog> } = {},
) {
  const client = { repo: () => ({ proof: async () => proof }), plcLog, resolve: async () => fresh };
  const listing = proofListing({ address, client: client as unknown as AtClient, identity: known });
  const { rows } = await listing.load(undefined, { signal: new AbortController().signal });
  return Array.from({ length: rows.length }, (_, index) => {
    const { mark, step, said } = rows.at(index)!;
    return `${mark} ${step}: ${said}`;
  });
}

describe('the chain of a proof', () => {
  it('leads from the bytes to the log', async () => {
    expect(await chain(await car(today, 2), identity(today))).toEqual([
      expect.stringMatching(/^✓ record: \d+ B that hash to the CID$/),
      expect.stringMatching(/^✓ node: layer \d+ of the tree, 1 key$/),
      expect.stringMatching(/^✓ commit: rev \w+ of 2024-01-01 02:00:00 UTC$/),
      '✓ key: has signed the commit',
      '✓ document: The DID document names the key.',
      '✓ log: All 2 operations of the PLC log hold. The account is as it says since 2024-01-01 01:00:00 UTC.',
    ]);
  });

  it('has a mark of its own for a key of the past', async () => {
    expect((await chain(await car(old, 0.5), identity(today))).slice(3)).toEqual([
      "~ key: has signed the commit, and was the account's from 2024-01-01 00:00:00 UTC until 2024-01-01 01:00:00 UTC",
      '~ document: The DID document names another key today.',
      "✓ log: All 2 operations of the PLC log hold. The key of the commit was the account's then.",
    ]);
  });

  it('takes the document of today where the one that is known is old', async () => {
    const lines = await chain(await car(today, 2), identity(old), { fresh: identity(today) });
    expect(lines[3]).toBe('✓ key: has signed the commit');
    expect(lines[4]).toBe('✓ document: The DID document names the key.');
  });

  it('says that a record is not there', async () => {
    const lines = await chain(await car(today, 2, { without: ['key'] }), identity(today));
    expect(lines[0]).toBe('✗ record: The tree has no such record: that it is not there is proved.');
  });

  it('says what was not sent, which proves nothing', async () => {
    const lines = await chain(await car(today, 2, { without: ['record'] }), identity(today));
    expect(lines[0]).toMatch(/^\? fault: The record baf\w+ was not sent\.$/);
  });

  it('says where a key was not the account’s at that time', async () => {
    const lines = await chain(await car(old, 2), identity(today));
    expect(lines[0]).toMatch(
      /^✗ fault: The commit is not signed with the key of the DID document, nor with one/,
    );
    expect(lines.filter((line) => line.startsWith('✓ key'))).toEqual([]);
  });

  it('holds without a log that cannot be asked for', async () => {
    const plcLog = () => Promise.reject(new Error('nobody there'));
    const lines = await chain(await car(today, 2), identity(today), { plcLog });
    expect(lines.at(-1)).toMatch(/^\? log: .*nobody there/);
    expect(lines[3]).toBe('✓ key: has signed the commit');
  });

  it('tells of a log that does not hold', async () => {
    const plcLog = async () => ({ ...log, problem: 'Operation 2 does not hold: it is odd.' });
    const lines = await chain(await car(today, 2), identity(today), { plcLog });
    expect(lines.at(-1)).toBe('✗ log: The PLC log does not hold. Operation 2 does not hold: it is odd.');
  });

  it('tells where the document names another key than the log', async () => {
    const lines = await chain(await car(old, 2), identity(old));
    expect(lines.at(-1)).toBe(
      "✗ log: All 2 operations of the PLC log hold. Today's key is another there than in the document.",
    );
  });

  it('asks no directory for a did:web', async () => {
    const of = 'did:web:a.test';
    const plcLog = () => Promise.reject(new Error('asked'));
    const lines = await chain(await car(today, 2, { of }), identity(today, of), { plcLog });
    expect(lines.at(-1)).toBe('· log: A did:web has no log: it is what its host says today.');
  });
});
