import type { IncomingHttpHeaders } from 'node:http';
import { promisify } from 'node:util';
import type { Dispatcher } from 'undici';
import { fileProblem } from '../../keep/file-problem.js';
import type { AnswerSink } from './answer-sink.js';
import { isLoopback } from './host-policy.js';

/** One HTTP request to one origin. */
export interface ExchangeRequest {
  readonly url: URL;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | undefined;
  /** Milliseconds from now to the last byte of the answer; where a sink takes it, those that may pass without a byte of it. */
  readonly timeoutMs: number;
  /** Bytes that an answer may have, before and after decompression. */
  readonly cap: number;
  readonly signal: AbortSignal;
  /** Takes the answer as it comes, where it is what the sink is for. It is asked for as it is, without compression. */
  readonly into?: AnswerSink | undefined;
  /** A proxy that is told the whole address and asks for us (RFC 9112 3.2.2), and the headers that are for it. */
  readonly forwarder?:
    | { readonly origin: string; readonly headers: Readonly<Record<string, string>> }
    | undefined;
}

export interface ExchangeAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The whole body, decompressed, in memory of its own; empty where a sink took it. */
  readonly bytes: Buffer<ArrayBuffer>;
  /** Bytes that a sink took; undefined where none did. */
  readonly taken?: number | undefined;
}

/** What an exchange fails with beside the errors of undici and of the system, which have a `code`. */
export class ExchangeError extends Error {
  override readonly name = 'ExchangeError';
  readonly kind: 'timeout' | 'too-large' | 'encoding' | 'not-kept';

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
  const { bytes, ...answer } = await collect(dispatcher, request);
  if (answer.taken !== undefined) return { ...answer, bytes };
  const decoded = await decode(bytes, answer.headers['content-encoding'], capOf(request));
  request.signal.throwIfAborted();
  return { ...answer, bytes: decoded };
}

const notKept = (cause: unknown): ExchangeError =>
  new ExchangeError('not-kept', `what came could not be kept (${fileProblem(cause)})`, cause);

/** What a sink does not take is held in memory: a refusal and a word on it. */
const capOf = ({ cap, into }: ExchangeRequest): number =>
  into === undefined ? cap : Math.min(cap, NOT_TAKEN_MAX_BYTES);

const NOT_TAKEN_MAX_BYTES = 1024 * 1024;

function collect(dispatcher: Dispatcher, request: ExchangeRequest): Promise<ExchangeAnswer> {
  const { url, method, body, timeoutMs, signal, into, forwarder } = request;
  signal.throwIfAborted();

  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let status = 0;
    let headers: IncomingHttpHeaders = {};
    let controller: Dispatcher.DispatchController | undefined;
    let failure: Error | undefined;
    let cap = capOf(request);
    /** Takes this answer. */
    let sink: AnswerSink | undefined;

    const onAbort = () => fail(signal.reason);
    const timer = setTimeout(() => fail(new ExchangeError('timeout', timeoutWords())), timeoutMs);
    signal.addEventListener('abort', onAbort, { once: true });

    function timeoutWords(): string {
      return into === undefined
        ? `no full answer within ${timeoutMs / 1000} s`
        : `nothing came for ${timeoutMs / 1000} s, after ${size} bytes`;
    }

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
          'user-agent': USER_AGENT,
          'accept-encoding': into === undefined ? encodingsFor(url) : 'identity',
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
          if (into?.takes(status, headers) === true) {
            cap = request.cap;
            sink = into;
            try {
              sink.begin();
            } catch (error) {
              fail(notKept(error));
            }
          }
          if (Number(answered['content-length']) > cap) tooLarge();
        },
        onResponseData(_controller, chunk) {
          size += chunk.length;
          if (size > cap) {
            tooLarge();
          } else if (failure !== undefined) {
            return;
          } else if (sink === undefined) {
            chunks.push(chunk);
          } else {
            timer.refresh();
            try {
              sink.write(chunk);
            } catch (error) {
              fail(notKept(error));
            }
          }
        },
        onResponseEnd() {
          settle();
          const taken = sink && size;
          resolve({ status, headers, bytes: join(chunks, sink ? 0 : size), ...(sink && { taken }) });
        },
        onResponseError(_controller, error) {
          settle();
          reject(failure ?? error);
        },
      },
    );
  });
}

/** Who asks, as the services of microcosm want to be told; without a version, which none of them needs to know. */
const USER_AGENT = 'atscope (terminal explorer of the AT Protocol)';

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
