import { beforeAll, expect, test } from 'vitest';
import type { Author } from '../../network/author.js';
import { type LocalNetwork, startNetwork } from '../../network/network.js';
import { visitProvider } from '../../support/oauth/provider-page.js';
import { signUpWithPassword, startRun } from '../../support/session/session-fixtures.js';

let network: LocalNetwork;
let anna: Author & { password: string };

beforeAll(async () => {
  network = await startNetwork();
  anna = await signUpWithPassword(network.pds, 'anna');
  await network.processAll();
  return () => network.stop();
});

test('signs in in the browser, reads as who signed in, and ends at the server', async () => {
  const { client, store } = await startRun(network);
  const begun = await client.sessions.beginBrowserSignIn({ identifier: anna.handle, level: 'read' });
  const there = await visitProvider({ url: begun.url, username: anna.handle, password: anna.password });
  const page = await fetch(there);
  expect(await page.text()).toContain('go back to the terminal');
  expect(await begun.account).toMatchObject({ did: anna.did, handle: anna.handle, access: 'read' });
  expect(client.sessions.current?.did).toBe(anna.did);
  expect((await client.preferences()).items).toHaveLength(0);
  expect(await client.appview.getProfile(anna.did)).toHaveProperty('viewer');
  expect(await client.sessions.signOut(anna.did)).toEqual({ failure: undefined });
  expect(await store.list()).toEqual([]);
});
