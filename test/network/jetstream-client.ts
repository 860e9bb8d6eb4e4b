import { once } from 'node:events';
import { zstdDecompressSync } from 'node:zlib';
import { type ClientOptions, WebSocket } from 'ws';
import { Changes, waitUntil } from '../support/wait-until.js';

/** A bare WebSocket that reads a Jetstream, for the tests of the servers. */
export interface BareClient extends Disposable {
  readonly socket: WebSocket;
  /** The frames, parsed; what is not JSON stays as it came. */
  // biome-ignore lint/suspicious/noExplicitAny: what is in them is what the tests say.
  readonly frames: readonly any[];
  /** Resolves with the code and reason of the end. */
  readonly closed: Promise<readonly [code: number, reason: string]>;
  /** Resolves as soon as so many frames have come, or as it holds of the last. */
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  until(holds: number | ((frame: any) => boolean)): Promise<void>;
}

export interface BareClientOptions extends ClientOptions {
  /** Parameters of the query; those with several values come several times. */
  readonly query?: Readonly<Record<string, string | number | readonly string[]>>;
  readonly subprotocol?: string;
  /** Frames come compressed with it. */
  readonly dictionary?: Buffer;
}

/** Connects. Throws what the server answered where it is not a stream: `400 CursorTooOld …`. */
export async function connect(
  stream: string,
  { query = {}, subprotocol, dictionary, ...options }: BareClientOptions = {},
): Promise<BareClient> {
  const url = new URL(stream);
  for (const [name, value] of Object.entries(query)) {
    for (const one of [value].flat()) url.searchParams.append(name, String(one));
  }
  const frames: unknown[] = [];
  const changes = new Changes();
  const socket = new WebSocket(url, subprotocol === undefined ? [] : [subprotocol], {
    perMessageDeflate: false,
    ...options,
  });
  socket.on('message', (data: Buffer, isBinary) => {
    frames.push(parsed(isBinary && dictionary ? zstdDecompressSync(data, { dictionary }) : data));
    changes.tell();
  });
  const closed = new Promise<readonly [number, string]>((resolve) => {
    socket.on('close', (code, reason) => resolve([code, reason.toString()]));
  });
  await new Promise<void>((resolve, reject) => {
    socket.on('open', resolve);
    socket.on('error', reject);
    socket.on('unexpected-response', async (_request, response) => {
      let body = '';
      for await (const chunk of response) body += chunk;
      reject(new Error(`${response.statusCode} ${body.trim()}`));
    });
  });
  return {
    socket,
    frames,
    closed,
    until: (wanted) =>
      waitUntil({
        what: typeof wanted === 'number' ? `${wanted} frames` : `a frame with ${wanted}`,
        holds: () => (typeof wanted === 'number' ? frames.length >= wanted : wanted(frames.at(-1))),
        subscribe: changes.subscribe,
        found: () => `${frames.length} frames, the last of them:\n${frames.slice(-3).map(shown).join('\n')}`,
      }),
    [Symbol.dispose]: () => socket.terminate(),
  };
}

/** Resolves when the server has answered a ping, and so has worked off all that was sent to it before. */
export async function pong({ socket }: BareClient): Promise<void> {
  socket.ping();
  await once(socket, 'pong');
}

const shown = (frame: unknown): string => JSON.stringify(frame).slice(0, 500);

function parsed(data: Buffer): unknown {
  try {
    return JSON.parse(data.toString());
  } catch {
    return data.toString();
  }
}
