import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { openRedirectListener } from '../../../../src/atproto/session/oauth/redirect-listener.js';

test.each([
  ['nothing was asked', ''],
  ['half a question was asked', 'GET /callback HTTP/1.1\r\nHost: '],
])('a connection on which %s ends with the listener', async (_what, sent) => {
  const { url, close } = await openRedirectListener(async () => 'another');
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.write(sent);
  // An answer on a later connection tells that the listener has taken the one before.
  expect((await fetch(url)).status).toBe(400);
  close();
  await once(socket, 'close');
});

test('what is being answered is answered first', async () => {
  const { url, close } = await openRedirectListener(async () => {
    close();
    return 'signed in';
  });
  expect((await fetch(url)).status).toBe(200);
});
