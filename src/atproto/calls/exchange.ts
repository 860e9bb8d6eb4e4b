import type { IncomingHttpHeaders } from 'node:http';
import { promisify } from 'node:util';
import type { Dispatcher } from 'undici';
import { isLoopback } from './host-policy.js';

/** One HTTP request to one origin. */
export interface ExchangeRequest {
  readonly url: URL;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | undefined;
  /** Milliseconds from now to the last byte of the answer. */
  readonly timeoutMs: number;
  /** Bytes that an answer may have, before and after decompression. */
  readonly cap: number;
  readonly signal: AbortSignal;
  /** A proxy that is told the whole address and asks for us (RFC 9112 3.2.2), and the headers that are for it. */
  readonly forwarder?:
    | { readonly origin: string; readonly headers: Readonly<Record<string, string>> }
    | undefined;
}

export interface ExchangeAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The whole body, decompressed, in memory of its own. */
  readonly bytes: Buffer<ArrayBuffer>;
}

/** What an exchange fails with beside the errors of undici and of the system, which have a `code`. */
export class ExchangeError extends Error {
  override readonly name = 'ExchangeError';
  readonly kind: 'timeout' | 'too-large' | 'encoding';

  constructor(kind: ExchangeError['kind'], message: string, cause?: unknown) {
    super(message, { cause });
    this.kind = kind;
  }
}

/**
 * Sends a request and collects its answer. Redirects are answers. The answer is cut off as soon as it is over the
 * cap, and an abort of the signal ends the exchange at once, whatever it is waiting for.
 *
 * Dispatches by hand because undici's `request` and `fetch` put a stream between us and the bytes, which costs more
 * than everything else here.
 */
export async function exchange(dispatcher: Dispatcher, request: ExchangeRequest): Promise<ExchangeAnswer> {
  const { status, headers, bytes } = await collect(dispatcher, request);
  const decoded = await decode(bytes, headers['content-encoding'], request.cap);
  request.signal.throwIfAborted();
  return { status, headers, bytes: decoded };
}

function collect(dispatcher: Dispatcher, request: ExchangeRequest): Promise<ExchangeAnswer> {
  const { url, method, body, timeoutMs, cap, signal, forwarder } = request;
  signal.throwIfAborted();

  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let status = 0;
    let headers: IncomingHttpHeaders = {};
    let controller: Dispatcher.DispatchController | undefined;
    let failure: Error | undefined;

    const onAbort = () => fail(signal.reason);
    const timer = setTimeout(
      () => fail(new ExchangeError('timeout', `no full answer within ${timeoutMs / 1000} s`)),
      timeoutMs,
    );
    signal.addEventListener('abort', onAbort, { once: true });

    function settle(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    }

    /** Does not wait for undici to notice: a request that is still in a queue would be noticed late. */
    function fail(reason: Error): void {
      failure ??= reason;
      settle();
      reject(failure);
      controller?.abort(failure);
    }

    const tooLarge = () => fail(new ExchangeError('too-large', `the answer is larger than ${cap} bytes`));

    dispatcher.dispatch(
      {
        origin: forwarder?.origin ?? url.origin,
        path: (forwarder ? url.origin : '') + url.pathname + url.search,
        method,
        headers: {
          'accept-encoding': encodingsFor(url),
          ...request.headers,
          ...(forwarder && { host: url.host, ...forwarder.headers }),
        },
        body: body ?? null,
      },
      {
        onRequestStart(started) {
          controller = started;
          if (failure !== undefined) started.abort(failure);
        },
        onResponseStart(_controller, statusCode, answered) {
          if (statusCode < 200) return;
          status = statusCode;
          headers = answered;
          if (Number(answered['content-length']) > cap) tooLarge();
        },
        onResponseData(_controller, chunk) {
          size += chunk.length;
          if (size > cap) {
            tooLarge();
          } else if (failure === undefined) {
            chunks.push(chunk);
          }
        },
        onResponseEnd() {
          settle();
          resolve({ status, headers, bytes: join(chunks, size) });
        },
        onResponseError(_controller, error) {
          settle();
          reject(failure ?? error);
        },
      },
    );
  });
}

/** Compression saves a network what it costs the two at its ends: inside one machine it only costs. */
const encodingsFor = (url: URL): string => (isLoopback(url) ? 'identity' : 'br, gzip, deflate');

type Decoder = (bytes: Buffer, options: { maxOutputLength: number }) => Promise<Buffer<ArrayBuffer>>;

/** Node's decompression comes with the first answer that is compressed. */
async function decoderFor(encoding: string, bytes: Buffer): Promise<Decoder | undefined> {
  const { brotliDecompress, gunzip, inflate, inflateRaw } = await import('node:zlib');
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return promisify(gunzip);
    case 'br':
      return promisify(brotliDecompress);
    case 'deflate':
      // Some servers leave the zlib header away; its first byte always ends in 8.
      return promisify(((bytes[0] ?? 0) & 0x0f) === 8 ? inflate : inflateRaw);
    default:
      return undefined;
  }
}

async function decode(
  bytes: Buffer<ArrayBuffer>,
  header: string | string[] | undefined,
  cap: number,
): Promise<Buffer<ArrayBuffer>> {
  if (header === undefined || bytes.length === 0) return bytes;
  const encodings = header.toString().toLowerCase().split(',');
  let decoded = bytes;
  for (const encoding of encodings.map((name) => name.trim()).reverse()) {
    if (encoding === '' || encoding === 'identity') continue;
    const decoder = await decoderFor(encoding, decoded);
    if (decoder === undefined) {
      throw new ExchangeError('encoding', `compressed as ${encoding}, which was not asked for`);
    }
    try {
      decoded = await decoder(decoded, { maxOutputLength: cap });
    } catch (cause) {
      if (cause instanceof RangeError) {
        throw new ExchangeError('too-large', `the answer is larger than ${cap} bytes`, cause);
      }
      throw new ExchangeError('encoding', `does not decompress as ${encoding}`, cause);
    }
  }
  return decoded.length === decoded.buffer.byteLength ? decoded : join([decoded], decoded.length);
}

/** One buffer that shares its memory with nobody: a kept page must not hold a larger pool alive. */
function join(chunks: readonly Buffer[], size: number): Buffer<ArrayBuffer> {
  const whole = Buffer.allocUnsafeSlow(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
