import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Address } from '../../src/places/address.js';
import { formatAddress } from '../../src/places/address.js';
import { type Author, type Blob, signUp } from '../network/author.js';
import { PLANT_LEXICON } from '../network/garden-lexicons.js';
import { png } from '../network/png.js';
import { type SeededNetwork, useSeededNetwork } from '../network/seeded-network.js';
import { freshHandle } from '../support/session/session-fixtures.js';
import { openTerminal } from '../support/terminal/terminal.js';

const program = fileURLToPath(new URL('../../dist/atscope.js', import.meta.url));
const POSTS = 'app.bsky.feed.post';

let network: SeededNetwork;
let folder: string;
/** Whose repository is kept, in two copies. */
let author: Author;
let postKey: string;
let image: Blob;

beforeAll(async () => {
  network = await useSeededNetwork();
  folder = await mkdtemp(join(tmpdir(), 'atscope-kinds-'));
  const { nameServers, labelers } = network;
  await writeFile(join(folder, 'settings.json'), JSON.stringify({ nameServers, labelers }));
  author = await signUp(network.pds, freshHandle('kinds'));
  image = await author.upload(png(77), 'image/png');
  const embed = { $type: 'app.bsky.embed.images', images: [{ alt: '', image }] };
  const createdAt = '2026-01-01T00:00:00Z';
  const [post] = await author.write([
    { collection: POSTS, value: { text: 'a garden', embed, createdAt } },
    { collection: POSTS, value: { text: 'second', createdAt } },
  ]);
  postKey = post?.uri.split('/').at(-1) ?? '';
  await run('pull', author.did);
  await author.write([{ collection: POSTS, value: { text: 'third', createdAt } }]);
  await run('pull', author.did);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const locations = (): readonly string[] => [
  ...['--plc', network.plc, '--appview', network.appview],
  ...['--config-dir', folder],
];

function run(...argv: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...argv, ...locations()], (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });
}

