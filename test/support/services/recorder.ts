import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Recorder {
  readonly origin: string;
  /** Every byte that came, of every connection. */
  received(): string;
}

export type RecordedAnswer = { readonly status?: number; readonly headers?: string; readonly body?: unknown };

/** A server on a bare socket: what it notes has passed no parser. One answer for each connection. */
export async function record(
  answer: (method: string, path: string, body: string) => RecordedAnswer,
): Promise<Recorder> {
  const chunks: Buffer[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let request = '';
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      request += chunk.toString('latin1');
      const [head, body] = request.split('\r\n\r\n');
      const length = Number(/content-length: (\d+)/i.exec(head ?? '')?.[1] ?? 0);
      if (body === undefined || body.length < length) return;
      const [method, path] = request.split(' ');
      const { status = 200, headers = '', body: answered = {} } = answer(method!, path!, body);
      const text = JSON.stringify(answered);
      socket.end(
        `HTTP/1.1 ${status} X\r\ncontent-type: application/json\r\nconnection: close\r\n${headers}content-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
      );
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { origin, received: () => Buffer.concat(chunks).toString('latin1') };
}
