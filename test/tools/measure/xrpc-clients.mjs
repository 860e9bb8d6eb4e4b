// What an XRPC client costs: bytes in the bundle, milliseconds for a call over a server on this machine, and what one odd member
// in 25 profiles costs. Ours against @atcute/client, which is not a dependency:
//
//     npm install --no-save @atcute/client && npx tsx test/tools/measure/xrpc-clients.mjs

import { once } from 'node:events';
import { createServer } from 'node:http';
import { performance } from 'node:perf_hooks';
import { AppBskyActorGetProfiles } from '@atcute/bluesky';
import { Client, simpleFetchHandler } from '@atcute/client';
import { build } from 'esbuild';
import { createAppView } from '../../../src/atproto/bsky-appview.js';
import { nobodyAt } from '../../../src/atproto/calls/authoriser.js';
import { hostPolicy } from '../../../src/atproto/calls/host-policy.js';
import { createJournal } from '../../../src/atproto/calls/journal.js';
import { createTransport } from '../../../src/atproto/calls/transport.js';
import { createXrpc } from '../../../src/atproto/calls/xrpc.js';

const CALLS = 1000;
const ROUNDS = 5;

const profiles = Array.from({ length: 25 }, (_, index) => ({
  did: `did:plc:${String(index).padStart(24, 'a')}`,
  handle: `person${index}.test`,
  displayName: `Person ${index}`,
  description: 'Some words about a person. '.repeat(6),
  followersCount: index,
  createdAt: '2026-01-02T03:04:05.000Z',
}));
const actors = profiles.map(({ did }) => did);
const good = JSON.stringify({ profiles });
const odd = JSON.stringify({ profiles: profiles.with(7, { ...profiles[7], displayName: null }) });

let answer = good;
const server = createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(answer);
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const service = `http://127.0.0.1:${server.address().port}`;

const transport = createTransport({
  journal: createJournal(),
  policy: hostPolicy([service]),
  timeoutMs: 10_000,
});
const appview = createAppView(createXrpc(nobodyAt(transport, new URL(service), 'configured')));
const client = new Client({ handler: simpleFetchHandler({ service }) });

const ways = {
  'ours, read by readers': () => appview.getProfiles(actors),
  '@atcute/client get, unchecked': () => client.get('app.bsky.actor.getProfiles', { params: { actors } }),
  '@atcute/client call, validated': () => client.call(AppBskyActorGetProfiles, { params: { actors } }),
};

for (const [name, ask] of Object.entries(ways)) {
  const rounds = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const start = performance.now();
    for (let call = 0; call < CALLS; call++) await ask();
    if (round > 0) rounds.push((performance.now() - start) / CALLS);
  }
  console.log(`${name}: ${rounds.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)].toFixed(3)} ms a call`);
}

answer = odd;
for (const [name, ask] of Object.entries(ways)) {
  const outcome = await ask().then(
    (found) => `${(found.data?.profiles ?? found).length} profiles`,
    (error) => `none: ${error.name}: ${error.message.split('\n')[0]}`,
  );
  console.log(`one displayName of null in 25: ${name}: ${outcome}`);
}

async function bundled(contents) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: import.meta.dirname, loader: 'ts' },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    write: false,
    external: ['undici', 'node:*'],
  });
  return `${outputFiles[0].contents.length} bytes`;
}

console.log(
  'ours (xrpc, readers):',
  await bundled(
    `export { createXrpc } from '../../../src/atproto/calls/xrpc.js'; export * from '../../../src/atproto/calls/reader.js';`,
  ),
);
console.log('@atcute/client, get and post:', await bundled(`export { Client } from '@atcute/client';`));
console.log(
  '@atcute/client, call with the one schema:',
  await bundled(
    `export { Client } from '@atcute/client'; export { mainSchema } from '@atcute/bluesky/types/app/actor/getProfiles';`,
  ),
);
await transport.close();
server.closeAllConnections();
server.close();
