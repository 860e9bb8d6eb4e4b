import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  type Answer,
  cutOff,
  deadOrigin,
  error,
  type FaultyService,
  hang,
  html,
  huge,
  inTurn,
  json,
  rateLimited,
  startFaultyService,
  truncatedJson,
  upstream,
  withHandle,
  withPds,
} from '../faults/faulty-service.js';
import { type SeededNetwork, useSeededNetwork } from '../network/seeded-network.js';
import { openAtscope } from './open-atscope.js';
import { openTerminal, type Terminal, type TerminalOptions } from './terminal.js';

let network: SeededNetwork;
let terminal: Terminal;
const services: FaultyService[] = [];
const folders: string[] = [];

beforeAll(async () => {
  network = await useSeededNetwork();
});

afterEach(async () => {
  await terminal?.close();
  await Promise.all(services.splice(0).map((service) => service.close()));
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true })));
});

type Routes = Readonly<Record<string, Answer>>;

async function faulty(routes: Routes, behind: string): Promise<FaultyService> {
  const service = await startFaultyService(routes, { upstream: behind });
  services.push(service);
  return service;
}

/** The seeded services with faults before them: what no route names is as it is. */
async function withFaults(faults: { pds?: Routes; plc?: Routes; appview?: Routes }) {
  const pds = await faulty(faults.pds ?? {}, network.pds);
  const plc = await faulty({ '/did:*': upstream(withPds(pds.url)), ...faults.plc }, network.plc);
  const appview = await faulty(faults.appview ?? {}, network.appview);
  return { pds, plc, appview, urls: { plc: plc.url, appview: appview.url } };
}

/** A home folder whose settings let a call take one second. */
async function impatient(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'atscope-faults-'));
  folders.push(home);
  await mkdir(join(home, 'atscope'));
  await writeFile(join(home, 'atscope', 'settings.json'), '{"timeoutSeconds": 1}');
  return home;
}

async function open(
  urls: { plc: string; appview: string },
  address: string,
  options: Omit<TerminalOptions, 'command' | 'args'> = {},
) {
  terminal = await openAtscope(urls, [address], { columns: 160, rows: 48, shell: true, ...options });
}

/** The screen as one text, without borders: sentences wrap in narrow panes. */
const words = () =>
  terminal
    .screen()
    .flatMap((row) => row.split(/[│╭╮╰╯├┤─]+/))
    .join(' ')
    .replace(/\s+/g, ' ');

/** The text of one pane, its lines joined: 0 is the left column, 1 the list, 2 the record, at 160 columns. */
const pane = (column: number) =>
  terminal
    .screen()
    .slice(1, -1)
    .map((row) => (row.split('││')[column] ?? '').replace(/[│╭╮╰╯├┤─]/g, ' ').trim())
    .join(' ')
    .replace(/\s+/g, ' ');

/** Keys still work, `q` still ends it, and the terminal comes back whole. */
async function goesOnAndEnds() {
  terminal.press('?');
  await terminal.waitFor('the keys that work here');
  terminal.press('Esc');
  await terminal.waitForGone('the keys that work here');
  terminal.press('q');
  expect(await terminal.waitForExit()).toMatchObject({ exitCode: 0 });
  expect(await terminal.leftBehind()).toEqual([]);
}

const posts = 'alice.test/app.bsky.feed.post';

interface Fault {
  readonly when: string;
  readonly address?: string;
  readonly faults?: Parameters<typeof withFaults>[0];
  /** A key to press once the list is there. */
  readonly press?: string;
  /** What must be read, and in which pane; in any where it is not said. */
  readonly says: RegExp;
  readonly in?: 0 | 1 | 2;
  /** What works all the same. */
  readonly and?: RegExp;
}

const unavailable = error(503, 'NotEnoughResources', 'Overloaded');

