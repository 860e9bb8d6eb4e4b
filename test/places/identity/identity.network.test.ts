import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AtClient, createClient } from '../../../src/atproto/client.js';
import type { Address } from '../../../src/places/address.js';
import type { Fact } from '../../../src/places/facts-listing.js';
import type { Rows } from '../../../src/places/listing.js';
import { accountOfPlace, openListing } from '../../../src/places/listing-for.js';
import { type SeededNetwork, useSeededNetwork } from '../../network/seeded-network.js';
import {
  didOf,
  newKey,
  operationCid,
  plcOperation,
  signed,
  type TestKey,
  tombstone,
} from '../../support/plc/written-log.js';

let network: SeededNetwork;
let client: AtClient;
let strong: TestKey;
let weak: TestKey;
let signing: TestKey;
const opened: { close(): unknown }[] = [];
const { signal } = new AbortController();

beforeAll(async () => {
  network = await useSeededNetwork();
  client = clientOf([]);
  [strong, weak, signing] = await Promise.all([newKey('p256'), newKey(), newKey()]);
});
afterAll(async () => {
  for (const one of opened) await one.close();
});

function clientOf(relays: readonly string[]): AtClient {
  const { appview, plc } = network;
  const made = createClient({ appview, plc, services: { relays } });
  opened.push(made);
  return made;
}

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  opened.push({ close: () => server.close() });
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const json =
  (status: number, body: unknown): RequestListener =>
  (_request, response) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

async function post(did: string, operation: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${network.plc}/${did}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(operation),
  });
  if (!answer.ok) throw new Error(await answer.text());
}

/** An account of the directory that no PDS has, and the operations that follow its first one, each after the one that it names. */
async function account(
  ...steps: readonly (readonly [by: TestKey, after: number, (prev: string) => Record<string, unknown>])[]
): Promise<string> {
  const operations = [
    await signed(plcOperation(null, [strong, weak], signing, { pds: network.pds }), strong),
  ];
  const did = await didOf(operations[0]!);
  await post(did, operations[0]!);
  for (const [by, after, made] of steps) {
    const operation = await signed(made(await operationCid(operations[after]!)), by);
    await post(did, operation);
    operations.push(operation);
  }
  return did;
}

async function load(address: Address, as = client) {
  const account = await accountOfPlace(address, (repo) => as.resolve(repo));
  const listing = await openListing(address, { client: as, ...account }, signal);
  const parts: Rows<unknown>[] = [];
  const { rows } = await listing!.load(undefined, { signal, onPart: (part) => parts.push(part) });
  const items = Array.from({ length: rows.length }, (_, index) => rows.at(index));
  return { listing: listing!, parts, items };
}

const facts = async (address: Address, as?: AtClient) =>
  ((await load(address, as)).items as Fact[]).map(
    ({ mark = ' ', name, value }) => `${mark} ${name}: ${value}`,
  );

test('an account of the network says all of itself, what is known at once first', async () => {
  const { did } = network.seed.alice;
  const address = { kind: 'identity', repo: 'alice.test' } as const;
  const { parts, items } = await load(address);
  const rows = (items as Fact[]).map(({ mark = ' ', name, value }) => `${mark} ${name}: ${value}`);
  expect((parts[0]!.at(0) as Fact).value).toBe(did);
  expect(parts[0]!.length).toBeLessThan(rows.length);
  expect(rows).toEqual(
    expect.arrayContaining([
      `  DID: ${did}`,
      '✓ handle: @alice.test is confirmed by the AppView',
      `✓ by AppView: ${did}`,
      '✓ account: active',
      `  PDS: ${network.pds}`,
      expect.stringMatching(/^ {2}server: did:web:localhost · open to sign up$/),
      expect.stringMatching(/^ {2}version: \d/),
      expect.stringMatching(/^ {2}commit: \w{13}, .* · bafy/),
      expect.stringMatching(/^ {2}signing key: K-256 zQ3s/),
      expect.stringMatching(/^ {2}rotation 1: K-256 zQ3s/),
      expect.stringMatching(/^ {2}created: 20/),
      '✓ log: 1 operation, which holds',
      '  relays: none is set in the settings',
    ]),
  );
  const row = (name: string) => (items as Fact[]).find((fact) => fact.name === name);
  expect(row('PDS')?.opens).toMatchObject({ kind: 'host' });
  expect(row('log')?.opens).toEqual({ kind: 'log', repo: 'alice.test' });
});

