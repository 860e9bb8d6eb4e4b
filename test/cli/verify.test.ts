import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode, encode, fromBytes, toBytes, toCidLink } from '@atcute/cbor';
import { create } from '@atcute/cid';
import { parse } from '@atcute/tid';
import { afterAll, describe, expect, it } from 'vitest';
import { XrpcError } from '../../src/atproto/calls/xrpc-error.js';
import { checkedLog } from '../../src/atproto/plc/checked-log.js';
import { readOperation } from '../../src/atproto/plc/operation.js';
import { parseCommandLine } from '../../src/cli/command-line.js';
import type { VerifyOptions } from '../../src/cli/verified.js';
import { checkFor } from '../../src/cli/verify.js';
import { Archives } from '../../src/keep/archives.js';
import {
  type Block,
  blockOf,
  buildRepo,
  carOf,
  commitBlock,
  DID,
  nodeBlock,
  REV,
  signerKey,
} from '../archive/build-repo.js';
import { highS, newKey, plcOperation } from '../support/plc/written-log.js';

const folder = mkdtempSync(join(tmpdir(), 'atscope-verify-'));
afterAll(() => rmSync(folder, { recursive: true }));

const POST = 'app.bsky.feed.post';
const post = (text: string) => ({ $type: POST, text });
const sound = await buildRepo(
  Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`${POST}/${100 + index}`, post(`${index}`)])),
);
const other = await newKey('p256');
const [root] = sound.nodes;
const multikey = (key: string): string => key.replace('did:key:', '');

/** The signature of the commit with another in its place. */
async function resigned(change: (signature: Uint8Array) => Uint8Array): Promise<Buffer> {
  const value = decode(sound.commit.body);
  const commit = await blockOf({
    ...value,
    sig: toBytes(change(fromBytes(value.sig)) as Uint8Array<ArrayBuffer>),
  });
  return carOf(commit.cid, [commit, ...sound.blocks.slice(1)]);
}

/** A repository whose first record is another block. */
async function withRecord(record: Block, path = `${POST}/1`): Promise<Buffer> {
  const node = await nodeBlock({ l: null, e: [{ p: 0, k: path, v: record.cid, t: null }] });
  const commit = await commitBlock(node.cid);
  return carOf(commit.cid, [commit, node, record]);
}

async function rawRecord(): Promise<Buffer> {
  const body = encode(post('raw')) as Uint8Array<ArrayBuffer>;
  return await withRecord({ cid: toCidLink(await create(0x55, body)), body });
}

async function notCbor(): Promise<Buffer> {
  const body = Uint8Array.from([0xff, 1]);
  return await withRecord({ cid: toCidLink(await create(0x71, body)), body });
}

async function twoRoots(): Promise<Buffer> {
  const header = encode({ roots: [sound.commit.cid, root!.cid], version: 1 });
  const one = encode({ roots: [sound.commit.cid], version: 1 });
  return Buffer.concat([Uint8Array.from([header.length]), header, sound.car.subarray(1 + one.length)]);
}

async function oddCommit(changes: Readonly<Record<string, unknown>>): Promise<Buffer> {
  const commit = await commitBlock(root!.cid, changes);
  return carOf(commit.cid, [commit, ...sound.blocks.slice(1)]);
}

function flipped(): Buffer {
  const car = Buffer.from(sound.car);
  car[car.length - 1]! ^= 1;
  return car;
}

type Client = VerifyOptions['client'];
/** A network that knows one key of the account. */
const network = (key: string, plcLog: Client['plcLog'] = () => Promise.resolve(logOf(key, key, 0))) =>
  ({
    resolve: (did: string) => Promise.resolve({ did, signingKey: multikey(key) }),
    plcLog,
  }) as unknown as Client;
const offline = {
  resolve: () =>
    Promise.reject(
      new XrpcError({
        failure: 'connection',
        service: 'plc.test',
        nsid: 'did',
        message: 'no route \u001B[2J',
      }),
    ),
} as unknown as Client;