const table: readonly Fault[] = [
  {
    when: 'a handle is not known',
    address: 'nobody.test',
    says: /There is no account with the handle nobody\.test/,
  },
  {
    when: 'a handle has no DID document',
    faults: { plc: { '/did:*': error(404, 'NotFound', 'DID not registered') } },
    says: /alice\.test leads to did:plc:\w+, but there is no DID document of did:plc/,
    in: 1,
  },
  {
    when: 'a did:web does not answer',
    address: 'did:web:localhost%3A1',
    says: /could not be fetched: .* the connection was refused/,
  },
  {
    when: 'an account has no PDS',
    address: posts,
    faults: { plc: { '/did:*': upstream(withPds(undefined)) } },
    says: /names no PDS|no PDS/,
    and: /Alice Liddell/,
  },
  {
    when: 'the DID document names another handle',
    faults: { plc: { '/did:*': upstream(withHandle('bob.test')) } },
    says: /DID document names another handle/,
    in: 0,
  },
  ...(['RepoDeactivated', 'RepoTakendown', 'RepoNotFound'] as const).map(
    (name): Fault => ({
      when: `the PDS says ${name}`,
      address: posts,
      faults: {
        pds: {
          'com.atproto.repo.describeRepo': error(400, name, 'no'),
          'com.atproto.repo.listRecords': error(400, name, 'no'),
        },
      },
      says: {
        RepoDeactivated: /is deactivated/,
        RepoTakendown: /was taken down/,
        RepoNotFound: /no repository/,
      }[name],
      in: 1,
      and: /Alice Liddell/,
    }),
  ),
  {
    when: 'the collections cannot be had',
    address: posts,
    faults: { pds: { 'com.atproto.repo.describeRepo': unavailable } },
    says: /overloaded.*r tries again/,
    in: 0,
    and: /100 loaded/,
  },
  {
    when: 'the first page fails',
    address: posts,
    faults: { pds: { 'com.atproto.repo.listRecords': error(500) } },
    says: /The service failed.*500.*r tries again/,
    in: 1,
    and: /13/,
  },
  {
    when: 'a record cannot be had',
    address: 'at://alice.test/app.bsky.feed.post/3zzzzzzzzzzzz',
    says: /no such record/,
    in: 2,
    and: /100 loaded/,
  },
  {
    when: 'the connection is cut in the middle of an answer',
    address: posts,
    faults: { pds: { 'com.atproto.repo.listRecords': cutOff({ records: [], cursor: 'x' }) } },
    says: /cannot be reached/,
    in: 1,
  },
  {
    when: 'the JSON is cut short',
    address: posts,
    faults: { pds: { 'com.atproto.repo.listRecords': truncatedJson({ records: [], cursor: 'x' }) } },
    says: /sent something unexpected/,
    in: 1,
  },
  {
    when: 'a page of HTML comes instead of JSON',
    address: posts,
    faults: { pds: { 'com.atproto.repo.listRecords': html() } },
    says: /sent something unexpected/,
    in: 1,
  },
  {
    when: 'an answer of 60 MB comes',
    address: posts,
    faults: { pds: { 'com.atproto.repo.listRecords': huge(60) } },
    says: /sent too much/,
    in: 1,
  },
  {
    when: 'a cursor repeats',
    address: posts,
    faults: {
      pds: { 'com.atproto.repo.listRecords': upstream((page) => ({ ...(page as object), cursor: 'again' })) },
    },
    press: 'G',
    says: /same cursor twice/,
  },
  {
    when: 'pages are empty and have a cursor',
    address: posts,
    faults: {
      pds: {
        'com.atproto.repo.listRecords': (request, response, origin) =>
          json({ records: [], cursor: `${request.query.get('cursor') ?? ''}x` })(request, response, origin),
      },
    },
    says: /5 empty pages in a row: n asks for more/,
  },
  {
    when: 'it fails twice, and then is well',
    address: posts,
    faults: { pds: { 'com.atproto.repo.listRecords': inTurn(error(500), error(502), upstream()) } },
    says: /100 loaded/,
  },
  {
    when: 'the AppView does not know the account',
    faults: { appview: { 'app.bsky.actor.getProfile': error(400, 'InvalidRequest', 'Profile not found') } },
    says: /Alice Liddell/,
    and: /From the repository itself/,
  },
];

