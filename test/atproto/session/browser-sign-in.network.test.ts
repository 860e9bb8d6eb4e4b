import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { BrowserSignIn, BrowserSignInRequest } from '../../../src/atproto/session/session.js';
import { errorSentence } from '../../../src/text/error-sentence.js';
import type { CommandWords } from '../../../src/text/sentence.js';
import { startService } from '../../faults/service.js';
import type { Author } from '../../network/author.js';
import { type PdsNetwork, startPdsNetwork } from '../../network/network.js';
import { visitProvider } from '../../support/oauth/provider-page.js';
import { callsOf, type Run, signUpWithPassword, startRun } from '../../support/session/session-fixtures.js';

type Person = Author & { password: string };
let network: PdsNetwork;
let anna: Person;
let ben: Person;

beforeAll(async () => {
  network = await startPdsNetwork();
  anna = await signUpWithPassword(network.pds, 'anna');
  ben = await signUpWithPassword(network.pds, 'ben');
  return () => network.stop();
});

interface Begun extends BrowserSignIn {
  readonly run: Run;
}

async function begin(request: Partial<BrowserSignInRequest> = {}, signal?: AbortSignal): Promise<Begun> {
  // No handle is looked up: who is asked for has a DID.
  const run = await startRun({ plc: network.plc, appview: 'http://localhost:1' });
  const asked = { identifier: anna.did, level: 'read' as const, ...request };
  return { ...(await run.client.sessions.beginBrowserSignIn(asked, { signal })), run };
}

const visit = (begun: Begun, person: Person = anna, denies = false) =>
  visitProvider({ url: begun.url, username: person.handle, password: person.password, denies });

/** What the sign-in was refused with, in a sentence, and that nothing was kept of it. */
async function refusal({ account, run }: Begun, words?: CommandWords): Promise<string> {
  const error = await account.then(
    () => 'signed in',
    (reason: unknown) => reason,
  );
  expect(run.client.sessions.current).toBeUndefined();
  expect(await run.store.list()).toEqual([]);
  return errorSentence(error, words);
}

/** The address that the browser comes back to, before anybody was there: the page of the server is not needed for it. */
async function listener({ url }: Begun): Promise<URL> {
  const { searchParams } = new URL(url);
  const requested = network.network.pds.ctx.oauthProvider!.requestManager as unknown as {
    get(uri: string): Promise<{ parameters: { redirect_uri: string; state: string } }>;
  };
  const { parameters } = await requested.get(searchParams.get('request_uri')!);
  const there = new URL(parameters.redirect_uri);
  there.searchParams.set('state', parameters.state);
  there.searchParams.set('iss', network.pds);
  return there;
}

function withParams(url: URL, params: Readonly<Record<string, string>>): URL {
  const changed = new URL(url);
  for (const [name, value] of Object.entries(params)) changed.searchParams.set(name, value);
  return changed;
}

async function isListening({ port }: URL, host = '127.0.0.1'): Promise<boolean> {
  const socket = connect(Number(port), host);
  onTestFinished(() => void socket.destroy());
  return await once(socket, 'connect').then(
    () => true,
    () => false,
  );
}

