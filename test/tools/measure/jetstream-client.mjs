// What @atcute/jetstream, which is not a dependency, does when a connection is cut, when events are gone, when a server falls silent,
// and with Jetstream v2:
//
//     npm install --no-save @atcute/jetstream && npx tsx test/tools/measure/jetstream-client.mjs

import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { JetstreamSubscription } from '@atcute/jetstream';
import { build } from 'esbuild';
import { WebSocketServer } from 'ws';

const PATIENCE_MS = 20_000;
const EVENTS = 200;

const event = (number, time = number * 1000) => ({
  did: 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa',
  time_us: time,
  kind: 'commit',
  commit: {
    rev: '3jzfcijpj2z2a',
    operation: 'create',
    collection: 'app.bsky.feed.post',
    rkey: `r${number}`,
    cid: 'bafyreidfayvfuwqa7qlnopdjiqrxzs6blmoeu4rujcjtnci5beludirz2a',
    record: { number },
  },
});

/** What comes of a server that answers each connection so: the numbers that were told, and all that was said of connections. */
async function told(onConnection, { cursor = 1, until = EVENTS } = {}) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const asked = [];
  server.on('connection', (socket, { url }) => {
    asked.push(url);
    const at = Number(new URL(url, 'ws://server').searchParams.get('cursor'));
    onConnection(socket, asked.length, at);
  });
  const said = [];
  const subscription = new JetstreamSubscription({
    url: `ws://127.0.0.1:${server.address().port}`,
    cursor,
    onConnectionClose: ({ code }) => said.push(`closed ${code}`),
    onConnectionError: () => said.push('error'),
    onError: (error) => said.push(`dropped: ${error.message}`),
  });
  const numbers = [];
  const ending = new AbortController();
  const reading = (async () => {
    for await (const { commit } of subscription) {
      numbers.push(commit.record.number);
      if (commit.record.number >= until) break;
    }
  })();
  await Promise.race([reading, pause(PATIENCE_MS, undefined, { signal: ending.signal }).catch(() => {})]);
  ending.abort();
  server.close();
  for (const socket of server.clients) socket.terminate();
  return { numbers, said, asked };
}

/** Sends the events from `from` on, those of a time past the cursor or at it, as Jetstream v1 does. */
function send(socket, from, to) {
  for (let number = from; number <= to; number++) socket.send(JSON.stringify(event(number)));
}

const cut = await told((socket, connection, at) => {
  if (connection === 1) {
    send(socket, 1, 100);
    setTimeout(() => socket.terminate(), 500);
  } else send(socket, Math.max(1, at / 1000), EVENTS);
});
const twice = cut.numbers.length - new Set(cut.numbers).size;
console.log(
  `cut after 100 of ${EVENTS}: ${new Set(cut.numbers).size} told, ${twice} of them twice`,
  cut.said,
);

const gap = await told((socket, connection) => {
  if (connection === 1) {
    send(socket, 1, 100);
    setTimeout(() => socket.terminate(), 500);
  } else send(socket, 151, EVENTS);
});
console.log(`50 gone meanwhile: ${new Set(gap.numbers).size} told; of the gap is said:`, gap.said);

const ahead = await told((socket, connection, at) => {
  if (connection === 1) {
    send(socket, 1, 99);
    socket.send(JSON.stringify(event(100, (Date.now() + 3_600_000) * 1000)));
    setTimeout(() => socket.terminate(), 500);
  } else if (at / 1000 < EVENTS) send(socket, Math.max(1, at / 1000), EVENTS);
});
console.log(
  `one event an hour ahead of the clock: asks with ${ahead.asked[1]}, ${ahead.numbers.length} told`,
);

const silent = await told((socket, connection) => {
  if (connection === 1) send(socket, 1, 100);
  else send(socket, 101, EVENTS);
});
console.log(`silent for ${PATIENCE_MS / 1000} s: ${silent.asked.length} connection`, silent.said);

const v2 = await told((socket) => {
  const payload = { $type: 'network.bsky.jetstream.subscribeEvents#commit', seq: 1, did: 'did:plc:a' };
  socket.send(JSON.stringify({ $type: 'message', payload }));
  setTimeout(() => socket.close(), 500);
});
console.log(`Jetstream v2: asks for ${v2.asked[0]};`, v2.said.slice(0, 2));

const { outputFiles } = await build({
  stdin: { contents: `export * from '@atcute/jetstream';`, resolveDir: import.meta.dirname },
  bundle: true,
  minify: true,
  format: 'esm',
  platform: 'node',
  write: false,
});
console.log(
  `bundled: ${outputFiles[0].contents.length} bytes; measured in ${Math.round(performance.now())} ms`,
);
process.exit(0);