test.each(table)('when $when: it is said, and the rest goes on', async (fault) => {
  const { urls } = await withFaults(fault.faults ?? {});
  await open(urls, fault.address ?? 'alice.test');
  if (fault.press) {
    await terminal.waitFor('100 loaded');
    terminal.press(fault.press);
  }
  await terminal.waitFor(() => fault.says.test(fault.in === undefined ? words() : pane(fault.in)));
  if (fault.and) await terminal.waitFor(() => fault.and!.test(words()));
  await goesOnAndEnds();
});

test('without an AppView the profile is the one of the repository, and says so; records are read all the same', async () => {
  const { alice } = network.seed;
  await open({ plc: network.plc, appview: await deadOrigin() }, `at://${alice.did}/app.bsky.feed.post`);
  await terminal.waitFor('100 loaded');
  await terminal.waitFor('Alice Liddell');
  await terminal.waitFor(() => /From the repository itself: .* cannot be reached/.test(pane(0)));
  await goesOnAndEnds();
});

test('a service that never answers is given up, and r asks again', async () => {
  const { pds, urls } = await withFaults({ pds: { 'com.atproto.repo.listRecords': hang() } });
  await open(urls, posts, { home: await impatient() });
  await terminal.waitFor(() => /did not answer in time.*r tries again/.test(pane(1)));
  pds.answer('com.atproto.repo.listRecords', undefined);
  terminal.press('r');
  await terminal.waitFor('100 loaded');
  await goesOnAndEnds();
});

test('a second page that fails leaves the first, and r asks for it again', async () => {
  const { pds, urls } = await withFaults({
    pds: { 'com.atproto.repo.listRecords': inTurn(upstream(), error(400, 'BadCursor', 'no')) },
  });
  await open(urls, posts);
  await terminal.waitFor('100 loaded');
  terminal.press('G');
  await terminal.waitFor(() => /BadCursor.*r tries again/.test(pane(1)));
  expect(pane(1)).toContain('2025-01');
  pds.answer('com.atproto.repo.listRecords', undefined);
  terminal.press('r');
  await terminal.waitFor('of 200 loaded');
  await goesOnAndEnds();
});

test('a rate limit is waited for, and the wait is shown', async () => {
  const { urls } = await withFaults({
    pds: { 'com.atproto.repo.listRecords': inTurn(rateLimited({ retryAfter: 3 }), upstream()) },
  });
  await open(urls, posts);
  await terminal.waitFor(/waiting for 127\.0\.0\.1:\d+: [123] s/);
  await terminal.waitFor('100 loaded');
  await terminal.waitForGone('waiting for');
  await goesOnAndEnds();
});

test('a rate limit too long to wait for says until when', async () => {
  const { urls } = await withFaults({
    pds: { 'com.atproto.repo.listRecords': rateLimited({ resetAt: Math.floor(Date.now() / 1000) + 3_000 }) },
  });
  await open(urls, posts);
  await terminal.waitFor(() => /Too many requests.*It may be asked again (at|on)/.test(pane(1)));
  await goesOnAndEnds();
});

