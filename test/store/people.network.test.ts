import { afterEach, beforeAll, expect, test } from 'vitest';
import { createClient } from '../../src/atproto/client.js';
import { createAppStore } from '../../src/store/create-store.js';
import { error, html, json } from '../faults/answers.js';
import { type Service, startService } from '../faults/service.js';
import { type SeededNetwork, useSeededNetwork } from '../network/seeded-network.js';
import { quiet, until } from '../support/quiet-store.js';

const SEARCH = 'app.bsky.actor.searchActorsTypeahead';

let network: SeededNetwork;
const opened: { close(): Promise<void> }[] = [];

beforeAll(async () => {
  network = await useSeededNetwork();
});

afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()));
});

async function open(): Promise<{ store: ReturnType<typeof createAppStore>; service: Service }> {
  const service = await startService({}, { upstream: network.appview });
  const client = createClient({ plc: network.plc, appview: service.origin, timeoutMs: 60_000 });
  opened.push(client, service);
  return { store: createAppStore({ client, ...quiet }), service };
}

test('who is typed is found by the beginning of the handle, asked for once after a pause', async () => {
  const { store, service } = await open();
  store.actions.openGoto();
  for (const letter of 'alic') store.actions.edit({ kind: 'insert', text: letter });
  await until(store, ({ people }) => people.some(({ handle }) => handle === 'alice.test'));
  expect(service.count(SEARCH)).toBe(1);
  store.actions.edit({ kind: 'home' });
  expect(service.count(SEARCH)).toBe(1);
});

test.each([
  'a',
  '@',
  ':',
  'alice.test/',
  'at://alice.test',
  'did:plc:abc',
  'people:bob',
  '😀😀',
  '12:30',
  '',
])('for what is no name nobody is asked: “%s”', async (text) => {
  const { store, service } = await open();
  store.setState({ people: [{ did: 'did:plc:x', handle: 'x.test', name: 'X' }] });
  store.actions.wantPeople(text === '' ? ' ' : text);
  store.actions.wantPeople('alice');
  await until(store, ({ people }) => people.some(({ handle }) => handle === 'alice.test'));
  expect(service.count(SEARCH)).toBe(1);
});

test.each([
  ['an error', error(400)],
  ['a page of HTML', html()],
  ['no list', json({})],
  ['null', json({ actors: null })],
])('%s in answer is nobody, and nothing is said', async (_, answer) => {
  const { store, service } = await open();
  store.setState({ people: [{ did: 'did:plc:x', handle: 'x.test', name: 'X' }] });
  service.answers.set(SEARCH, answer);
  store.actions.wantPeople('alice');
  await until(store, ({ people }) => people.length === 0);
  expect(store.getState().notice).toBeUndefined();
});

test('one odd account costs itself only', async () => {
  const { store, service } = await open();
  const alice = { did: 'did:plc:alice', handle: 'alice.test', displayName: null };
  service.answers.set(SEARCH, json({ actors: [null, 7, { handle: 'x.test' }, alice, { did: 5 }] }));
  store.actions.wantPeople('alice');
  await until(store, ({ people }) => people.length > 0);
  expect(store.getState().people).toEqual([{ did: 'did:plc:alice', handle: 'alice.test', name: undefined }]);
});