test('a life in the directory: what changed, who undid what, and what was so when', async () => {
  const pds = network.pds;
  const did = await account(
    [weak, 0, (prev) => plcOperation(prev, [strong, weak], signing, { handle: 'b.test', pds })],
    [weak, 1, (prev) => plcOperation(prev, [weak], signing, { handle: 'thief.test', pds })],
    [strong, 1, (prev) => plcOperation(prev, [strong], signing, { handle: 'b.test', pds })],
  );
  const { items, listing } = await load({ kind: 'log', repo: did });
  const rows = items.map((item) => listing.row(item, () => undefined));
  expect(rows.map(({ cells }) => cells[0]).join('')).toBe('✓~✓✓');
  expect(rows[0]!.cells[2]).toMatch(
    /^recovery: undoes the operation before it · rotation keys − …\w{6}, was 2$/,
  );
  expect(rows[1]).toMatchObject({ struck: true });
  expect(rows[1]!.cells[2]).toMatch(
    /^undone by the recovery of .* · handle @b\.test → @thief\.test · rotation keys/,
  );
  expect(rows[2]!.cells[2]).toBe('handle @a.test → @b.test');
  expect(rows[2]!.cells[3]).toMatch(/^2\/2 /);

  const then = await facts(rows[1]!.opens!);
  expect(then).toEqual(expect.arrayContaining(['  handle: @b.test', '~ handle: @thief.test']));
  expect(await facts(rows[2]!.opens!)).toContain('  handle: @b.test');
  expect((await facts({ kind: 'identity', repo: did, at: '2020-01-01' })).join()).toContain(
    'did not exist yet',
  );

  // Its PDS has never heard of it.
  const now = await facts({ kind: 'identity', repo: did });
  expect(now.join('\n')).toMatch(/✗ account: deleted or moved away/);
  expect(now.join('\n')).toMatch(/\? commit: There is no repository/);
});

test('an account that was given up is shown by its DID all the same', async () => {
  const did = await account([weak, 0, tombstone]);
  const now = (await facts({ kind: 'identity', repo: did })).join('\n');
  expect(now).toMatch(/✗ account: tombstoned: given up .*; a stronger rotation key can undo that until/);
  expect(now).toMatch(/\? document: The account did:plc:\w+ has been deleted/);
  expect((await load({ kind: 'log', repo: did })).items).toHaveLength(2);
  // Followers of nobody are not to be had.
  await expect(load({ kind: 'followers', repo: did })).rejects.toThrow('has been deleted');
});

test('relays are each asked whether they see the account', async () => {
  const { did } = network.seed.alice;
  const { rev } = await client.repo(await client.resolve(did)).latest();
  const relays = await Promise.all([
    serve(json(200, { did, active: true, rev })),
    serve(json(200, { did, active: true, rev: '3k22222222222' })),
    serve(json(200, { did, active: false, status: 'desynchronized' })),
    serve(json(404, { error: 'RepoNotFound', message: 'no' })),
    serve((_request, response) => void response.writeHead(403).end('<html>no')),
    serve(json(200, ['odd'])),
  ]);
  const { items, parts } = await load({ kind: 'relays', repo: 'alice.test' }, clientOf(relays));
  const told = (items as Fact[]).map(({ mark, value }) => `${mark} ${value}`);
  expect(told[0]).toMatch(/^✓ localhost:\d+: active, rev /);
  expect(told[1]).toMatch(/^✓ .*: active, rev \w{13} of .* · as its PDS has it$/);
  expect(told[2]).toMatch(/^~ .*: active, rev 3k22222222222 of \d+ years? ago · behind its PDS$/);
  expect(told[3]).toMatch(/^✗ .*: out of step: .* · its PDS says: active$/);
  expect(told[4]).toMatch(/^✗ .*: does not know the account, .*requestCrawl/);
  expect(told[5]).toMatch(/^\? .*403/);
  expect(told[6]).toMatch(/^\? .*sent something unexpected/);
  expect(parts.length).toBeGreaterThan(1);
  const none = await load({ kind: 'relays', repo: 'alice.test' });
  expect(none.items).toEqual([]);
  expect(none.listing.empty).toMatch(/^No relay is set/);
});

test('a did:web has no log, and says where its document comes from', async () => {
  let did = '';
  const host = await serve((request, response) =>
    json(request.url === '/.well-known/did.json' ? 200 : 404, { id: did })(request, response),
  );
  const { port } = new URL(host);
  did = `did:web:localhost%3A${port}`;
  const url = `http://localhost:${port}/.well-known/did.json`;
  const { items, listing } = await load({ kind: 'log', repo: did });
  expect(items).toEqual([]);
  expect(listing.empty).toBe(
    `A did:web has no log: it is what ${url} says today, and nobody writes down what it was.`,
  );
  const rows = (await facts({ kind: 'identity', repo: did })).join('\n');
  expect(rows).toContain(`· log: none: a did:web is what its document says today, fetched from ${url}`);
  expect(rows).toMatch(/✗ account: without a server/);
  expect((await facts({ kind: 'identity', repo: did, at: '2024-02-21' })).join()).toContain(
    'A did:web has no log',
  );
});
