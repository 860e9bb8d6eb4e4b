import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { createClient } from '../../src/atproto/client.js';
import { undoEntry } from '../../src/jobs/changes/undo.js';
import { openConfig } from '../../src/keep/config.js';
import { openSessionStore } from '../../src/keep/session-store.js';
import { GARDEN_AUTHORITY, PLANT_LEXICON as PLANT } from '../network/garden-lexicons.js';
import { png } from '../network/png.js';
import { type SeededNetwork, useSeededNetwork } from '../network/seeded-network.js';
import { type SignedIn, signUpWithPassword } from '../network/signed-in.js';
import { scratchFolder } from '../support/scratch-folder.js';
import { freshHandle } from '../support/session/session-fixtures.js';
import { openAtscope } from '../support/terminal/open-atscope.js';

const program = fileURLToPath(new URL('../../dist/atscope.js', import.meta.url));
const POST = 'app.bsky.feed.post';
const CREATED = '2026-01-01T00:00:00Z';

const folder = scratchFolder();
const files = join(folder, 'files');
let network: SeededNetwork;
let nora: SignedIn;
let other: SignedIn;

beforeAll(async () => {
  network = await useSeededNetwork();
  nora = await signUpWithPassword(network.pds, freshHandle('putter'));
  other = await signUpWithPassword(network.pds, freshHandle('second'));
  for (const { handle, password } of [nora, other]) {
    expect(await atscope(['login', handle], `${password}\n`)).toMatchObject({ code: 0 });
  }
  mkdirSync(files);
  writeFileSync(join(files, 'a.png'), png(3));
  writeFileSync(join(files, 'note.txt'), 'no picture');
  writeFileSync(join(files, 'large.png'), Buffer.concat([png(4), Buffer.alloc(6_000_000)]));
  symlinkSync('/etc/hostname', join(files, 'link.png'));
  writeFileSync(join(folder, 'settings.json'), JSON.stringify({ nameServers: network.nameServers }));
});

/** Everything that was printed, in search of what must never be. */
let printed = '';

async function atscope(argv: readonly string[], input = '') {
  const { plc, appview } = network;
  const child = spawn(
    process.execPath,
    [program, ...argv, '--plc', plc, '--appview', appview, '--config-dir', folder],
    { env: { ...process.env, TERM: 'dumb' }, stdio: 'pipe' },
  );
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].on('data', (data) => {
      texts[name] += data;
    });
  }
  child.stdin.on('error', () => {}).end(input);
  const [code] = await once(child, 'close');
  printed += texts.stdout + texts.stderr;
  const lines = texts.stdout.split('\n').filter(Boolean);
  return {
    code,
    ...texts,
    outcomes: lines.flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : [])),
  };
}

const at = (path: string) => `at://${nora.did}/${path}`;
const post = (text: string, more: object = {}) =>
  JSON.stringify({ $type: POST, text, createdAt: CREATED, ...more });
const plant = (name: string, more: object = {}) =>
  JSON.stringify({ $type: PLANT, name, heightCm: 10, sownAt: CREATED, ...more });

async function recordAt(uri: string): Promise<Record<string, unknown> | undefined> {
  const [, , repo, collection, rkey] = uri.split('/');
  const query = new URLSearchParams({ repo: repo!, collection: collection!, rkey: rkey! });
  const answer = await fetch(`${network.pds}/xrpc/com.atproto.repo.getRecord?${query}`);
  return answer.ok ? ((await answer.json()) as { value: Record<string, unknown> }).value : undefined;
}

