import { FRAME_MAX_BYTES } from './limits.js';
import { malformed } from './protocol.js';
import type { SocketOpener } from './socket.js';

/** What a source compresses its frames with. */
export interface Dictionary {
  readonly id: number;
  /** Throws a `malformed` StreamFault. */
  decompress(frame: Buffer): string;
}

/** The dictionaries of Jetstream v2 servers, each fetched once. */
export interface Dictionaries {
  /** Undefined where this Node or the server has no such thing. Never rejects. */
  of(stream: URL, signal: AbortSignal): Promise<Dictionary | undefined>;
  /** Notes that the server does not take it any more; another one is looked for, and none if it is the same. */
  refused(stream: URL, id: number): void;
}

/** When it is needed: a start of the program does without. */
const zlib = () => process.getBuiltinModule('node:zlib');

/** A structured dictionary begins with this, little-endian, and then its ID (RFC 8878, 5). */
const MAGIC = 0xec30a437;

/** Milliseconds that a dictionary is waited for: the stream goes without. */
const DICTIONARY_MAX_MS = 5_000;

export function createDictionaries(opener: SocketOpener): Dictionaries {
  const known = new Map<string, Promise<Dictionary | undefined>>();
  const retired = new Set<string>();

  async function fetchFrom(host: string, stream: URL, signal: AbortSignal): Promise<Dictionary | undefined> {
    const url = new URL('/xrpc/network.bsky.jetstream.getZstdDictionary', stream);
    url.protocol = url.protocol.replace('ws', 'http');
    try {
      const bytes = await opener.get(url, AbortSignal.any([signal, AbortSignal.timeout(DICTIONARY_MAX_MS)]));
      const dictionary = bytes === undefined ? undefined : dictionaryOf(bytes);
      return retired.has(`${host} ${dictionary?.id}`) ? undefined : dictionary;
    } catch {
      // Compression is worth having, not worth failing for: if the server is gone, connecting to it will say so.
      known.delete(host);
      return undefined;
    }
  }

  return {
    async of(stream, signal) {
      if (!hasDictionaries()) return undefined;
      const { host } = stream;
      let dictionary = known.get(host);
      if (dictionary === undefined) {
        dictionary = fetchFrom(host, stream, signal);
        known.set(host, dictionary);
      }
      return await dictionary;
    },
    refused(stream, id) {
      known.delete(stream.host);
      retired.add(`${stream.host} ${id}`);
    },
  };
}

function dictionaryOf(bytes: Uint8Array): Dictionary | undefined {
  const head = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 8 || head.getUint32(0, true) !== MAGIC) return undefined;
  return {
    id: head.getUint32(4, true),
    decompress(frame) {
      try {
        const options = { dictionary: bytes, maxOutputLength: FRAME_MAX_BYTES };
        return zlib().zstdDecompressSync(frame, options).toString();
      } catch {
        throw malformed('a frame cannot be decompressed');
      }
    },
  };
}

let able: boolean | undefined;

/** Some versions of Node have zstd and pass over the dictionary (it came with 22.19 and 24.6): trying shows it. */
function hasDictionaries(): boolean {
  able ??= tryDictionary();
  return able;
}

function tryDictionary(): boolean {
  const { zstdCompressSync } = zlib();
  if (typeof zstdCompressSync !== 'function') return false;
  const dictionary = Buffer.from('a dictionary that the sample is made of, word for word, again and again');
  const sample = zstdCompressSync(dictionary, { dictionary });
  return sample.length < zstdCompressSync(dictionary).length;
}