let files = 0;
async function verified(car: Uint8Array, client: Client = network(signerKey), isJson = true) {
  const file = join(folder, `${files++}.car`);
  writeFileSync(file, car);
  const check = checkFor(file);
  if (typeof check === 'string') throw new Error(check);
  const { text, exitCode } = await check({
    client,
    config: { archives: new Archives('', { copies: 2 }) },
    signal: new AbortController().signal,
    temporary: () => Promise.reject(new Error('Nothing is pulled.')),
    isJson,
  });
  return { text, exitCode, json: isJson ? JSON.parse(text) : undefined };
}

/** A log of two operations: a key, and since `at` another. */
function logOf(first: string, second: string, at: number) {
  const entryOf = (key: string, createdAt: number) => ({
    cid: `${createdAt}`,
    operation: readOperation({ ...plcOperation(null, [], { ...other, did: key }), sig: '' }),
    createdAt,
    signer: 0,
    nullifiedAt: undefined,
  });
  return checkedLog({ did: DID, entries: [entryOf(first, 0), entryOf(second, at)], lines: [{}, {}] });
}

describe('verify of an archive', () => {
  it('says what was checked of a sound one, and ends with 0', async () => {
    const { text, exitCode, json } = await verified(sound.car);
    expect(exitCode).toBe(0);
    expect(text.indexOf('\n')).toBe(text.length - 1);
    expect(json).toEqual({
      did: DID,
      rev: REV,
      commit: sound.commit.cid.$link,
      records: 20,
      blocks: sound.blocks.length,
      bytes: sound.car.length,
      ok: true,
      keyStatus: 'current',
      key: multikey(signerKey),
      checks: { blocks: true, tree: true, commit: true, signature: true, records: true },
      problems: [],
    });
  });

  it.each<[string, () => Promise<Buffer> | Buffer, string, string]>([
    ['a block of another hash', flipped, 'block-hash', 'blocks'],
    ['the end cut off', () => sound.car.subarray(0, -5), 'truncated', 'blocks'],
    ['no CAR', () => Buffer.from('<html>'.repeat(20)), 'car-shape', 'blocks'],
    ['no commit', () => carOf(sound.commit.cid, sound.blocks.slice(1)), 'no-commit', 'commit'],
    ['no “prev”', () => oddCommit({ prev: undefined }), 'commit-shape', 'commit'],
    ['a missing node', () => carOf(sound.commit.cid, [sound.commit]), 'missing-block', 'tree'],
    [
      'a missing record',
      () => carOf(sound.commit.cid, sound.blocks.slice(0, -1)),
      'missing-block',
      'records',
    ],
    [
      'another signature',
      () => resigned((sig) => sig.map((byte, at) => (at === 9 ? byte ^ 1 : byte))),
      'signature',
      'signature',
    ],
    ['a high S', () => resigned((sig) => highS(sig, 'p256')), 'signature', 'signature'],
    [
      'a record of another type',
      async () => withRecord(await blockOf({ $type: 'a.b.c' })),
      'record-shape',
      'records',
    ],
    ['a record that is no DAG-CBOR', notCbor, 'not-dag-cbor', 'records'],
    ['a record whose CID is of raw bytes', rawRecord, 'not-dag-cbor', 'records'],
    [
      'a key that is no path',
      async () => withRecord(await blockOf(post('')), 'nothing'),
      'record-path',
      'records',
    ],
  ])('finds %s, and ends with 3', async (_, car, kind, check) => {
    const { exitCode, json } = await verified(await car());
    expect(exitCode).toBe(3);
    expect(json.ok).toBe(false);
    expect(json.problems.map((problem: { kind: string }) => problem.kind)).toContain(kind);
    expect(json.checks[check]).toBe(false);
    for (const problem of json.problems) expect(problem.message).toMatch(/^[A-Z].*\.$/);
  });

  it('takes the first of two roots', async () => {
    expect(await verified(await twoRoots())).toMatchObject({ exitCode: 0, json: { ok: true } });
  });

  it('takes the key of the time by the log, and says from when to when', async () => {
    const until = parse(REV).timestamp / 1000 + 60_000;
    const client = network(other.did, () => Promise.resolve(logOf(signerKey, other.did, until)));
    const { exitCode, json } = await verified(sound.car, client);
    expect(exitCode).toBe(0);
    expect(json).toMatchObject({
      ok: true,
      keyStatus: 'past',
      key: multikey(signerKey),
      keyFrom: '1970-01-01T00:00:00.000Z',
      keyTo: new Date(until).toISOString(),
    });
    const { text } = await verified(sound.car, client, false);
    expect(text).toContain(`by a past key, the account's from 1970-01-01T00:00:00.000Z to ${json.keyTo}`);
  });

  it('does not take a key that the log has for another time', async () => {
    const until = parse(REV).timestamp / 1000 - 60_000;
    const client = network(other.did, () => Promise.resolve(logOf(signerKey, other.did, until)));
    expect(await verified(sound.car, client)).toMatchObject({
      exitCode: 3,
      json: { ok: false, checks: { signature: false }, problems: [{ kind: 'signature' }] },
    });
  });

  it('without the network does not say that it holds, and ends with 1', async () => {
    const { exitCode, json } = await verified(sound.car, offline);
    expect(exitCode).toBe(1);
    expect(json).toMatchObject({ ok: false, problems: [{ kind: 'key-unknown' }] });
    expect(json.checks).toEqual({ blocks: true, tree: true, commit: true, records: true });
    expect(json.problems[0].message).toContain('the key could not be asked for');
    expect(await verified(flipped(), offline)).toMatchObject({ exitCode: 3 });
  });

  it('tells it in lines on a terminal, which let nothing through that a terminal obeys', async () => {
    const { text } = await verified(sound.car, offline, false);
    expect(text).toMatch(/^✓ blocks {5}\d+ blocks, /m);
    expect(text).toMatch(/^\? signature$/m);
    expect(text).toMatch(/^key-unknown {2}\S+ {2}Unchecked: /m);
    expect(text).not.toContain('\u001B');
    const wrong = await verified(flipped(), undefined, false);
    expect(wrong.text).toMatch(/^✗ blocks/m);
    expect(wrong.text).toMatch(new RegExp(`^block-hash {2}${POST}/119 {2}`, 'm'));
  });
});

