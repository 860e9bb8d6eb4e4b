import { expect, test } from 'vitest';
import { recordCid } from '../../src/atproto/writes/record-cid.js';
import type { StoredRecord, Write } from '../../src/atproto/writes/write.js';
import { WriteError } from '../../src/atproto/writes/write-error.js';
import { type PutRules, type PutTarget, Putter } from '../../src/cli/put-record.js';
import { noFiles } from '../../src/jobs/changes/allowed-files.js';
import { offlineClient } from '../support/offline-client.js';

const POST = 'app.bsky.feed.post';
const account = {
  did: 'did:plc:aaaabbbbccccddddeeeeffff',
  handle: 'nora.test',
  pds: 'https://pds.test',
  state: { kind: 'active' },
};
const client = offlineClient();

interface Given {
  readonly target?: Partial<PutTarget>;
  readonly rules?: Partial<PutRules>;
  /** What is there, each time when it is read. */
  readonly there?: readonly (StoredRecord | undefined)[];
  /** What becomes of each write; undefined: it is made. */
  readonly failures?: readonly (Error | undefined)[];
}

function putter({ target, rules, there = [], failures = [] }: Given = {}) {
  const reads: string[] = [];
  const writes: (Write & { validate?: boolean | undefined })[] = [];
  const said: string[] = [];
  const found = [...there];
  const errors = [...failures];
  const put = new Putter({
    client,
    account: account as never,
    target: { repo: 'nora.test', collection: undefined, rkey: undefined, ...target },
    rules: { swap: undefined, force: false, validate: undefined, dryRun: false, allow: noFiles, ...rules },
    signal: new AbortController().signal,
    say: (sentence) => said.push(sentence),
    writer: {
      did: account.did,
      async read(collection, rkey) {
        reads.push(`${collection}/${rkey}`);
        return found.length > 1 ? found.shift() : found[0];
      },
      write: () => expect.fail('past the undo journal'),
      writeAll: () => expect.fail('all at once'),
      head: () => expect.fail('no commit is of interest'),
      upload: () => expect.fail('no file is sent'),
      blobMaxBytes: () => Promise.resolve(undefined),
    },
    changes: {
      async make(write, { validate } = {}) {
        writes.push({ ...write, validate });
        const error = errors.shift();
        if (error) throw error;
        const { collection, rkey = '' } = write;
        return { collection, rkey, cid: 'written', isChange: true, validity: undefined };
      },
    },
  });
  return {
    reads,
    writes,
    said,
    put: (json: string, { uri, cid }: { uri?: string; cid?: string } = {}) =>
      put.put({ ok: true, json, uri, cid }),
  };
}

const post = (text: string) => JSON.stringify({ $type: POST, text, createdAt: '2026-01-01T00:00:00Z' });
const stored = async (json: string): Promise<StoredRecord> => ({ cid: await recordCid(json), json });
const atKey = { collection: POST, rkey: '3k2aaaaaaaaaa' };
const changed = new WriteError('changed', 'It changed.');

test('a new record gets a TID, for which nobody is asked, and its $type', async () => {
  const { put, reads, writes } = putter({ target: { collection: POST } });
  const outcome = await put('{ "text": "a", "createdAt": "2026-01-01T00:00:00Z" }');
  expect(outcome).toMatchObject({
    uri: expect.stringMatching(`^at://${account.did}/${POST}/3[a-z2-7]{12}$`),
    status: 'created',
  });
  expect(reads).toEqual([]);
  expect(writes).toMatchObject([{ kind: 'create', collection: POST, validate: undefined }]);
  expect(JSON.parse((writes[0] as { json: string }).json).$type).toBe(POST);
});

test('a record of which there is one has its own key, and is looked for', async () => {
  const { put, reads } = putter({
    there: [await stored('{"$type":"app.bsky.actor.profile","displayName":"was"}')],
  });
  expect(await put('{"$type":"app.bsky.actor.profile","displayName":"is"}')).toMatchObject({
    status: 'refused',
  });
  expect(reads).toEqual(['app.bsky.actor.profile/self']);
});

test('what looks like a link and is none is refused, and ends nothing', async () => {
  const { put, writes } = putter({ target: { collection: 'com.example.thing' } });
  const odd = { status: 'refused', reason: expect.stringContaining('its $link is no CID') };
  expect(await put('{"of":{"$link":"nonsense"}}')).toMatchObject(odd);
  const { status, reason } = await put('{"of":{"$bytes":7}}');
  expect({ status, reason }).toMatchObject({ reason: expect.stringContaining('its $bytes are no base64') });
  expect(status).toBe('refused');
  expect(writes).toEqual([]);
});

