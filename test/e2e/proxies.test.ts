import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { upstream, withPds } from '../faults/answers.js';
import { localhostCertificate } from '../faults/localhost-certificate.js';
import { type ProxyOptions, startProxy } from '../faults/proxy.js';
import { startService } from '../faults/service.js';
import { signUp } from '../network/author.js';
import { startJetstream } from '../network/jetstream-server.js';
import { faultStage, posts } from '../support/terminal/faults.js';
import { openAtscope } from '../support/terminal/open-atscope.js';

const stage = faultStage();
const program = fileURLToPath(new URL('../../dist/atscope.js', import.meta.url));
const hosts = new URL('../support/terminal/fixtures/hosts.mjs', import.meta.url).href;
const certificates = join(tmpdir(), `atscope-proxies-${process.pid}.pem`);

beforeAll(() => writeFile(certificates, localhostCertificate.cert));
afterAll(() => rm(certificates));

/**
 * The seeded network as a public one: over https, under names that nobody on this machine can look up, so that nothing comes
 * about but by a proxy.
 */
async function publicNetwork() {
  const { network } = stage;
  const behind = async (routes: Parameters<typeof startService>[0], origin: string) =>
    stage.keep(await startService(routes, { upstream: origin, speaks: 'https' }));
  const pds = await behind({}, network.pds);
  const url = (name: string, port: number) => `https://${name}.behind.example:${port}`;
  const documents = { '/did:*': upstream(withPds(url('pds', pds.port))) };
  const plc = await behind(documents, network.plc);
  const appview = await behind({}, network.appview);
  const urls = { plc: url('plc', plc.port), appview: url('appview', appview.port) };
  return { urls, services: [pds, plc, appview] };
}

const environment = (proxies: Record<string, string>) => ({
  NODE_OPTIONS: `--import ${hosts}`,
  ATSCOPE_TEST_HOSTS: '',
  NODE_EXTRA_CA_CERTS: certificates,
  ...proxies,
});

test.each<ProxyOptions['kind']>([
  'http',
  'https',
  'socks5',
])('everything goes through a proxy by %s, x says so, and nothing shows its password', async (kind) => {
  const { urls, services } = await publicNetwork();
  await using jetstream = await startJetstream({ version: 2, firehose: stage.network.pds });
  const stream = jetstream.url.replace('127.0.0.1', 'jetstream.behind.example');
  await using proxy = await startProxy({ kind, user: 'me:s3cr3t' });
  const ALL_PROXY = proxy.url.replace('//', '//me:s3cr3t@');
  const terminal = stage.take(
    await openAtscope(urls, [posts, '--watch', '--stream', stream], {
      columns: 160,
      rows: 48,
      shell: true,
      env: environment({ ALL_PROXY }),
    }),
  );
  await stage.waitForIn('list', /of 100 loaded/);
  await terminal.waitFor(/130 followers/);
  await jetstream.until(() => jetstream.connections.length > 0);
  await terminal.waitFor('● ');
  terminal.press('x');
  await terminal.waitFor(`via ${proxy.host}`);
  terminal.press('k', 'Enter');
  await terminal.waitFor(new RegExp(`GET https://.*behind[^]*via ${proxy.host}`));
  terminal.press('Esc');
  await terminal.waitFor(/at +method +called/);
  terminal.press('Esc');
  await terminal.waitForGone('called');
  await stage.goesOnAndEnds();
  // No warning about what is new in undici, and nothing of the password in any coding.
  expect(terminal.raw).not.toMatch(/s3cr3t|bWU6czNjcjN0|Warning/);
  expect(services.every(({ requests }) => requests.length > 0)).toBe(true);
  for (const { requests } of services) {
    expect(requests.every(({ headers }) => !('proxy-authorization' in headers))).toBe(true);
  }
});

test.each<[string, ProxyOptions, string]>([
  ['asks who one is', { user: 'me:s3cr3t' }, 'asks for a user name and a password \\(407\\)'],
  ['answers 502', { refuses: 502 }, 'answered 502 when asked for a connection to .*behind\\.example'],
  ['does not answer', { isSilent: true }, 'did not answer in time'],
])('a proxy that %s is what the panes name', async (_name, options, words) => {
  const { urls } = await publicNetwork();
  await using proxy = await startProxy(options);
  const home = await stage.home('{"timeoutSeconds": 3}');
  await stage.open(urls, posts, { env: environment({ https_proxy: proxy.url }), home });
  await stage.waitForIn(
    'list',
    new RegExp(`the proxy ${proxy.host} \\(https_proxy\\) ${words}.*r tries again`),
  );
  await stage.goesOnAndEnds();
});

test('a variable that is no proxy is named on the screen, and not what it holds', async () => {
  const { urls, services } = await publicNetwork();
  const terminal = await stage.open(urls, posts, {
    env: environment({ https_proxy: 'tcp://me:s3cr3t@proxy' }),
  });
  await stage.waitForIn(
    'list',
    /https_proxy in the environment is not a proxy such as http:\/\/proxy.example:3128/,
  );
  await stage.goesOnAndEnds();
  expect(terminal.raw).not.toContain('s3cr3t');
  expect(services.flatMap(({ requests }) => requests)).toEqual([]);
});

/** Runs a verb with that on its standard input. */
async function verb(
  urls: { plc: string; appview: string },
  args: string[],
  input: string,
  proxies: Record<string, string>,
) {
  const folder = await mkdtemp(join(tmpdir(), 'atscope-proxies-'));
  try {
    const locations = ['--plc', urls.plc, '--appview', urls.appview, '--config-dir', folder];
    const child = spawn(process.execPath, [program, ...args, ...locations], {
      env: { PATH: process.env.PATH, HOME: folder, ...environment(proxies) },
    });
    child.stdin.end(input);
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
    return `${out}${err}`;
  } finally {
    await rm(folder, { recursive: true });
  }
}

test('verbs go through a proxy too, and name it where it fails', async () => {
  const password = 'correct-horse-battery';
  const author = await signUp(stage.network.pds, `prox-${Date.now().toString(36)}.test`, password);
  await stage.network.processAll();
  const { urls } = await publicNetwork();
  await using proxy = await startProxy({ user: 'me:s3cr3t' });
  const right = { HTTPS_PROXY: proxy.url.replace('//', '//me:s3cr3t@') };
  const wrong = { HTTPS_PROXY: proxy.url.replace('//', '//me:wr0ng@') };
  const named = `proxy ${proxy.host} (HTTPS_PROXY) does not accept the user name and the password that it was given (407)`;

  expect(await verb(urls, ['login', author.handle], password, right)).toMatch(
    new RegExp(`Signed in as .*${author.handle} at pds\\.behind\\.example`),
  );
  expect(await verb(urls, ['history', author.handle], '', right)).toContain('atscope has never watched it');
  for (const args of [
    ['login', author.handle],
    ['history', author.handle],
  ]) {
    const said = await verb(urls, args, password, wrong);
    expect(said).toContain(named);
    expect(said).not.toContain('wr0ng');
  }
});
