import { createRaw } from '@atcute/tid';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkLog } from '../../../src/atproto/plc/check-log.js';
import { ProofFault } from '../../../src/atproto/proof/proof-fault.js';
import { proveRecord } from '../../../src/atproto/proof/record-proof.js';
import {
  type Blocks,
  carOf,
  type DraftNode,
  draftEntries,
  layerOfKey,
  put,
  putCommit,
  putNode,
  putTree,
} from '../../support/archive/signed-repo.js';
import {
  didOf,
  highS,
  logLine,
  newKey,
  plcOperation,
  signed,
  type TestKey,
} from '../../support/plc/written-log.js';

const HOUR_MS = 3_600_000;
const NOW = Date.UTC(2026, 5, 1);
const COLLECTION = 'app.bsky.feed.post';
const RECORD = { $type: COLLECTION, text: 'proved' };

let key: TestKey;
let other: TestKey;
let did: string;

beforeAll(async () => {
  [key, other] = await Promise.all([newKey('k256'), newKey('p256')]);
  did = `did:plc:${'a'.repeat(24)}`;
});

const rkeys = Array.from({ length: 300 }, (_, index) =>
  `3k${String(index).padStart(3, '0')}aaaaaaaa`.slice(0, 13),
);
const pathOf = (rkey: string): string => `${COLLECTION}/${rkey}`;
const revOf = (time: number): string => createRaw(time * 1000, 1);

interface Repo {
  readonly blocks: Blocks;
  readonly record: string;
  readonly root: string;
  readonly commit: string;
}

/** A repository of 300 records of the same content. */
async function repo(keys = rkeys.map(pathOf).sort(), by = key, rev = revOf(NOW)): Promise<Repo> {
  const blocks: Blocks = new Map();
  const record = await put(blocks, RECORD);
  const root = await putTree(
    blocks,
    keys.map((path) => [path, record] as const),
  );
  const commit = await putCommit(blocks, { did, data: root, key: by, rev });
  return { blocks, record, root, commit };
}

interface Asked {
  readonly car: Uint8Array;
  readonly rkey?: string;
  readonly signingKey?: TestKey | undefined;
  readonly of?: string;
  readonly log?: Parameters<typeof proveRecord>[0]['log'];
}

async function prove({ car, rkey = rkeys[7]!, signingKey = key, of = did, log }: Asked) {
  const { fault, proof } = await proveRecord({
    car,
    did: of,
    collection: COLLECTION,
    rkey,
    signingKey: signingKey.did.slice('did:key:'.length),
    log: log ?? (() => Promise.reject(new Error('the log is not asked for'))),
    now: NOW,
  });
  if (fault) throw fault;
  return proof;
}

async function faultOf(asked: Asked | Promise<Asked>): Promise<string> {
  try {
    await prove(await asked);
  } catch (error) {
    if (error instanceof ProofFault) return error.kind;
    throw error;
  }
  return 'none';
}

describe('the proof of a record', () => {
  it('leads from its bytes to the key', async () => {
    const { blocks, record, commit, root } = await repo();
    const proof = await prove({ car: carOf([commit], blocks) });
    expect(proof.record?.cid).toBe(record);
    expect(Buffer.from(proof.record!.bytes)).toEqual(Buffer.from(blocks.get(record)!));
    expect(proof.commit).toMatchObject({ cid: commit, did, data: root, time: NOW, rev: revOf(NOW) });
    expect(proof.key).toEqual({ status: 'current', key: key.did.slice(8) });
    expect(proof.nodes[0]).toMatchObject({ cid: root });
    const layers = proof.nodes.map(({ layer }) => layer);
    expect(layers).toEqual([...layers].sort((a, b) => b - a));
    expect(layers.at(-1)).toBe(layerOfKey(pathOf(rkeys[7]!)));
  });

  it('holds for every record, whatever the order of the blocks, with blocks twice and others beside', async () => {
    const { blocks, commit } = await repo();
    await put(blocks, { beside: true });
    const car = carOf([commit, commit], [...blocks, ...[...blocks].reverse()]);
    for (const rkey of rkeys) expect((await prove({ car, rkey })).record).toBeDefined();
  });

  it.each([
    '2222222222222',
    '3k123bbbbbbbb',
    'zzzzzzzzzzzzz',
  ])('proves that %s is not there', async (rkey) => {
    const { blocks, commit } = await repo();
    const proof = await prove({ car: carOf([commit], blocks), rkey });
    expect(proof.record).toBeUndefined();
    expect(proof.nodes.length).toBeGreaterThan(0);
  });

  it('proves that nothing is in an empty repository', async () => {
    const { blocks, commit } = await repo([]);
    expect((await prove({ car: carOf([commit], blocks) })).record).toBeUndefined();
  });

  it('goes through nodes that have no keys', async () => {
    const high = rkeys.map(pathOf).find((path) => layerOfKey(path) >= 2)!;
    const low = rkeys.map(pathOf).find((path) => layerOfKey(path) === 0 && path > high)!;
    const { blocks, commit } = await repo([high, low]);
    const proof = await prove({ car: carOf([commit], blocks), rkey: low.split('/')[1]! });
    expect(proof.record).toBeDefined();
    expect(proof.nodes.map(({ keys }) => keys)).toEqual([1, ...Array(layerOfKey(high) - 1).fill(0), 1]);
  });
});

