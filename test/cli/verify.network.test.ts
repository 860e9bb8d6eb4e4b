import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AtClient, createClient } from '../../src/atproto/client.js';
import { checkFor } from '../../src/cli/verify.js';
import { Archives } from '../../src/keep/archives.js';
import { type SeededNetwork, useSeededNetwork } from '../network/seeded-network.js';

const folder = mkdtempSync(join(tmpdir(), 'atscope-verify-'));
let network: SeededNetwork;
let client: AtClient;

beforeAll(async () => {
  network = await useSeededNetwork();
  client = createClient(network);
});

afterAll(async () => {
  await client?.close();
  rmSync(folder, { recursive: true });
});

async function verified(address: string, isJson: boolean) {
  const check = checkFor(address);
  if (typeof check === 'string') throw new Error(check);
  return await check({
    client,
    config: { archives: new Archives('', { copies: 2 }) },
    signal: new AbortController().signal,
    isJson,
  });
}

test('a repository that a PDS exports holds, and with one byte changed it does not', async () => {
  const { did } = await client.resolve('alice.test');
  const answer = await fetch(`${network.pds}/xrpc/com.atproto.sync.getRepo?did=${did}`);
  const car = Buffer.from(await answer.arrayBuffer());
  const file = join(folder, 'alice.car');
  writeFileSync(file, car);
  const { text, exitCode } = await verified(file, true);
  expect(JSON.parse(text)).toMatchObject({
    did,
    ok: true,
    keyStatus: 'current',
    problems: [],
    bytes: car.length,
  });
  expect(JSON.parse(text).records).toBeGreaterThan(0);
  expect(exitCode).toBe(0);
  car[car.length - 1]! ^= 1;
  writeFileSync(file, car);
  expect((await verified(file, false)).exitCode).toBe(3);
});

test('the proof of a record holds, and of one that is not there it says so', async () => {
  const record = 'alice.test/app.bsky.actor.profile/self';
  const { text, exitCode } = await verified(record, true);
  expect(JSON.parse(text)).toMatchObject({
    ok: true,
    keyStatus: 'current',
    checks: { blocks: true, commit: true, signature: true, tree: true, record: true },
    problems: [],
  });
  expect(exitCode).toBe(0);
  const lines = await verified(record, false);
  expect(lines.text).toMatch(/^at:\/\/did:plc:\w+\/app\.bsky\.actor\.profile\/self\n✓ record /);
  expect(lines.text).toMatch(/^✓ log /m);
  const absent = await verified('alice.test/app.bsky.feed.post/2222222222222', true);
  expect(absent.exitCode).toBe(3);
  expect(JSON.parse(absent.text)).toMatchObject({ ok: false, checks: { tree: true, record: false } });
});