test.each<[string, Given, { cid?: string }, object, object[]]>([
  ['nothing there', { there: [undefined] }, {}, { status: 'created' }, [{ kind: 'create' }]],
  ['the same there', { there: [await stored(post('new'))] }, {}, { status: 'unchanged' }, []],
  [
    'another there',
    { there: [await stored(post('old'))] },
    {},
    { status: 'refused', reason: expect.stringContaining('--force') },
    [],
  ],
  [
    'another there, by the CID of the line',
    { there: [await stored(post('old'))] },
    { cid: await recordCid(post('old')) },
    { status: 'updated' },
    [{ kind: 'update', swap: await recordCid(post('old')) }],
  ],
  [
    'another than the line says',
    { there: [await stored(post('old'))] },
    { cid: await recordCid(post('older')) },
    { status: 'refused', reason: expect.stringContaining('by now') },
    [],
  ],
  [
    'nothing, and the line says something',
    { there: [undefined] },
    { cid: 'bafy' },
    { status: 'refused', reason: expect.stringContaining('is not there') },
    [],
  ],
  [
    'nothing, by force',
    { there: [undefined], rules: { force: true } },
    { cid: 'bafy' },
    { status: 'created' },
    [{ kind: 'create' }],
  ],
  [
    'another, by force',
    { there: [await stored(post('old'))], rules: { force: true } },
    {},
    { status: 'updated' },
    [{ kind: 'update', swap: await recordCid(post('old')) }],
  ],
  [
    'to be looked at only',
    { there: [await stored(post('old'))], rules: { force: true, dryRun: true } },
    {},
    { status: 'updated', dryRun: true, cid: await recordCid(post('new')) },
    [],
  ],
])('%s', async (_, given, { cid }, outcome, made) => {
  const { put, writes } = putter({ target: atKey, ...given });
  const uri = `at://${account.did}/${POST}/${atKey.rkey}`;
  expect(await put(post('new'), cid === undefined ? {} : { uri, cid })).toMatchObject({ uri, ...outcome });
  expect(writes).toEqual(made.map((write) => expect.objectContaining(write)));
});

test('by force what changes while one looks is looked at again, three times', async () => {
  const there = await Promise.all(['a', 'b', 'c'].map((text) => stored(post(text))));
  const twice = putter({ target: atKey, rules: { force: true }, there, failures: [changed, changed] });
  expect(await twice.put(post('new'))).toMatchObject({ status: 'updated' });
  expect(twice.writes.map((write) => 'swap' in write && write.swap)).toEqual(there.map(({ cid }) => cid));
  const always = putter({
    target: atKey,
    rules: { force: true },
    there,
    failures: [changed, changed, changed],
  });
  expect(await always.put(post('new'))).toMatchObject({ status: 'refused', reason: 'It changed.' });
  const guarded = putter({ target: atKey, rules: { swap: there[0]?.cid }, there, failures: [changed] });
  expect(await guarded.put(post('new'))).toMatchObject({ status: 'refused' });
  expect(guarded.writes).toHaveLength(1);
});

test('the PDS is to check what it knows the lexicon of', async () => {
  for (const validate of [undefined, true, false]) {
    const { put, writes } = putter({ target: { collection: POST }, rules: { validate } });
    expect(await put(post('a'))).toMatchObject({ status: 'created' });
    expect(writes[0]?.validate).toBe(validate);
  }
});

test('a lexicon that is not known is told once', async () => {
  const { put, said } = putter({ target: { collection: 'com.example.thing' } });
  await put('{"a":1}');
  await put('{"a":2}');
  expect(said).toEqual([
    'no lexicon of com.example.thing is known here, so that nothing of it is checked: --validate asks for it.',
  ]);
});

test.each<[string, Partial<PutTarget>, string, string]>([
  ['another account', {}, 'at://bob.test/a.b.c/d', 'is in the repository of another account'],
  [
    'another collection',
    { collection: POST },
    `at://${account.did}/a.b.c/d`,
    'is not at the address that was given',
  ],
  ['another key', atKey, `at://${account.did}/${POST}/d`, 'is not at the address that was given'],
  ['no record', {}, `at://${account.did}`, 'is the URI of no record'],
  ['no URI', {}, 'at://', 'is the URI of no record'],
])('a line of %s is refused', async (_, target, uri, words) => {
  const { put, writes } = putter({ target });
  expect(await put('{}', { uri })).toMatchObject({
    status: 'refused',
    reason: expect.stringContaining(words),
  });
  expect(writes).toEqual([]);
});

test('a line names its account by DID, handle, or as it was typed', async () => {
  for (const repo of [account.did, 'Nora.test', 'old.test']) {
    const { put, writes } = putter({ target: { repo: 'old.test' } });
    expect(await put('{"a":1}', { uri: `at://${repo}/com.example.thing/a` })).toMatchObject({
      status: 'created',
    });
    expect(writes).toMatchObject([{ collection: 'com.example.thing', rkey: 'a' }]);
  }
});