describe('what proves nothing', () => {
  it('any byte of it changed', async () => {
    const { blocks, commit } = await repo(rkeys.slice(0, 12).map(pathOf).sort());
    const car = carOf([commit], blocks);
    for (let at = 0; at < car.length; at++) {
      const bad = Uint8Array.from(car);
      bad[at]! ^= 1 << (at % 8);
      expect(await faultOf({ car: bad }), `byte ${at}`).not.toBe('none');
    }
  });

  it.each([0, 1, 30, 58, 100, -1, -100])('cut at byte %i', async (at) => {
    const { blocks, commit } = await repo();
    const kind = await faultOf({ car: carOf([commit], blocks).slice(0, at) });
    expect(kind).toMatch(/^(car-shape|missing-block)$/);
  });

  it('a web page', async () => {
    expect(await faultOf({ car: Buffer.from('<html>') })).toBe('car-shape');
  });

  it.each<[string, (made: Repo) => readonly string[]]>([
    ['commit', ({ commit }) => [commit]],
    ['root', ({ root }) => [root]],
    ['record', ({ record }) => [record]],
  ])('a missing %s, which is not the same as no record', async (_what, missing) => {
    const made = await repo();
    for (const cid of missing(made)) made.blocks.delete(cid);
    expect(await faultOf({ car: carOf([made.commit], made.blocks) })).toBe('missing-block');
  });

  it('a missing node where there would be no record', async () => {
    const made = await repo();
    made.blocks.delete(made.root);
    expect(await faultOf({ car: carOf([made.commit], made.blocks), rkey: '2222222222222' })).toBe(
      'missing-block',
    );
  });

  it('no root', async () => {
    const { blocks } = await repo();
    expect(await faultOf({ car: carOf([], blocks) })).toBe('no-commit');
  });

  it('the block of another record under its CID', async () => {
    const { blocks, commit, record } = await repo();
    blocks.set(record, Buffer.from('a1'));
    expect(await faultOf({ car: carOf([commit], blocks) })).toBe('block-hash');
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['of another account', { did: 'did:plc:bbbbbbbbbbbbbbbbbbbbbbbb' }, 'wrong-account'],
    ['of version 2', { version: 2 }, 'commit-shape'],
    ['without prev', { prev: undefined }, 'commit-shape'],
    ['with a prev that is a text', { prev: 'none' }, 'commit-shape'],
    ['with a member more', { odd: 1 }, 'commit-shape'],
    ['without a tree', { data: null }, 'commit-shape'],
    ['with a rev that is no TID', { rev: 'yesterday' }, 'commit-shape'],
    ['with a rev in the future', { rev: revOf(NOW + HOUR_MS) }, 'commit-shape'],
  ])('a commit %s', async (_what, odd, kind) => {
    const { blocks, root } = await repo();
    const commit = await putCommit(blocks, { did, data: root, key, rev: revOf(NOW) }, odd);
    expect(await faultOf({ car: carOf([commit], blocks) })).toBe(kind);
  });

  it('a rev a little ahead of the clock proves all the same', async () => {
    const { blocks, commit } = await repo(undefined, key, revOf(NOW + 60_000));
    expect(await faultOf({ car: carOf([commit], blocks) })).toBe('none');
  });

  it.each(['k256', 'p256'] as const)('a high s on %s', async (curve) => {
    const signer = await newKey(curve);
    const { blocks, root } = await repo();
    const signature = (bytes: Uint8Array) => highS(bytes, curve);
    const commit = await putCommit(blocks, { did, data: root, key: signer, rev: revOf(NOW) }, {}, signature);
    const log = await logOf([[0, signer]]);
    expect(await faultOf({ car: carOf([commit], blocks), signingKey: signer, log: async () => log })).toBe(
      'signature',
    );
  });
});

