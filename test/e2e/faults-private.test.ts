import { expect, test } from 'vitest';
import { upstream, withPds } from '../faults/answers.js';
import { faultStage, posts } from '../support/terminal/faults.js';

const stage = faultStage();

/**
 * The seeded services under names of a public network, which a hosts file leads to this machine: the program holds its
 * configuration for public then, and a document of the directory may not lead it into the house.
 */
async function openOnPublicNames(endpoint: string, address: string, home?: string) {
  const documents = { '/did:*': upstream(withPds(endpoint)) };
  const plc = await stage.start(documents, stage.network.plc);
  const appview = await stage.start({}, stage.network.appview);
  const named = (url: string, host: string) => `http://${host}:${new URL(url).port}`;
  const hosts = new URL('../support/terminal/fixtures/hosts.mjs', import.meta.url).href;
  await stage.open(
    { plc: named(plc.origin, 'plc.example'), appview: named(appview.origin, 'appview.example') },
    address,
    {
      home,
      env: {
        NODE_OPTIONS: `--import ${hosts}`,
        ATSCOPE_TEST_HOSTS: 'plc.example appview.example inside.example localhost',
      },
    },
  );
}

const privately = 'it is a private address, and the configured services are public';

test.each([
  ['http://127.0.0.1:PORT', `http://127\\.0\\.0\\.1:PORT was not contacted: ${privately}`],
  ['https://localhost:PORT', `https://localhost:PORT was not contacted: ${privately}`],
  ['http://[::ffff:127.0.0.1]:PORT', `was not contacted: ${privately}`],
  ['http://0x7f.1:PORT', `http://127\\.0\\.0\\.1:PORT was not contacted: ${privately}`],
  ['http://169.254.169.254', `http://169\\.254\\.169\\.254 was not contacted: ${privately}`],
  ['http://[::1%25eth0]:PORT', 'cannot be called, because it is not a URL'],
  ['http://inside.example:PORT', 'http://inside\\.example:PORT was not contacted: it is not https'],
  ['https://inside.example:PORT', 'the name leads to a private address \\(127\\.0\\.0\\.1\\)'],
])('a DID document of a public network whose PDS is %s is not followed', async (endpoint, sentence) => {
  const inside = await stage.start({}, stage.network.pds);
  const { port } = new URL(inside.origin);
  await openOnPublicNames(endpoint.replace('PORT', port), posts);
  const said = sentence.replaceAll('PORT', port);
  await stage.waitForIn('list', new RegExp(`${said}.*r tries again`));
  await stage.waitForIn('left', new RegExp(`Alice Liddell.*130 followers.*${said}`));
  expect(inside.requests).toEqual([]);
  await stage.goesOnAndEnds();
});

test('the same document is followed where the configured services are private themselves', async () => {
  const { pds, urls } = await stage.faulty({});
  await stage.open(urls, posts);
  await stage.waitForIn('list', /of 100 loaded/);
  expect(pds.requests.length).toBeGreaterThan(0);
  await stage.goesOnAndEnds();
});

test.each([
  ['http://127.0.0.1:PORT', '["127.0.0.0/8"]'],
  ['http://localhost:PORT', '["nonsense/8", "localhost"]'],
  ['http://[::ffff:127.0.0.1]:PORT', '["127.0.0.1"]'],
])('a PDS at %s is followed where the settings let %s through', async (endpoint, hosts) => {
  const inside = await stage.start({}, stage.network.pds);
  const home = await stage.home(`{"allowPrivateHosts": ${hosts}}`);
  await openOnPublicNames(endpoint.replace('PORT', String(inside.port)), posts, home);
  await stage.waitForIn('list', /of 100 loaded/);
  expect(inside.requests.length).toBeGreaterThan(0);
  await stage.ends();
});
