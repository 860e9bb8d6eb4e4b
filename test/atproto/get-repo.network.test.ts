import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hostPolicy } from '../../src/atproto/calls/host-policy.js';
import { createJournal } from '../../src/atproto/calls/journal.js';
import { createTransport } from '../../src/atproto/calls/transport.js';
import { getRepo } from '../../src/atproto/get-repo.js';
import { errorSentence } from '../../src/text/error-sentence.js';
import {
  cutsAfter,
  type RepoAnswer,
  type RepoHost,
  refuses,
  repoHost,
  sends,
} from '../support/repo/repo-host.js';
import { temporaryFolder } from '../support/temporary-folder.js';

/** Not the same bytes anywhere, so that a part in the wrong place is seen. */
const whole = Buffer.from(Uint32Array.from({ length: 500_000 }, (_, index) => index * 2_654_435_761).buffer);
const did = 'did:plc:alice';

let host: RepoHost;
const journal = createJournal();
const transport = createTransport({ journal, policy: hostPolicy([]), timeoutMs: 300 });
beforeAll(async () => {
  host = await repoHost(sends(whole));
});
afterAll(async () => {
  await transport.close();
  await host.close();
});

async function take({
  maxBytes = 1e9,
  since,
  signal,
}: {
  maxBytes?: number;
  since?: string;
  signal?: AbortSignal;
} = {}) {
  const file = join(await temporaryFolder(), 'a.part');
  const told: number[] = [];
  const bytes = await getRepo(transport, {
    did,
    origin: host.origin,
    policy: 'configured',
    file,
    maxBytes,
    since,
    signal,
    onBytes: (count) => told.push(count),
  });
  return { bytes, told, text: await readFile(file) };
}

describe('a repository that a host sends', () => {
  test('comes into a file as it was sent, and tells how far it is', async () => {
    host.answer = sends(whole);
    const { bytes, told, text } = await take({ since: '3kaaaaaaaaa2a' });
    expect(bytes).toBe(whole.length);
    expect(text.equals(whole)).toBe(true);
    expect(told.at(0)).toBe(0);
    expect(told.at(-1)).toBe(whole.length);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect(host.asked.at(-1)).toBe(
      '/xrpc/com.atproto.sync.getRepo?did=did%3Aplc%3Aalice&since=3kaaaaaaaaa2a',
    );
    expect(journal.entries().at(-1)).toMatchObject({ status: 200, bytes: whole.length, body: undefined });
  });

  test('may take as long as it likes, as long as something comes', async () => {
    host.answer = async (response) => {
      response.writeHead(200, { 'content-type': 'application/vnd.ipld.car' });
      for (let at = 0; at < 8; at++) {
        response.write(whole.subarray(at * 1000, at * 1000 + 1000));
        // A host that is slow by its nature: no state to wait for.
        await new Promise((resolve) => setTimeout(resolve, 60));
      }
      response.end();
    };
    const { text } = await take();
    expect(text.equals(whole.subarray(0, 8000))).toBe(true);
  });

  test('begins anew where the connection broke', async () => {
    host.answer = (response, asked) => {
      const begun = cutsAfter(whole, 700_000);
      return (host.asked.length === first ? begun : sends(whole))(response, asked);
    };
    const first = host.asked.length + 1;
    const { text, told } = await take();
    expect(text.equals(whole)).toBe(true);
    expect(told.filter((count) => count === 0)).toHaveLength(2);
  });

  const silent: RepoAnswer = (response) => {
    response.writeHead(200, { 'content-type': 'application/vnd.ipld.car' });
    response.write(whole.subarray(0, 1000));
  };

  test.each<[string, RepoAnswer, RegExp]>([
    [
      'an error',
      refuses(400, 'RepoTakendown'),
      /^This account was taken down: \S+ answered 400 RepoTakendown/,
    ],
    ['a status by itself', (response) => void response.writeHead(404).end(), /answered 404/],
    [
      'a web page',
      sends('<!doctype html><p>parked', 'text/html'),
      /sent something unexpected: a web page in place of a repository/,
    ],
    ['JSON', sends('{"ok":true}', 'application/json; charset=utf-8'), /text in place of a repository/],
    ['half of it, each time', cutsAfter(whole, 100_000), /cannot be reached/],
    ['silence', silent, /did not answer in time: nothing came for 0\.3 s, after 1000 bytes/],
    ['nothing at all', () => {}, /did not answer in time: nothing came for 0\.3 s, after 0 bytes/],
  ])('is told of in a sentence where the host sends %s', async (_what, answer, sentence) => {
    host.answer = answer;
    const error = await take().catch((thrown: unknown) => thrown);
    expect(errorSentence(error)).toMatch(sentence);
  });

  test('is cut off where it is larger than there is room for', async () => {
    host.answer = sends(whole);
    const error = await take({ maxBytes: 1_000_000 }).catch((thrown: unknown) => thrown);
    expect(errorSentence(error)).toMatch(/sent too much: the answer is larger than 1000000 bytes/);
  });

  test.skipIf(process.platform !== 'linux')('says so where the disk takes no more', async () => {
    host.answer = sends(whole);
    const call = {
      did,
      origin: host.origin,
      policy: 'configured',
      file: '/dev/full',
      maxBytes: 1e9,
    } as const;
    const error = await getRepo(transport, call).catch((thrown: unknown) => thrown);
    expect(errorSentence(error)).toMatch(/^What came could not be kept \((ENOSPC|EINVAL): /);
  });

  test('is given up at once when it is stopped', async () => {
    host.answer = silent;
    const stop = new AbortController();
    const file = join(await temporaryFolder(), 'a.part');
    const call = { did, origin: host.origin, policy: 'configured', file, maxBytes: 1e9 } as const;
    const taking = getRepo(transport, {
      ...call,
      signal: stop.signal,
      onBytes: (count) => count > 0 && stop.abort(),
    });
    await expect(taking).rejects.toMatchObject({ name: 'AbortError' });
  });
});