test('records without $type, without a value, and with numbers past 2^53 are rows like others', async () => {
  const { did } = network.seed.alice;
  const uri = (rkey: string) => `at://${did}/app.bsky.feed.post/${rkey}`;
  const page = `{"records":[
    {"uri":"${uri('one')}","cid":"bafyone","value":{"text":"without a type"}},
    {"uri":"${uri('two')}","cid":"bafytwo","value":null},
    {"uri":"${uri('three')}","cid":"bafythree","value":{"$type":"app.bsky.feed.post","text":"big","n":9007199254740993}},
    {"uri":"${uri('four')}","cid":"bafyfour"},
    {"uri":7,"value":[1,[2,[3]]]}
  ]}`;
  const { urls } = await withFaults({
    pds: {
      'com.atproto.repo.listRecords': (_, response) => {
        response.writeHead(200, { 'content-type': 'application/json' }).end(page);
      },
    },
  });
  await open(urls, posts);
  await terminal.waitFor('1–5 of 5');
  await terminal.waitFor('without a type');
  terminal.press('j', 'j');
  await terminal.waitFor('9007199254740993');
  terminal.press('y', 'j', 'j', 'j', 'Enter');
  await terminal.waitFor('Copied the JSON.');
  expect(terminal.clipboard.at(-1)).toContain('"n":9007199254740993');
  terminal.press('G');
  await goesOnAndEnds();
});

describe('the config folder', () => {
  test('with a broken file: it is kept aside, told, and the defaults are used', async () => {
    const home = await impatient();
    const file = join(home, 'atscope', 'settings.json');
    await writeFile(file, '{"keys": {');
    await open(network, 'alice.test', { home });
    await terminal.waitFor('settings.json.bad');
    await terminal.waitFor('@alice.test ✓');
    await goesOnAndEnds();
    expect(await readFile(`${file}.bad`, 'utf8')).toBe('{"keys": {');
  });

  test('that cannot be written is told once, and the program works', async () => {
    const home = await impatient();
    await writeFile(join(home, 'file'), '');
    await open(network, 'alice.test', { env: { ATSCOPE_CONFIG_DIR: join(home, 'file', 'below') } });
    await terminal.waitFor(/cannot be (written|made|read)/);
    await goesOnAndEnds();
  });
});

describe('the terminal', () => {
  test('resized 50 times while loading ends up drawn as it is', async () => {
    const { urls } = await withFaults({});
    await open(urls, posts);
    for (let round = 0; round < 50; round++) {
      terminal.resize(20 + ((round * 37) % 150), 5 + ((round * 13) % 50));
    }
    terminal.resize(160, 48);
    await terminal.waitFor('100 loaded');
    await terminal.waitFor(() => {
      const rows = terminal.screen();
      return rows.slice(0, -1).every((row) => /^[│╭╰├].*[│╮╯┤]$/.test(row)) && rows[0]!.includes('1 Profile');
    });
    await goesOnAndEnds();
  });

  test('of 1×1 is survived', async () => {
    await open(network, 'alice.test', { columns: 1, rows: 1 });
    await terminal.waitFor(() => terminal.isAlternate());
    terminal.press('q');
    expect(await terminal.waitForExit()).toMatchObject({ exitCode: 0 });
    expect(await terminal.leftBehind()).toEqual([]);
  });

  test.each([
    ['input', '< /dev/null', /standard input is not a terminal/],
    ['output', '> "$HOME/out"', /standard output is not a terminal/],
  ])('that is not on standard %s is told on stderr: exit code 2, nothing drawn', async (_, redirection, sentence) => {
    const program = new URL('../../dist/atscope.js', import.meta.url).pathname;
    terminal = await openTerminal({
      command: 'sh',
      args: ['-c', `node ${program} alice.test ${redirection}`],
    });
    expect(await terminal.waitForExit()).toMatchObject({ exitCode: 2 });
    expect(terminal.text()).toMatch(sentence);
    expect(terminal.raw).not.toContain('\x1b[?1049h');
  });

  test('gets a clear sentence and exit code 2 for an address that is none', async () => {
    await open(network, 'not an address');
    expect(await terminal.waitForExit()).toMatchObject({ exitCode: 2 });
    expect(terminal.text()).toMatch(/atscope: .*not an address/);
    expect(terminal.raw).not.toContain('\x1b[?1049h');
  });
});