const objects = (text: string): readonly Record<string, unknown>[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

/** What `ls` of a kind comes to: rows, rows or none, or a sentence and its exit code. */
type Outcome = 'rows' | 'none' | readonly [code: number, sentence: RegExp];

const SIGN_IN: Outcome = [1, /atscope login signs in/];
const NO_BACKLINKS: Outcome = [1, /`backlinks` in settings\.json names one/];
const CAT: Outcome = [2, /atscope cat .* prints/];

/** A place of each kind: who adds one adds a line. */
const PLACES: { readonly [Kind in Address['kind']]: readonly [() => Record<string, unknown>, Outcome] } = {
  repo: [() => ({ repo: 'alice.test' }), 'rows'],
  collection: [() => ({ repo: 'alice.test', collection: POSTS }), 'rows'],
  record: [() => parts(network.seed.popular.uri), CAT],
  identity: [() => ({ repo: 'alice.test' }), 'rows'],
  log: [() => ({ repo: 'alice.test' }), 'rows'],
  relays: [() => ({ repo: 'alice.test' }), 'none'],
  labels: [() => ({ repo: network.seed.accounts.spammer!.handle }), 'rows'],
  labeler: [() => ({ repo: 'labeler.test' }), 'rows'],
  labelsBy: [() => ({ repo: 'labeler.test' }), 'rows'],
  links: [() => ({ repo: 'alice.test' }), NO_BACKLINKS],
  linksTo: [() => ({ target: 'https://example.com/' }), NO_BACKLINKS],
  followers: [() => ({ repo: 'alice.test' }), 'rows'],
  follows: [() => ({ repo: 'alice.test' }), 'rows'],
  known: [() => ({ repo: 'alice.test' }), SIGN_IN],
  authorFeed: [() => ({ repo: 'alice.test' }), 'rows'],
  thread: [() => parts(network.seed.popular.uri), 'rows'],
  feedPosts: [() => parts(network.seed.records.list), 'rows'],
  lists: [() => ({ repo: 'alice.test' }), 'rows'],
  feeds: [() => ({ repo: 'alice.test' }), 'rows'],
  packs: [() => ({ repo: 'alice.test' }), 'rows'],
  blocks: [() => ({ repo: 'alice.test' }), SIGN_IN],
  mutes: [() => ({ repo: 'alice.test' }), SIGN_IN],
  preferences: [() => ({ repo: 'alice.test' }), SIGN_IN],
  memberships: [() => ({ repo: 'alice.test' }), SIGN_IN],
  timeline: [() => ({ repo: 'alice.test' }), SIGN_IN],
  notifications: [() => ({ repo: 'alice.test' }), SIGN_IN],
  history: [() => ({ repo: 'alice.test' }), 'none'],
  activity: [() => ({ repo: author.did }), 'rows'],
  people: [() => ({ words: 'bob' }), 'rows'],
  postSearch: [() => ({ words: 'tomatoes' }), 'rows'],
  members: [() => parts(network.seed.records.list), 'rows'],
  likes: [() => parts(network.seed.popular.uri), 'rows'],
  reposts: [() => parts(network.seed.popular.uri), 'none'],
  quotes: [() => parts(network.seed.popular.uri), 'none'],
  replies: [() => parts(network.seed.popular.uri), 'none'],
  proof: [() => parts(network.seed.popular.uri), 'rows'],
  host: [() => ({ host: new URL(network.pds).host }), 'rows'],
  repos: [() => ({ host: new URL(network.pds).host }), 'rows'],
  hosts: [() => ({ host: new URL(network.pds).host }), [1, /lists no hosts/]],
  lexicon: [() => ({ nsid: PLANT_LEXICON, def: undefined }), 'rows'],
  xrpc: [() => ({ nsid: 'app.bsky.graph.getFollowers', params: [['actor', 'alice.test']] }), 'rows'],
  lexiconRepos: [() => ({ nsid: POSTS }), [1, /`directory` in settings\.json names one/]],
  archives: [() => ({}), 'rows'],
  archive: [() => ({ of: kept() }), 'rows'],
  archiveCollection: [() => ({ of: kept(), collection: POSTS }), 'rows'],
  archiveRecord: [() => ({ of: kept(), collection: POSTS, rkey: postKey }), CAT],
  archiveBlobs: [() => ({ of: kept() }), 'rows'],
  archiveBlob: [() => ({ of: kept(), cid: image.ref.$link }), 'rows'],
  blobs: [() => ({ repo: author.did }), 'rows'],
  blob: [() => ({ repo: author.did, cid: image.ref.$link }), 'rows'],
  archiveTree: [() => ({ of: kept() }), 'rows'],
  archiveSearch: [() => ({ of: kept(), query: 'garden' }), 'rows'],
  archiveChanges: [() => ({ of: kept(), from: { ...kept(), copy: 1 } }), 'rows'],
  archiveProblems: [() => ({ of: kept() }), 'none'],
  archiveActivity: [() => ({ of: kept() }), 'rows'],
  archiveDay: [() => ({ of: kept(), day: new Date().toISOString().slice(0, 10) }), 'none'],
};

const kept = () => ({ repo: author.did, copy: 0 });

function parts(uri: string) {
  const [, , repo, collection, rkey] = uri.split('/');
  return { repo, collection, rkey };
}

const addressOf = (kind: Address['kind']): string =>
  formatAddress({ kind, ...PLACES[kind][0]() } as unknown as Address);

describe.each(Object.entries(PLACES))('ls of %s', (kind, [, outcome]) => {
  test('prints its rows as NDJSON, or says in a sentence why not', async () => {
    const address = addressOf(kind as Address['kind']);
    const { code, stdout, stderr } = await run('ls', address, '--limit', '3');
    if (typeof outcome !== 'string') {
      expect({ code, stdout }).toEqual({ code: outcome[0], stdout: '' });
      expect(stderr).toMatch(outcome[1]);
      expect(stderr).toMatch(/^atscope: .*\n$/);
      return;
    }
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const rows = objects(stdout);
    expect(rows.length).toBeLessThanOrEqual(3);
    if (outcome === 'rows') expect(rows.length).toBeGreaterThan(0);
    expect(stdout === '' || stdout.endsWith('\n')).toBe(true);

    const unknown = await run('ls', address, '--columns', 'no such column');
    expect(unknown).toMatchObject({ code: 2, stdout: '' });
    const [, titles = ''] = /its columns are (.*)\.\n$/.exec(unknown.stderr) ?? [];
    expect(titles).not.toBe('');
    const [first = ''] = titles.split(', ');
    const { stdout: texts } = await run('ls', address, '--columns', first, '--limit', '2');
    for (const row of objects(texts)) expect(row).toEqual({ [first]: expect.any(String) });
  });
});

test('the rows are turned round and filtered, or it is said that they cannot be', async () => {
  for (const address of [`${author.did}/${POSTS}`, addressOf('archiveCollection')]) {
    const all = objects((await run('ls', address, '--all')).stdout);
    expect(all).toHaveLength(3);
    expect(objects((await run('ls', address, '--reverse', '--limit', '2')).stdout)).toEqual(
      all.toReversed().slice(0, 2),
    );
    expect(objects((await run('ls', address, '--filter', 'GARDEN')).stdout)).toEqual([all[2]]);
    expect(await run('ls', address, '--filter', 'nowhere')).toEqual({ code: 0, stdout: '', stderr: '' });
  }
  const refused = await run('ls', 'people:bob', '--reverse');
  expect(refused).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringMatching(/without --reverse\.\n$/),
  });
});

test('a pipe that is closed ends a long list quietly, and what was written is whole lines', async () => {
  const argv = ['ls', `alice.test/${POSTS}`, ...locations()].map((word) => `'${word}'`).join(' ');
  const line = `set -o pipefail; '${process.execPath}' '${program}' ${argv} | head -n 2`;
  const child = spawn('bash', ['-c', line], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (data) => {
    stdout += data;
  });
  child.stderr.on('data', (data) => {
    stderr += data;
  });
  const [code] = await once(child, 'close');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(objects(stdout)).toHaveLength(2);
});

test.each([80, 160])('a table fits a terminal of %i columns', async (columns) => {
  for (const address of [`alice.test/${POSTS}`, 'alice.test/followers', addressOf('archiveBlobs')]) {
    await using terminal = await openTerminal({
      args: [program, 'ls', address, '--limit', '10', ...locations()],
      columns,
      rows: 40,
    });
    await terminal.waitForExit();
    const lines = terminal.screen().filter((line) => line.trim() !== '');
    const rows = address.endsWith('/blobs') ? 1 : 10;
    // The titles, the rows, and below them how to get more: nothing was wrapped into a line of its own.
    const table = lines.slice(0, rows + 1);
    expect(table).toHaveLength(rows + 1);
    for (const line of lines.slice(rows + 1)) expect(line).not.toMatch(/^\s*\d\d-\d\d/);
    expect(lines[rows + 1] ?? 'atscope: ').toMatch(/^atscope: /);
  }
});
