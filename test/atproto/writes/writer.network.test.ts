import { beforeAll, describe, expect, test } from 'vitest';
import type { WriteError } from '../../../src/atproto/writes/write-error.js';
import type { Writer } from '../../../src/atproto/writes/writer.js';
import { type SeededNetwork, useSeededNetwork } from '../../network/seeded-network.js';
import { signUpWithPassword, startRun } from '../../support/session/session-fixtures.js';

const PLANT = 'com.example.garden.plant';
const POST = 'app.bsky.feed.post';

let network: SeededNetwork;

beforeAll(async () => {
  network = await useSeededNetwork();
});

async function writing(): Promise<Writer> {
  const { did, password } = await signUpWithPassword(network.pds, 'writer');
  const { client } = await startRun(network);
  await client.sessions.signIn({ identifier: did, password });
  return await client.writer();
}

const refusal = (promise: Promise<unknown>): Promise<WriteError> =>
  promise.then(
    () => expect.fail('it was written'),
    (error) => error,
  );

describe('one record', () => {
  test('is written, changed and deleted under its guard, and nothing else', async () => {
    const writer = await writing();
    const at = { collection: PLANT, rkey: 'rose' };
    const made = await writer.write({ kind: 'create', ...at, json: '{"name":"Rose","n":1.0}' });
    expect(made).toMatchObject({ ...at, isChange: true, validity: 'unknown' });
    const kept = await writer.read(PLANT, 'rose');
    expect(kept?.cid).toBe(made.cid);
    expect(JSON.parse(kept?.json ?? '')).toEqual({ $type: PLANT, name: 'Rose', n: 1 });

    const again = await refusal(writer.write({ kind: 'create', ...at, json: '{"name":"Other"}' }));
    expect(again).toMatchObject({ kind: 'exists', now: { cid: made.cid } });

    const edit = { kind: 'update', ...at, json: '{"name":"Red rose"}' } as const;
    const edited = await writer.write({ ...edit, swap: made.cid });
    expect(await writer.write({ ...edit, swap: edited.cid })).toMatchObject({ isChange: false });
    const stale = await refusal(writer.write({ ...edit, json: '{"name":"Blue"}', swap: made.cid }));
    expect(stale).toMatchObject({ kind: 'changed', now: { cid: edited.cid } });

    expect(await refusal(writer.write({ kind: 'delete', ...at, swap: made.cid }))).toMatchObject({
      kind: 'changed',
    });
    await writer.write({ kind: 'delete', ...at, swap: edited.cid });
    expect(await writer.read(PLANT, 'rose')).toBeUndefined();
    expect(await writer.write({ kind: 'delete', ...at, swap: undefined })).toMatchObject({ isChange: false });
    expect(await refusal(writer.write({ ...edit, swap: edited.cid }))).toMatchObject({ kind: 'gone' });
  });

  test.each([
    [
      'an invalid record',
      { collection: POST, json: '{"createdAt":"2026-01-01T00:00:00Z"}' },
      'invalid',
      /"text"/,
    ],
    [
      'a wrong key',
      { collection: POST, rkey: 'hello', json: '{"text":"","createdAt":"2026-01-01T00:00:00Z"}' },
      'invalid',
      /TID/,
    ],
    ['a blob that nobody has', { collection: PLANT, json: BLOBLESS() }, 'blob', /blob/],
    ['a fraction', { collection: PLANT, json: '{"n":1.5}' }, 'unsendable', /1\.5/],
    [
      'an integer past 2^53',
      { collection: PLANT, json: '{"n":9007199254740993}' },
      'unsendable',
      /9007199254740993/,
    ],
    [
      'a body that is too large',
      { collection: PLANT, json: JSON.stringify({ t: 'x'.repeat(1_100_000) }) },
      'too-large',
      /larger/,
    ],
  ])('%s is refused in words', async (_, write, kind, words) => {
    const writer = await writing();
    const error = await refusal(writer.write({ kind: 'create', rkey: undefined, ...write }));
    expect(error).toMatchObject({ name: 'WriteError', kind });
    expect(error.message).toMatch(words);
  });

  test('is checked by a lexicon that the PDS has not, where it is to be', async () => {
    const writer = await writing();
    const write = { kind: 'create', collection: PLANT, rkey: undefined, json: '{}' } as const;
    expect(await refusal(writer.write(write, { validate: true }))).toMatchObject({ kind: 'unknown-lexicon' });
  });
});

function BLOBLESS(): string {
  const ref = { $link: 'bafkreibme22gw2h7y2h7tg2fhqotaqjucnbc24deqo72b6mkl2egezxhvy' };
  return JSON.stringify({ picture: { $type: 'blob', ref, mimeType: 'image/png', size: 10 } });
}