test('a record is made, is left as it is, is guarded, is written over, and is deleted', async () => {
  const made = await atscope(['put', `${nora.handle}/${POST}`], post('first'));
  expect(made).toMatchObject({ code: 0, stderr: '' });
  const [{ uri, cid }] = made.outcomes;
  expect(made.outcomes).toEqual([
    { uri: expect.stringMatching(`^at://${nora.did}/${POST}/3`), cid, status: 'created' },
  ]);
  expect(await recordAt(uri)).toMatchObject({ text: 'first' });

  const same = await atscope(['put', uri], post('first'));
  expect(same).toMatchObject({ code: 0, outcomes: [{ uri, cid, status: 'unchanged' }] });

  const there = await atscope(['put', uri], post('second'));
  expect(there).toMatchObject({ code: 1, outcomes: [{ uri, cid, status: 'refused' }] });
  expect(there.stderr).toBe(`atscope: ${there.outcomes[0].reason}\n`);
  expect(there.stderr).toContain(`--swap ${cid} overwrites it as it is now`);

  const file = join(folder, 'second.json');
  writeFileSync(file, `${JSON.stringify(JSON.parse(post('second')), undefined, 2)}\n`);
  const swapped = await atscope(['put', uri, file, '--swap', cid]);
  expect(swapped).toMatchObject({ code: 0, stderr: '', outcomes: [{ status: 'updated' }] });
  const stale = await atscope(['put', uri, '--swap', cid, '-'], post('third'));
  expect(stale).toMatchObject({
    code: 1,
    outcomes: [{ status: 'refused', reason: expect.stringContaining('by now') }],
  });
  const forced = await atscope(['put', uri, '--force'], post('third'));
  expect(forced).toMatchObject({ code: 0, outcomes: [{ status: 'updated' }] });
  expect(await recordAt(uri)).toMatchObject({ text: 'third' });

  const dry = await atscope(['rm', uri, '--dry-run']);
  expect(dry).toMatchObject({ code: 0, outcomes: [{ uri, status: 'deleted', dryRun: true }] });
  expect(await atscope(['rm', uri, '--swap', cid])).toMatchObject({
    code: 1,
    outcomes: [{ status: 'refused' }],
  });
  expect(await recordAt(uri)).toMatchObject({ text: 'third' });
  const deleted = await atscope(['rm', uri]);
  expect(deleted).toMatchObject({
    code: 0,
    stderr: '',
    outcomes: [{ uri, cid: forced.outcomes[0].cid, status: 'deleted' }],
  });
  expect(await recordAt(uri)).toBeUndefined();
  expect(await atscope(['rm', uri])).toMatchObject({ code: 1, outcomes: [{ uri, status: 'gone' }] });
});

test('what cannot be written is refused before anything is sent, with a reason', async () => {
  const cases: readonly [argv: readonly string[], input: string, code: number, words: string][] = [
    [[at(POST)], '{"text":', 1, 'it is not JSON'],
    [[at(POST)], '', 1, 'there is no record to write'],
    [[at(POST)], post('x'.repeat(301)), 1, 'text: '],
    [[at(POST)], post('a', { n: 1.5 }), 1, 'n: 1.5 is no integer'],
    [
      [at(POST)],
      `{"text":"a","createdAt":"${CREATED}","n":9007199254740993}`,
      1,
      'n: 9007199254740993 is too large',
    ],
    [[at(POST)], plant('a'), 1, `it is ${PLANT}, and the collection is ${POST}`],
    [[at(`${POST}/hello`)], post('a'), 1, 'Invalid record key'],
    [[at(`${POST}/3k2aaaaaaaaaa`), '--swap', 'bafyreib'], post('a'), 2, 'is no CID'],
    [[at(POST), '--swap', 'bafyreib', '--force'], post('a'), 2, 'give --swap or --force'],
    [[`archive:${nora.did}`], post('a'), 2, 'put takes at://'],
    [[at(POST)], `${post('a')}\n${post('b')}\n`, 2, 'there is more than one record: --yes'],
    [[at(`${POST}/3k2aaaaaaaaaa`), '--yes'], `${post('a')}\n${post('b')}\n`, 2, 'the address is that of one'],
    [[at(POST), join(folder, 'none.json')], '', 1, 'cannot be read: ENOENT'],
    [['alice.test/app.bsky.feed.post'], post('a'), 1, 'alice.test is not signed in here'],
    [
      [at(POST)],
      JSON.stringify({
        uri: 'at://did:plc:aaaaaaaaaaaaaaaaaaaaaaaa/app.bsky.feed.post/3k2aaaaaaaaaa',
        value: {},
      }),
      1,
      'of another account',
    ],
    [[at(POST), '--validate'], plant('a').replaceAll(PLANT, POST), 1, 'Missing required key'],
    [
      [at('com.example.nobody.knows'), '--validate'],
      '{}',
      1,
      'the lexicon com.example.nobody.knows cannot be had',
    ],
  ];
  for (const [argv, input, code, words] of cases) {
    const { stderr, ...ended } = await atscope(['put', ...argv], input);
    expect({ code: ended.code, stderr }).toEqual({ code, stderr: expect.stringContaining(words) });
  }
  const left = await fetch(
    `${network.pds}/xrpc/com.atproto.repo.listRecords?repo=${nora.did}&collection=${POST}`,
  );
  expect(await left.json()).toMatchObject({ records: [] });
});

