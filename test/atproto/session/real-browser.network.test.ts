import { beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Author } from '../../network/author.js';
import { type PdsNetwork, startPdsNetwork } from '../../network/network.js';
import { findChromium } from '../../support/oauth/chromium.js';
import { signUpWithPassword, startRun } from '../../support/session/session-fixtures.js';

/** What the page of the server does in a browser, the driver without one (`provider-page.ts`) imitates. */
const executablePath = findChromium();
const where = executablePath ?? 'no Chromium is on this machine, so this is skipped';

let network: PdsNetwork;
let anna: Author & { password: string };

beforeAll(async () => {
  if (executablePath === undefined) return;
  network = await startPdsNetwork();
  anna = await signUpWithPassword(network.pds, 'anna');
  return () => network.stop();
});

/** A sign-in whose page is open, and whose password is typed. */
async function atTheQuestion() {
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch({ executablePath: executablePath!, args: ['--no-sandbox'] });
  onTestFinished(() => browser.close());
  const { client, store } = await startRun({ plc: network.plc, appview: 'http://localhost:1' });
  const begun = await client.sessions.beginBrowserSignIn({ identifier: anna.did, level: 'write' });
  const page = await browser.newPage();
  /** What is not let in by the policy of a page. */
  const blocked: string[] = [];
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) blocked.push(message.text());
  });
  await page.goto(begun.url);
  await page.locator('input[type=password]').fill(anna.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  async function answer(button: string): Promise<string> {
    await page.getByRole('button', { name: button }).click();
    await page.waitForURL((url) => url.hostname === '127.0.0.1');
    return await page.content();
  }
  return { begun, client, store, page, blocked, answer };
}

test.skipIf(executablePath === undefined)(`a real browser signs in (${where})`, async () => {
  const { begun, client, page, blocked, answer } = await atTheQuestion();
  expect(await answer('Authorize')).toContain('go back to the terminal');
  expect(await begun.account).toMatchObject({ did: anna.did, access: 'write' });
  // What it shows needs nothing that its own policy forbids.
  expect(blocked).toEqual([]);
  expect(await page.evaluate('document.referrer')).toBe('');
  await client.own.procedure('com.atproto.repo.createRecord', {
    repo: anna.did,
    collection: 'app.bsky.feed.post',
    record: { $type: 'app.bsky.feed.post', text: 'by a real browser', createdAt: new Date().toISOString() },
  });
});

test.skipIf(executablePath === undefined)(`a real browser denies access (${where})`, async () => {
  const { begun, store, answer } = await atTheQuestion();
  expect(await answer('Deny access')).toContain('<h1>Not signed in</h1>');
  await expect(begun.account).rejects.toThrow('access was denied in the browser');
  expect(await store.list()).toEqual([]);
});