describe('the page that the browser ends at', () => {
  test('says in plain HTML that one may go back, loads and runs nothing, and tells nobody', async () => {
    const begun = await begin();
    const page = await fetch(await visit(begun));
    expect(page.status).toBe(200);
    const html = await page.text();
    expect(html).toContain('<h1>Signed in</h1>');
    expect(html).toContain('go back to the terminal');
    expect(html).not.toMatch(/<script|<link|<img|<form|href|src=|did:|code=|state=/i);
    expect(Object.fromEntries(page.headers)).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      'x-content-type-options': 'nosniff',
      connection: 'close',
    });
    expect(await begun.account).toMatchObject({ did: anna.did });
  });

  test('is there once, on 127.0.0.1, and at its own path and name only', async () => {
    const begun = await begin();
    const there = await listener(begun);
    expect(there.hostname).toBe('127.0.0.1');
    expect((await fetch(new URL('/favicon.ico', there))).status).toBe(404);
    expect((await fetch(there, { method: 'POST' })).status).toBe(404);
    const asked = request(there, { headers: { host: `evil.test:${there.port}` } }).end();
    const [answer] = await once(asked, 'response');
    expect(answer.statusCode).toBe(404);
    answer.resume();
    expect(await isListening(there, '::1')).toBe(false);
    await fetch(await visit(begun));
    await begun.account;
    expect(await isListening(there)).toBe(false);
  });

  test('goes on waiting after an address of another sign-in, and says so', async () => {
    const begun = await begin();
    const there = await visit(begun);
    const other = await fetch(withParams(new URL(there), { state: 'of-somebody-else' }));
    expect(other.status).toBe(400);
    expect(await other.text()).toContain('the terminal goes on waiting');
    await fetch(there);
    expect(await begun.account).toMatchObject({ did: anna.did });
  });
});

describe('nobody is signed in', () => {
  test('where access is denied', async () => {
    const begun = await begin();
    const page = await fetch(await visit(begun, anna, true));
    expect(await page.text()).toContain('<h1>Not signed in</h1>');
    expect(await refusal(begun)).toBe('Access was denied in the browser: nobody was signed in.');
  });

  test('where another server says that it was', async () => {
    const begun = await begin();
    const there = await visit(begun);
    await fetch(withParams(new URL(there), { iss: 'https://evil.test' }));
    expect(await refusal(begun)).toMatch(
      /^The browser came back from https:\/\/evil\.test instead of localhost:\d+/,
    );
  });

  test('where the server does not say who it is', async () => {
    const begun = await begin();
    const there = new URL(await visit(begun));
    there.searchParams.delete('iss');
    await fetch(there);
    expect(await refusal(begun)).toContain('a server that does not say who it is');
  });

  test('where the code is none', async () => {
    const begun = await begin();
    await fetch(withParams(await listener(begun), { code: 'cod-0' }));
    expect(await refusal(begun)).toMatch(
      /^localhost:\d+ does not accept the sign-in any more \(invalid_grant: /,
    );
  });

  test('where the address is opened in a second browser', async () => {
    const begun = await begin();
    await fetchAsBrowser(begun.url);
    await fetch((await fetchAsBrowser(begun.url))!);
    expect(await refusal(begun)).toContain('opened in a second browser');
  });

  test('where somebody else signs in there, whose tokens are ended', async () => {
    const begun = await begin();
    await fetch(await visit(begun, ben));
    expect(await refusal(begun)).toMatch(/^Another account than the one that was asked for signed in/);
    expect(callsOf(begun.run)).toContain('oauth revocation');
  });

  test.each([
    [
      'an error that says nothing',
      { error: 'server_error' },
      /^localhost:\d+ ended the sign-in \(server_error\)\.$/,
    ],
    [
      'a deactivated account',
      { error: 'access_denied', error_description: 'This account has been deactivated' },
      /^The account is deactivated: nobody was signed in\.$/,
    ],
    [
      'an address that was opened too late',
      { error: 'access_denied', error_description: 'This request has expired' },
      /^The address was opened too late/,
    ],
    [
      'words of its own',
      { error: 'access_denied', error_description: 'no \u001b[31mred' },
      /^localhost:\d+ did not let atscope in: no .*red\.$/,
    ],
  ])('where the browser comes back with %s', async (_what, params, sentence) => {
    const begun = await begin();
    await fetch(withParams(await listener(begun), params));
    expect(await refusal(begun)).toMatch(sentence);
  });

  test('where the browser does not come back within five minutes', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const begun = await begin();
    const there = await listener(begun);
    vi.advanceTimersByTime(5 * 60_000 - 1);
    expect(await isListening(there)).toBe(true);
    vi.advanceTimersByTime(1);
    expect(await refusal(begun, () => 'LOGIN')).toBe(
      'The browser did not come back within 5 minutes: nobody was signed in. LOGIN begins again.',
    );
    expect(await isListening(there)).toBe(false);
  });

  test.each<[string, (begun: Begun, stop: AbortController) => unknown]>([
    ['it is cancelled', (begun) => begun.cancel()],
    ['who waits stops', (_begun, stop) => stop.abort()],
    ['the program ends', (begun) => begun.run.client.close()],
  ])('where %s, and nobody listens any more', async (_why, end) => {
    const stop = new AbortController();
    const begun = await begin({}, stop.signal);
    const there = await listener(begun);
    await end(begun, stop);
    await expect(begun.account).rejects.toMatchObject({ name: 'AbortError' });
    expect(await isListening(there)).toBe(false);
  });
});