describe('a tree that is signed and not right', () => {
  const byLayer = (layer: number) =>
    rkeys
      .map(pathOf)
      .sort()
      .filter((path) => layerOfKey(path) === layer);

  /** A repository whose root is that node. */
  async function rooted(
    draft: (blocks: Blocks, record: string) => Promise<DraftNode>,
    path: string,
  ): Promise<Asked> {
    const blocks: Blocks = new Map();
    const record = await put(blocks, RECORD);
    const data = await putNode(blocks, await draft(blocks, record));
    const commit = await putCommit(blocks, { did, data, key, rev: revOf(NOW) });
    return { car: carOf([commit], blocks), rkey: path.split('/')[1]! };
  }

  const entriesOf = (paths: readonly string[], record: string, right: string | null = null) =>
    draftEntries(paths.map((path) => [path, record, right] as const));

  it('is right where nothing is changed', async () => {
    const paths = byLayer(0).slice(0, 3);
    const made = rooted(async (_blocks, record) => ({ l: null, e: entriesOf(paths, record) }), paths[1]!);
    expect(await faultOf(made)).toBe('none');
  });

  it('two layers in one node', async () => {
    const paths = [byLayer(0)[0]!, byLayer(1)[0]!].sort();
    const made = rooted(async (_blocks, record) => ({ l: null, e: entriesOf(paths, record) }), paths[1]!);
    expect(await faultOf(made)).toBe('key-layer');
  });

  it('a subtree two layers down', async () => {
    const high = byLayer(2)[0]!;
    const low = byLayer(0).find((path) => path > high)!;
    const made = rooted(async (blocks, record) => {
      const right = await putNode(blocks, { l: null, e: entriesOf([low], record) });
      return { l: null, e: entriesOf([high], record, right) };
    }, low);
    expect(await faultOf(made)).toBe('key-layer');
  });

  it('a subtree below the lowest layer', async () => {
    const path = byLayer(0)[0]!;
    const made = rooted(async (blocks, record) => {
      const right = await putNode(blocks, { l: null, e: entriesOf([byLayer(0)[1]!], record) });
      return { l: null, e: entriesOf([path], record, right) };
    }, byLayer(0)[1]!);
    expect(await faultOf(made)).toBe('key-layer');
  });

  it('a right subtree whose keys belong at the left', async () => {
    const high = byLayer(1).at(-1)!;
    const low = byLayer(0)[0]!;
    const made = rooted(async (blocks, record) => {
      const right = await putNode(blocks, { l: null, e: entriesOf([low], record) });
      return { l: null, e: entriesOf([high], record, right) };
    }, pathOf('zzzzzzzzzzzzz'));
    expect(await faultOf(made)).toBe('subtree-bounds');
  });

  it('keys out of order', async () => {
    const paths = byLayer(0).slice(0, 3).reverse();
    const made = rooted(async (_blocks, record) => ({ l: null, e: entriesOf(paths, record) }), paths[0]!);
    expect(await faultOf(made)).toBe('key-order');
  });

  it('a key twice', async () => {
    const path = byLayer(0)[0]!;
    const made = rooted(async (_blocks, record) => ({ l: null, e: entriesOf([path, path], record) }), path);
    expect(await faultOf(made)).toBe('key-order');
  });

  it.each<[string, number]>([
    ['shorter than it could be', -1],
    ['longer than what is before it', 40],
  ])('a prefix that is %s', async (_what, by) => {
    const paths = byLayer(0).slice(0, 2);
    const made = rooted(async (_blocks, record) => {
      const e = entriesOf(paths, record);
      const k = by < 0 ? Buffer.from(paths[1]!.slice(e[1]!.p + by)) : e[1]!.k;
      return { l: null, e: [e[0]!, { ...e[1]!, p: e[1]!.p + by, k }] };
    }, paths[1]!);
    expect(await faultOf(made)).toBe('key-prefix');
  });

  it('an empty node on top', async () => {
    const made = rooted(async (blocks, record) => {
      return { l: await putNode(blocks, { l: null, e: entriesOf([byLayer(0)[0]!], record) }), e: [] };
    }, byLayer(0)[0]!);
    expect(await faultOf(made)).toBe('empty-node');
  });

  it('an empty node at the bottom', async () => {
    const high = byLayer(1)[0]!;
    const made = rooted(async (blocks, record) => {
      return { l: await putNode(blocks, { l: null, e: [] }), e: entriesOf([high], record) };
    }, pathOf('2222222222222'));
    expect(await faultOf(made)).toBe('empty-node');
  });

  it.each<[string, unknown]>([
    ['no map', 1],
    ['a member more', { l: null, e: [], x: 1 }],
    ['no list', { l: null, e: null }],
    ['an odd entry', { l: null, e: [{ k: 'text' }] }],
    ['a left that is no link', { l: 'left', e: [] }],
  ])('a node with %s', async (_what, node) => {
    const blocks: Blocks = new Map();
    const data = await put(blocks, node);
    const commit = await putCommit(blocks, { did, data, key, rev: revOf(NOW) });
    expect(await faultOf({ car: carOf([commit], blocks) })).toBe('node-shape');
  });
});

