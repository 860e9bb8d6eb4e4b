import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AtClient, createClient } from '../../src/atproto/client.js';
import type { VerifyOptions } from '../../src/cli/verified.js';
import { checkFor } from '../../src/cli/verify.js';
import { pull } from '../../src/jobs/pull.js';
import { Archives } from '../../src/keep/archives.js';
import { errorSentence } from '../../src/text/error-sentence.js';
import { type SeededNetwork, useSeededNetwork } from '../network/seeded-network.js';
import { repoHost, sends } from '../support/repo/repo-host.js';

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

const archives = new Archives(join(folder, 'archives'), { copies: 2 });
let folders = 0;

async function verified(address: string, isJson: boolean, asked: VerifyOptions['client'] = client) {
  const check = checkFor(address);
  if (typeof check === 'string') throw new Error(check);
  return await check({
    client: asked,
    config: { archives },
    signal: new AbortController().signal,
    temporary() {
      const path = join(folder, `temporary-${folders++}`);
      mkdirSync(path);
      return Promise.resolve(path);
    },
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

test('an account is pulled for this alone, and not where the archive has its newest rev', async () => {
  const pulled = await verified('alice.test', true);
  expect(JSON.parse(pulled.text)).toMatchObject({ ok: true, keyStatus: 'current', problems: [] });
  expect(pulled.exitCode).toBe(0);
  expect(existsSync(join(folder, 'temporary-0', 'repo.car'))).toBe(true);
  expect((await verified('alice.test', false)).text).toMatch(
    /^alice\.test as [\w.:]+ has it\n.*\n.*\n✓ blocks/,
  );

  const identity = await client.resolve('alice.test', { fresh: true });
  const { kept } = await pull({ client, archives, identity });
  const before = folders;
  const { text, exitCode } = await verified('alice.test', false);
  expect(text.split('\n')[0]).toBe(kept.file);
  expect(exitCode).toBe(0);
  expect(folders).toBe(before);
});

test('an account whose server sends another repository does not hold, and what is wrong is said', async () => {
  const { did } = await client.resolve('bob.test');
  const carOf = async (repo: string) =>
    Buffer.from(
      await (await fetch(`${network.pds}/xrpc/com.atproto.sync.getRepo?did=${repo}`)).arrayBuffer(),
    );
  const damaged = await carOf(did);
  damaged[damaged.length - 1]! ^= 1;
  const host = await repoHost(sends(''));
  const from = host.origin;
  const other: VerifyOptions['client'] = {
    ...client,
    pullCar: (identity, call) => client.pullCar(identity, { ...call, from }),
  };
  try {
    for (const [car, kind] of [
      [damaged, 'block-hash'],
      [await carOf(network.seed.alice.did), 'wrong-account'],
    ] as const) {
      host.answer = sends(car);
      const { text, exitCode } = await verified('bob.test', true, other);
      expect(exitCode).toBe(3);
      expect(JSON.parse(text)).toMatchObject({ ok: false, problems: [{ kind }] });
    }
    host.answer = sends('<!doctype html>', 'text/html');
    await expect(verified('bob.test', true, other)).rejects.toThrow(/web page/);
  } finally {
    await host.close();
  }
});

test('where the key, or the network, cannot be asked, nothing is said to hold', async () => {
  const unknown: VerifyOptions['client'] = {
    ...client,
    resolve: async (...asked) => ({ ...(await client.resolve(...asked)), signingKey: undefined }),
    plcLog: () => Promise.reject(new Error('no route')),
  };
  for (const address of ['alice.test/app.bsky.actor.profile/self', 'alice.test']) {
    const said = await verified(address, true, unknown).then(
      ({ text, exitCode }) => ({ text, exitCode }),
      (error: unknown) => ({ text: errorSentence(error), exitCode: 1 }),
    );
    expect(said.exitCode).toBe(1);
    expect(said.text).toMatch(/no route/);
    expect(said.text).not.toContain('"ok":true');
  }
  const gone = createClient({ ...network, plc: 'http://127.0.0.1:1' });
  try {
    for (const address of ['alice.test/app.bsky.actor.profile/self', 'alice.test']) {
      await expect(verified(address, true, gone)).rejects.toThrow(/127\.0\.0\.1/);
    }
  } finally {
    await gone.close();
  }
});