describe('an address that is pasted', () => {
  test('signs in as the browser would, without a scheme and within quotes, too', async () => {
    const begun = await begin();
    const there = await visit(begun);
    begun.paste(`  "${there.replace('http://', '')}"\n`);
    expect(await begun.account).toMatchObject({ did: anna.did });
  });

  test.each([
    [
      'of another site',
      'https://bsky.app/profile/a.test',
      /This is not the address that the browser ended at/,
    ],
    [
      'of the server',
      'http://localhost/oauth/authorize?client_id=x&request_uri=y',
      /This is not the address/,
    ],
    ['nothing', '', /This is not the address/],
    [
      'of another sign-in',
      'http://127.0.0.1:1/callback?state=x&iss=y&code=z',
      /This address is of another sign-in/,
    ],
  ])('%s is told, and the sign-in goes on', async (_what, text, sentence) => {
    const begun = await begin();
    expect(() => begun.paste(text)).toThrow(sentence);
    await fetch(await visit(begun));
    expect(await begun.account).toMatchObject({ did: anna.did });
  });
});

describe('who is not named', () => {
  test('signs in at the service that is', async () => {
    const begun = await begin({ identifier: undefined, service: network.pds, level: 'write' });
    await fetch(await visit(begun, ben));
    expect(await begun.account).toMatchObject({ did: ben.did, access: 'write' });
  });

  test('is asked for where nothing says who signs them in', async () => {
    await expect(begin({ identifier: undefined })).rejects.toThrow(
      'where the account is has to be said here',
    );
    await expect(begin({ identifier: 'anna@mail.test' })).rejects.toThrow('use its handle, or name the PDS');
  });
});

describe('a server that cannot', () => {
  test.each([
    [
      'does not know OAuth',
      { status: 404, json: { error: 'NotFound' } },
      /does not offer to sign in in the browser \(unexpected status 404/,
    ],
    [
      'answers with a web page',
      { status: 200, text: '<html>hotel wifi</html>' },
      /does not offer to sign in in the browser/,
    ],
    [
      'names itself otherwise',
      { status: 200, json: { resource: 'https://evil.test', authorization_servers: ['https://evil.test'] } },
      /resource mismatch|does not offer/,
    ],
  ])('%s is told in a sentence, before anything is opened', async (_what, answer, words) => {
    const service = await startService();
    onTestFinished(() => service.close());
    service.answers.set('/*', answer);
    const error = await begin({ identifier: undefined, service: service.origin }).catch(
      (reason: unknown) => reason,
    );
    expect(errorSentence(error)).toMatch(words);
  });

  test('is not there', async () => {
    const error = await begin({ identifier: undefined, service: 'http://127.0.0.1:1' }).catch(
      (reason: unknown) => reason,
    );
    expect(errorSentence(error)).toMatch(/^127\.0\.0\.1:1 cannot be reached: /);
  });
});

/** Opens an address as a browser without cookies does; where it is sent on to. */
async function fetchAsBrowser(url: string): Promise<string | undefined> {
  const asked = request(url, {
    headers: { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
  }).end();
  const [answer] = await once(asked, 'response');
  answer.resume();
  return answer.headers.location;
}