describe('the address of verify', () => {
  it.each([
    ['nowhere/none.car', 'There is no file "nowhere/none.car"'],
    ['alice.test/followers', 'CAR file'],
    ['alice.test/app.bsky.feed.post/3k/likes', 'CAR file'],
    ['car:a.car#app.bsky.feed.post', 'as a whole'],
  ])('%s is none', (address, why) => {
    expect(checkFor(address)).toContain(why);
  });

  it('may be an account, a record or a file', () => {
    expect(checkFor('alice.test')).toBeTypeOf('function');
    expect(checkFor('@alice.car')).toBeTypeOf('function');
    expect(checkFor(`at://${DID}/${POST}/3k`)).toBeTypeOf('function');
    expect(checkFor('car:a.car')).toBeTypeOf('function');
    expect(parseCommandLine(['verify', 'a.car', '--json'], {})).toMatchObject({
      kind: 'verify',
      address: 'a.car',
      json: true,
    });
  });

  it('is in the help with the exit code', () => {
    const help = parseCommandLine(['--help'], {});
    expect(help).toMatchObject({
      kind: 'print',
      text: expect.stringMatching(/3 was looked at.*\(verify\)/s),
    });
  });
});

it('prints an archive as the page says, member by member', async () => {
  const page = readFileSync(new URL('../../docs/cli.md', import.meta.url), 'utf8');
  const section = page.split(/^## /m).find((text) => text.startsWith('verify\n')) ?? '';
  const members = [...section.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
  const { json } = await verified(sound.car);
  expect(members).toEqual(expect.arrayContaining(Object.keys(json)));
});