test('lexicons are asked for with --validate, and nothing is checked without them or with --no-validate', async () => {
  expect(network.nameServers?.length, GARDEN_AUTHORITY).toBeGreaterThan(0);
  const unknown = await atscope(['put', at(`${PLANT}/tall`)], plant('Tall', { heightCm: 999 }));
  expect(unknown).toMatchObject({ code: 0, outcomes: [{ status: 'created' }] });
  expect(unknown.stderr).toBe(
    `atscope: no lexicon of ${PLANT} is known here, so that nothing of it is checked: --validate asks for it.\n`,
  );
  const strict = await atscope(
    ['put', at(`${PLANT}/taller`), '--validate'],
    plant('Taller', { heightCm: 999 }),
  );
  expect(strict).toMatchObject({
    code: 1,
    outcomes: [{ status: 'refused', reason: expect.stringContaining('heightCm') }],
  });
  const good = await atscope(['put', at(`${PLANT}/small`), '--validate'], plant('Small'));
  expect(good).toMatchObject({ code: 0, stderr: '', outcomes: [{ status: 'created' }] });
  // It is known from then on.
  const now = await atscope(['put', at(`${PLANT}/taller`)], plant('Taller', { heightCm: 999 }));
  expect(now).toMatchObject({ code: 1, stderr: expect.stringContaining('heightCm') });
  const without = await atscope(
    ['put', at(`${PLANT}/taller`), '--no-validate'],
    plant('Taller', { heightCm: 999 }),
  );
  expect(without).toMatchObject({ code: 0, stderr: '' });
  const odd = await atscope(['put', at(`${POST}/odd`), '--no-validate'], '{"text":1}');
  expect(odd).toMatchObject({ code: 0, outcomes: [{ status: 'created' }] });
  await atscope(['rm', '--yes', at(`${POST}/odd`)]);
});