/** The log of an account whose signing key changes after so many hours; `did` is that account's from then on. */
async function logOf(keys: readonly (readonly [hours: number, key: TestKey])[]) {
  const rotation = await newKey();
  const lines = [];
  let prev: string | null = null;
  let name = '';
  for (const [hours, signing] of keys) {
    const operation = await signed(plcOperation(prev, [rotation], signing), rotation);
    if (prev === null) name = await didOf(operation);
    const line = await logLine(name, operation, NOW - 100 * HOUR_MS + hours * HOUR_MS);
    lines.push(line);
    prev = line.cid;
  }
  return checkLog(name, lines);
}

describe('a commit under a key of the past', () => {
  it('is good where the log has that key for its time, with a mark of its own', async () => {
    const log = await logOf([
      [0, other],
      [50, key],
    ]);
    const { blocks, commit } = await repo(undefined, other, revOf(NOW - 60 * HOUR_MS));
    const proof = await prove({ car: carOf([commit], blocks), log: async () => log });
    expect(proof.key).toEqual({
      status: 'past',
      key: other.did.slice(8),
      from: NOW - 100 * HOUR_MS,
      to: NOW - 50 * HOUR_MS,
    });
  });

  it.each<[string, number]>([
    ['after the key was changed', -40],
    ['before the account was there', -101],
  ])('is wrong %s', async (_what, hours) => {
    const log = await logOf([
      [0, other],
      [50, key],
    ]);
    const { blocks, commit } = await repo(undefined, other, revOf(NOW + hours * HOUR_MS));
    expect(await faultOf({ car: carOf([commit], blocks), log: async () => log })).toBe('signature');
  });

  it('is wrong where the log does not hold', async () => {
    const log = await logOf([[0, other]]);
    const { blocks, commit } = await repo(undefined, other);
    const broken = { ...log, problem: 'Operation 1 does not hold: it is odd.' };
    await expect(prove({ car: carOf([commit], blocks), log: async () => broken })).rejects.toMatchObject({
      kind: 'signature',
      message: expect.stringContaining('Operation 1 does not hold'),
    });
  });

  it('is not judged where the log cannot be asked for', async () => {
    const { blocks, commit } = await repo(undefined, other);
    const log = () => Promise.reject(new Error('no network'));
    await expect(prove({ car: carOf([commit], blocks), log })).rejects.toThrow('no network');
  });

  it('is wrong of a did:web, whose older keys nobody knows', async () => {
    const blocks: Blocks = new Map();
    const record = await put(blocks, RECORD);
    const data = await putTree(blocks, [[pathOf(rkeys[7]!), record]]);
    const commit = await putCommit(blocks, { did: 'did:web:a.test', data, key: other, rev: revOf(NOW) });
    expect(await faultOf({ car: carOf([commit], blocks), of: 'did:web:a.test' })).toBe('signature');
  });
});
