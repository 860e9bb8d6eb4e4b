import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { toCurl } from '../../../src/atproto/calls/curl.js';
import { createClient } from '../../../src/atproto/client.js';
import { openConfig } from '../../../src/keep/config.js';
import { record } from '../../support/services/recorder.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const anna = 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa';
const ben = 'did:plc:bbbbbbbbbbbbbbbbbbbbbbbb';
const password = 's3cret-password';

const profile = { did: ben, handle: 'ben.test' };
const document = (did: string, handle: string, pds: string) => ({
  id: did,
  alsoKnownAs: [`at://${handle}`],
  service: [{ id: '#atproto_pds', type: 'AtprotoPersonalDataServer', serviceEndpoint: pds }],
});

test('a password and tokens reach the own PDS and no other server, no screen, no error and no other file', async () => {
  let renewals = 0;
  let redirects = false;
  let refuses = false;
  const target = await record(() => ({ body: profile }));
  const otherPds = await record(() => ({ body: { records: [] } }));
  const appview = await record((_method, path) => ({
    body: path.includes('resolveHandle') ? { did: anna } : profile,
  }));
  const ownPds = await record((_method, path) => {
    const name = /xrpc\/([\w.]+)/.exec(path)?.[1]?.split('.').at(-1);
    const tokens = {
      did: anna,
      handle: 'anna.test',
      accessJwt: `s3cret-a${renewals}`,
      refreshJwt: `s3cret-r${renewals}`,
    };
    if (name === 'createSession') return { body: tokens };
    if (name === 'refreshSession' && !refuses) {
      renewals++;
      return { body: { ...tokens, accessJwt: `s3cret-a${renewals}`, refreshJwt: `s3cret-r${renewals}` } };
    }
    if (redirects) return { status: 307, headers: `location: ${target.origin}${path}\r\n` };
    if (refuses) {
      const message = `no: s3cret-a${renewals}, nor s3cret-r${renewals}`;
      return { status: 400, body: { error: 'ExpiredToken', message } };
    }
    if (name === 'getPreferences') {
      return {
        body: { preferences: [{ $type: 'echo', tokens: [`s3cret-a${renewals}`, `s3cret-r${renewals}`] }] },
      };
    }
    return renewals === 0 ? { status: 400, body: { error: 'ExpiredToken' } } : { body: profile };
  });
  const plc = await record((_method, path) => ({
    body: path.includes(ben)
      ? document(ben, 'ben.test', otherPds.origin)
      : document(anna, 'anna.test', ownPds.origin),
  }));

  const folder = await temporaryFolder();
  const config = openConfig({ folder });
  const client = createClient({
    plc: plc.origin,
    appview: appview.origin,
    cache: config.identities,
    sessions: { store: config.sessions, proxy: 'did:web:appview.test#bsky_appview' },
  });
  onTestFinished(() => client.close());
  const told: unknown[] = [];
  client.sessions.subscribe((change) => told.push(change));

  await client.sessions.signIn({ identifier: 'anna.test', password });
  // Renewed on the way, since the first token is refused.
  expect(await client.appview.getProfile(ben)).toMatchObject(profile);
  const echo = await client.preferences();
  await client.repo(await client.resolve(ben)).list('app.bsky.feed.post', undefined);
  await client
    .repo(await client.resolve(anna))
    .list('app.bsky.feed.post', undefined)
    .catch(() => {});
  redirects = true;
  told.push(await client.appview.getProfile(ben).catch((error: unknown) => error));
  redirects = false;
  refuses = true;
  // The sign-in ends with this, and the AppView answers.
  expect(await client.appview.getProfile(ben)).toMatchObject(profile);
  await config.close();

  const own = ownPds.received();
  for (const secret of [password, 's3cret-a0', 's3cret-a1', 's3cret-r0', 's3cret-r1'])
    expect(own).toContain(secret);
  expect(own).toContain('atproto-proxy: did:web:appview.test#bsky_appview');
  expect(own.split('\r\n\r\n').find((head) => head.includes('listRecords'))).not.toMatch(/authorization/i);
  for (const { received } of [appview, otherPds, plc]) {
    expect(received()).toContain('GET /');
    expect(received()).not.toMatch(/s3cret|authorization/i);
  }
  expect(target.received()).toBe('');

  const entries = client.journal.entries();
  const shown = inspect(
    [told, entries.map((entry) => [toCurl(entry), { ...entry }]), echo.items.at(0)?.text()],
    {
      depth: 30,
      getters: true,
      maxArrayLength: null,
      maxStringLength: null,
    },
  );
  expect(shown).toContain('Bearer ‹hidden›');
  expect(shown).not.toContain('s3cret');
  expect(told).toContainEqual(expect.objectContaining({ kind: 'ended' }));
  for (const file of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (file.isFile() && !file.parentPath.endsWith('sessions')) {
      expect(await readFile(join(file.parentPath, file.name), 'utf8'), file.name).not.toContain('s3cret');
    }
  }
});