test('many go one a line, each with its own outcome, as ls prints them, and back at once', async () => {
  const lines = [
    JSON.stringify({ uri: at(`${PLANT}/one`), value: JSON.parse(plant('One')) }),
    '{"uri": "at://',
    JSON.stringify({ uri: at(`${PLANT}/two`), value: JSON.parse(plant('Two', { heightCm: 1.5 })) }),
    '',
    JSON.stringify({ uri: `at://${other.did}/${PLANT}/three`, value: {} }),
    plant('Four'),
  ];
  const put = await atscope(['put', nora.handle, '-', '--yes'], lines.join('\n'));
  expect(put.code).toBe(1);
  expect(put.outcomes.map(({ status, uri }) => [status, uri])).toEqual([
    ['created', at(`${PLANT}/one`)],
    ['refused', undefined],
    ['refused', at(`${PLANT}/two`)],
    ['refused', undefined],
    ['created', expect.stringMatching(`^${at(PLANT)}/3`)],
  ]);
  expect(put.stderr).toContain('atscope: 3 of 5 records were not written.');

  const listed = await atscope(['ls', `${nora.did}/${PLANT}`]);
  const changed = listed.stdout.replaceAll('"heightCm":10', '"heightCm":11');
  const edited = await atscope(['put', nora.did, '--yes'], changed);
  expect(edited.code).toBe(0);
  expect(edited.outcomes.map(({ status }) => status).toSorted()).toEqual(
    listed.outcomes.map(({ value }) => (value.heightCm === 10 ? 'updated' : 'unchanged')).toSorted(),
  );
  // The lines say what was there, which is not there any more.
  const again = await atscope(['put', nora.did, '--yes'], listed.stdout);
  expect(again.code).toBe(1);
  expect(new Set(again.outcomes.map(({ status }) => status))).toEqual(new Set(['refused', 'unchanged']));

  const stale = await atscope(['rm', '--yes', '-'], listed.stdout);
  expect(stale.outcomes.filter(({ status }) => status === 'refused')).toHaveLength(
    edited.outcomes.filter(({ status }) => status === 'updated').length,
  );
  const names = [
    `"${at(`${PLANT}/one`)}"`,
    at(`${PLANT}/none`),
    `${nora.handle}/${PLANT}`,
    `at://${other.did}/${PLANT}/x`,
  ];
  expect(await atscope(['rm', '-'], names.join('\n'))).toMatchObject({ code: 2, stdout: '' });
  const gone = await atscope(['rm', '--yes', '-'], names.join('\n'));
  expect(gone).toMatchObject({ code: 1, stderr: 'atscope: 3 of 4 records were not deleted.\n' });
  expect(gone.outcomes.map(({ status }) => status)).toEqual(['deleted', 'gone', 'refused', 'refused']);
});

test('rm takes records one by one, and no collection', async () => {
  const [first, second] = await nora.write([
    { collection: POST, value: { text: 'a', createdAt: CREATED } },
    { collection: POST, value: { text: 'b', createdAt: CREATED } },
  ]);
  expect(await atscope(['rm', first!.uri, second!.uri])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--yes'),
  });
  expect(await atscope(['rm', '--yes', at(POST)])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(`atscope ls ${at(POST)} | atscope rm --yes - deletes all`),
  });
  expect(await atscope(['rm', '--yes', `archive:${nora.did}`, first!.uri])).toMatchObject({ code: 2 });
  const both = await atscope(['rm', '--yes', first!.uri, second!.uri]);
  expect(both).toMatchObject({ code: 0, outcomes: [{ status: 'deleted' }, { status: 'deleted' }] });

  // As `U` undoes them in a later run.
  const { plc, appview } = network;
  const client = createClient({
    plc,
    appview,
    sessions: { store: openSessionStore(folder), proxy: undefined },
  });
  await client.sessions.use(nora.did, { forNow: true });
  const { undo } = openConfig({ folder });
  const entry = await undo.last(nora.did);
  expect(entry).toMatchObject({ title: 'deleted 2 records' });
  const writer = await client.writer();
  const undone = await undoEntry(
    {
      client,
      writer,
      undo,
      call: () => expect.fail('no procedure'),
      putBack: () => expect.fail('no preference'),
    },
    entry!,
  );
  expect(undone).toMatchObject({ undone: [{}, {}], left: [] });
  await client.close();
  expect(await recordAt(first!.uri)).toMatchObject({ text: 'a' });
  expect(await recordAt(second!.uri)).toMatchObject({ text: 'b' });
});

