import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import type { StreamKind } from '../../../src/keep/stream-url.js';

const PATHS: Readonly<Record<StreamKind, string>> = {
  jetstream: '/subscribe',
  'jetstream-v2': '/xrpc/network.bsky.jetstream.subscribeEvents',
  firehose: '/xrpc/com.atproto.sync.subscribeRepos',
};

/** A source that does what a test says, for what no real one can be brought to do. */
export interface ScriptedStream extends AsyncDisposable {
  readonly url: string;
  readonly host: string;
  /** What each connection asked for so far, refused ones too. */
  readonly requests: readonly URLSearchParams[];
  /** Messages of the client. */
  readonly heard: readonly string[];
}

export interface Script {
  /** Called for each connection that was let in, with its number from 0 on. */
  readonly onOpen: (socket: WebSocket, index: number, asked: URLSearchParams) => void | Promise<void>;
  /** Answers instead of letting in, or returns false. */
  readonly refuse?: (response: Refusal, index: number, asked: URLSearchParams) => boolean;
  /** Answers what is no stream. */
  readonly answer?: (request: IncomingMessage, response: ServerResponse) => void;
  readonly autoPong?: boolean;
}

/** Writes an HTTP answer onto the raw socket of an upgrade. */
export type Refusal = (status: number, body: string, headers?: Readonly<Record<string, string>>) => void;

export async function startScriptedStream(kind: StreamKind, script: Script): Promise<ScriptedStream> {
  const requests: URLSearchParams[] = [];
  const heard: string[] = [];
  const server = createServer((request, response) => {
    if (script.answer !== undefined) script.answer(request, response);
    else response.writeHead(404).end();
  });
  const sockets = new WebSocketServer({ noServer: true, autoPong: script.autoPong ?? true });
  server.on('upgrade', (request, raw, head) => {
    const index = requests.length;
    const asked = new URL(request.url!, 'http://localhost').searchParams;
    requests.push(asked);
    raw.on('error', () => {});
    const refusal: Refusal = (status, body, headers = {}) => {
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
      raw.end(
        `HTTP/1.1 ${status} No\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n${lines.join('')}\r\n${body}`,
      );
    };
    if (script.refuse?.(refusal, index, asked) === true) return;
    sockets.handleUpgrade(request, raw, head, (socket) => {
      socket.on('message', (data) => heard.push(String(data)));
      socket.on('error', () => {});
      void script.onOpen(socket, index, asked);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `ws://${host}${PATHS[kind]}`,
    host,
    requests,
    heard,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export const KINDS: readonly StreamKind[] = ['jetstream', 'jetstream-v2', 'firehose'];
