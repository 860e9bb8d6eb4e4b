import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AtClient, createClient } from '../../../src/atproto/client.js';
import { createLexicons } from '../../../src/atproto/lexicons/create-lexicons.js';
import type { LexiconProblem } from '../../../src/atproto/lexicons/lexicon.js';
import { LexiconFile } from '../../../src/keep/lexicon-cache.js';
import { signUp } from '../../network/author.js';
import { PLANT_LEXICON, PLANT_MAX_CM } from '../../network/garden-lexicons.js';
import { type SeededNetwork, useSeededNetwork } from '../../network/seeded-network.js';
import { freshHandle } from '../../support/session/session-fixtures.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

let network: SeededNetwork;
let client: AtClient;
let gardener: string;

beforeAll(async () => {
  network = await useSeededNetwork();
  client = createClient(network);
  gardener = network.seed.accounts.gardener!.did;
});

afterAll(() => client?.close());

const COLLECTION = 'com.atproto.lexicon.schema';
function fail(error: unknown): never {
  throw error;
}

/** The lexicons of a network whose DNS says what a test wants, and whose PDS may lie. */
function lexiconsOf({
  txt,
  changed = (car) => car,
}: {
  readonly txt: string;
  readonly changed?: (car: Uint8Array) => Uint8Array;
}) {
  return createLexicons({
    resolveTxt: async () => [[txt]],
    proofs: {
      resolve: client.resolve,
      plcLog: client.plcLog,
      repo: (identity) => ({
        proof: async (...asked) => changed(await client.repo(identity).proof(...asked)),
      }),
    },
  });
}

async function problem(resolving: Promise<unknown>): Promise<{ kind: LexiconProblem; message: string }> {
  return await resolving.then(
    () => fail(new Error('it was resolved')),
    ({ kind, message }) => ({ kind, message }),
  );
}

describe('a lexicon that is resolved', () => {
  test('is what its authority has published, and proved', async () => {
    expect(await client.lexicons.known(PLANT_LEXICON)).toBeUndefined();
    const lexicon = await client.lexicons.resolve(PLANT_LEXICON);
    const record = await client.repo(await client.resolve(gardener)).get(COLLECTION, PLANT_LEXICON);
    const { uri, cid, value } = record.value() as { uri: string; cid: string; value: object };
    expect(lexicon).toMatchObject({
      nsid: PLANT_LEXICON,
      origin: { kind: 'published', did: gardener, uri, cid },
    });
    expect(JSON.parse(lexicon.json)).toEqual(value);
    expect(lexicon.doc.defs.place).toMatchObject({ type: 'object', required: ['bed'] });
    expect(await client.lexicons.known('COM.example.Garden.plant')).toBe(lexicon);
  });

  test('is known to the next run, and asked for again when the hour is over or one wants it', async () => {
    const file = join(await temporaryFolder(), 'lexicons.tsv');
    const kept = new LexiconFile(file, 'here', { failed: fail });
    const first = createClient({ ...network, lexicons: kept });
    const lexicon = await first.lexicons.resolve(PLANT_LEXICON);
    await Promise.all([kept.flush(), first.close()]);

    let now = Date.now();
    let asked = 0;
    const cache = new LexiconFile(file, 'here', { failed: fail });
    const next = createLexicons({
      cache,
      now: () => now,
      resolveTxt: async () => {
        asked++;
        return [[`did=${gardener}`]];
      },
      proofs: client,
    });
    expect(await next.known(PLANT_LEXICON)).toEqual(lexicon);
    expect(await next.resolve(PLANT_LEXICON)).toEqual(lexicon);
    expect(asked).toBe(0);
    await next.resolve(PLANT_LEXICON, { fresh: true });
    expect(asked).toBe(1);
    now += 60 * 60 * 1000 + 1000;
    await next.resolve(PLANT_LEXICON);
    expect(asked).toBe(2);
    await cache.flush();
    expect(new LexiconFile(file, 'elsewhere', { failed: fail }).get(PLANT_LEXICON)).toBeUndefined();
  });

  test('is not there where the account proves that it has none', async () => {
    expect(await problem(client.lexicons.resolve('com.example.garden.tree'))).toEqual({
      kind: 'not-published',
      message: `${gardener} publishes the lexicons of that authority, and none is com.example.garden.tree.`,
    });
  });

  test('has no authority but the one that is named for its very domain', async () => {
    const { kind, message } = await problem(client.lexicons.resolve('com.example.garden.deep.plant'));
    expect(kind).toBe('no-authority');
    expect(message).toContain('_lexicon.deep.garden.example.com');
  });

  test('does not count where what the host sent is not proved', async () => {
    // The last byte is one of a block, which then hashes to something else.
    const changed = (car: Uint8Array): Uint8Array => car.with(-1, car.at(-1)! ^ 1);
    const { kind, message } = await problem(
      lexiconsOf({ txt: `did=${gardener}`, changed }).resolve(PLANT_LEXICON),
    );
    expect(kind).toBe('unproved');
    expect(message).toContain('does not hash to its CID');
  });

  test('does not count where it is the proof of another account', async () => {
    const { did } = network.seed.alice;
    const of = await client.repo(await client.resolve(did)).proof(COLLECTION, PLANT_LEXICON);
    const lexicons = lexiconsOf({ txt: `did=${gardener}`, changed: () => of });
    const { kind, message } = await problem(lexicons.resolve(PLANT_LEXICON));
    expect(kind).toBe('unproved');
    expect(message).toContain('is of another account');
  });

  test('does not count where it says that it is another, or is none', async () => {
    const author = await signUp(network.pds, freshHandle('nonsense'));
    const nsids = ['com.example.odd.named', 'com.example.odd.second'] as const;
    await author.write([
      { collection: COLLECTION, rkey: nsids[0], value: { lexicon: 1, id: 'com.example.odd.else', defs: {} } },
      { collection: COLLECTION, rkey: nsids[1], value: { lexicon: 2, id: nsids[1], defs: {} } },
    ]);
    const lexicons = lexiconsOf({ txt: `did=${author.did}` });
    expect(await problem(lexicons.resolve(nsids[0]))).toEqual({
      kind: 'malformed',
      message: `What ${author.did} has published as ${nsids[0]} is not that lexicon: it says that it is com.example.odd.else.`,
    });
    expect((await problem(lexicons.resolve(nsids[1]))).message).toContain('version 2 of the language');
  });
});

describe('a record of a lexicon that is resolved', () => {
  test('is held against it when one asks for that, and from then on by itself', async () => {
    const fresh = createClient(network);
    const plants = await fresh
      .repo(await fresh.resolve(network.seed.alice.did))
      .list(PLANT_LEXICON, undefined);
    const records = Array.from({ length: plants.items.length }, (_, at) => {
      const { uri, value } = plants.items.at(at)!.value() as { uri: string; value: { heightCm: number } };
      return { collection: PLANT_LEXICON, rkey: uri.split('/').at(-1)!, json: JSON.stringify(value), value };
    });
    const unknown = { status: 'unknown', missing: [PLANT_LEXICON] };
    expect(await fresh.validate(records[0]!)).toEqual(unknown);
    await fresh.validate(records[0]!, { resolve: true });
    const verdicts = await Promise.all(records.map(async (record) => (await fresh.validate(record)).status));
    expect(verdicts).toEqual(
      records.map(({ value }) => (value.heightCm > PLANT_MAX_CM ? 'invalid' : 'valid')),
    );
    expect(new Set(verdicts)).toEqual(new Set(['valid', 'invalid']));
    await fresh.close();
  });
});