test('files of a folder become blobs, told before they are sent, and no others', async () => {
  const withImage = (name: string) =>
    post('a picture', {
      embed: { $type: 'app.bsky.embed.images', images: [{ alt: '', image: { $file: name } }] },
    });
  for (const [name, options, words] of [
    ['a.png', [], 'none may be sent: --files'],
    ['../second.json', ['--files', files], 'leads out of'],
    ['link.png', ['--files', files], 'is a link that leads out of'],
    ['note.txt', ['--files', files], 'cannot stand at embed.images[0].image'],
    ['large.png', ['--files', files], 'takes 5.2 MB at most'],
    ['a.png', ['--files', join(folder, 'none')], 'cannot be read: ENOENT'],
  ] as const) {
    const refused = await atscope(['put', at(POST), ...options], withImage(name));
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining(words) });
  }
  const told = `"a.png", ${png(3).length} B of image/png, at embed.images[0].image.\n`;
  const dry = await atscope(['put', at(POST), '--files', files, '--dry-run'], withImage('a.png'));
  expect(dry).toMatchObject({ code: 0, stderr: `atscope: would send ${told}` });
  expect(dry.outcomes[0]).toMatchObject({
    status: 'created',
    dryRun: true,
    files: [{ path: 'embed.images[0].image', name: 'a.png', type: 'image/png' }],
  });
  expect(await recordAt(dry.outcomes[0].uri)).toBeUndefined();
  const sent = await atscope(['put', at(POST), '--files', files], withImage('a.png'));
  expect(sent).toMatchObject({ code: 0, stderr: `atscope: sends ${told}` });
  const value = await recordAt(sent.outcomes[0].uri);
  expect(value).toMatchObject({ embed: { images: [{ image: { $type: 'blob', mimeType: 'image/png' } }] } });
});

test('two at the same time do not write over each other, and each account gets its own', async () => {
  const uri = at(`${PLANT}/race`);
  const [{ cid }] = (await atscope(['put', uri], plant('Race'))).outcomes;
  const both = await Promise.all(
    ['Left', 'Right'].map((name) => atscope(['put', uri, '--swap', cid], plant(name))),
  );
  expect(both.map(({ code }) => code).toSorted()).toEqual([0, 1]);
  // The other one signed in last, and stays who is used by the next run.
  expect(readFileSync(join(folder, 'sessions', 'last-used.json'), 'utf8')).toContain(other.did);
  const others = await atscope(['put', `${other.handle}/${PLANT}`], plant('Hers'));
  expect(others.outcomes[0].uri).toMatch(`at://${other.did}/`);
});

test('on a terminal a record is shown, and deleted only by a yes', async () => {
  const uri = at(`${PLANT}/asked`);
  await atscope(['put', uri], plant('Asked \u009b31m'));
  for (const [answer, said, isThere] of [
    ['n\r', 'Nothing was deleted.', true],
    ['\x03', '[y/N]', true],
    ['y\r', `deleted ${uri}`, false],
  ] as const) {
    const terminal = await openAtscope(network, ['rm', uri, '--config-dir', folder], {
      columns: 120,
      rows: 30,
    });
    await terminal.waitFor(`Delete ${uri}? [y/N]`);
    expect(terminal.text()).toContain('"name": "Asked \\u009b31m"');
    terminal.write(answer);
    await terminal.waitFor(said);
    await terminal.waitForExit();
    expect((await recordAt(uri)) !== undefined).toBe(isThere);
    printed += terminal.raw;
    await terminal.close();
  }
});

test('no secret was printed', () => {
  const names = readdirSync(join(folder, 'sessions'));
  const sessions = names.map((name) => readFileSync(join(folder, 'sessions', name), 'utf8')).join();
  const secrets = sessions.match(/eyJ[\w-]+\.[\w-]+\.[\w-]+/g) ?? [];
  expect(secrets.length).toBeGreaterThan(0);
  for (const secret of [...secrets, nora.password, other.password]) expect(printed).not.toContain(secret);
  expect(printed).not.toMatch(/eyJ[\w-]{10,}\./);
});
