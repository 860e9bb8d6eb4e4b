import { isObject, type JsonObject } from '../../text/json-fields.js';
import { JsonFault, scanObject } from './json-scan.js';
import { parseJson, type RawItem, type RawItems, rawItem, rawItems } from './raw-items.js';
import { XrpcError } from './xrpc-error.js';

/** What the fields of an object must be where they are there; those that end in `!` must be there. */
export type Shape = Readonly<
  Record<string, 'string' | 'string!' | 'number' | 'boolean' | 'boolean!' | 'array' | 'array!'>
>;

/** An answer of status 200 that is still to be read. Whatever is wrong with it becomes a `malformed` XrpcError. */
export class Reply {
  readonly bytes: Buffer;
  readonly service: string;
  readonly nsid: string;

  constructor(bytes: Buffer, service: string, nsid: string) {
    this.bytes = bytes;
    this.service = service;
    this.nsid = nsid;
  }

  text(): string {
    return this.bytes.toString('utf8');
  }

  json(): unknown {
    return this.#reading(() => rawItem(this.bytes).value());
  }

  /** The answer as an object whose fields fit `shape`; of fields that the shape does not name nothing is said. */
  object(shape: Shape): JsonObject {
    return this.fitting(this.json(), shape, 'the answer');
  }

  /** The whole answer, which must be an object that has the members named. */
  item(...members: readonly string[]): RawItem {
    return this.#reading(() => {
      const scanned = scanObject(this.bytes);
      const missing = members.find((name) => scanned?.members.has(name) !== true);
      if (missing !== undefined) {
        throw this.malformed(`the answer has no ${missing}`);
      }
      return rawItem(this.bytes);
    });
  }

  /** One page: the elements of the array named `key`, whatever each of them is, and the cursor to what follows. */
  page(key: string): { items: RawItems; cursor: string | undefined } {
    return this.#reading(() => {
      const scanned = scanObject(this.bytes, key);
      if (scanned?.elements === undefined) {
        throw this.malformed(`the answer has no list of ${key}`);
      }
      const span = scanned.members.get('cursor');
      const cursor = span && parseJson(this.bytes.toString('utf8', span.start, span.end));
      if (cursor !== undefined && cursor !== null && typeof cursor !== 'string') {
        throw this.malformed('the cursor is not a string');
      }
      // Some services end a list with an empty cursor instead of none.
      return { items: rawItems(this.bytes, scanned.elements), cursor: cursor || undefined };
    });
  }

  /** `value` if it is an object that fits `shape`; `name` is what the message calls it. */
  fitting(value: unknown, shape: Shape, name: string): JsonObject {
    if (!isObject(value)) throw this.malformed(`${name} is not a JSON object`);
    for (const [field, rule] of Object.entries(shape)) {
      const type = rule.replace('!', '');
      const found = value[field];
      if (found === undefined && !rule.endsWith('!')) {
        continue;
      }
      const fits = type === 'array' ? Array.isArray(found) : typeof found === type;
      if (!fits) {
        throw this.malformed(
          found === undefined ? `${name} has no ${field}` : `${field} in ${name} is no ${type}`,
        );
      }
    }
    return value;
  }

  malformed(words: string, cause?: unknown): XrpcError {
    const { service, nsid } = this;
    return new XrpcError({ failure: 'malformed', service, nsid, message: `${service}: ${words}`, cause });
  }

  #reading<T>(read: () => T): T {
    try {
      return read();
    } catch (cause) {
      if (cause instanceof JsonFault) {
        throw this.malformed(this.#whatItIs(cause), cause);
      }
      throw cause;
    }
  }

  #whatItIs(fault: JsonFault): string {
    if (this.bytes.length === 0) {
      return 'the answer is empty';
    }
    if (looksLikeHtml(this.bytes)) {
      return 'the answer is a web page and not JSON';
    }
    return `the answer is ${fault.message}`;
  }
}

/** Whether a body begins as HTML or XML does, which is what proxies and parked domains answer with. */
export function looksLikeHtml(bytes: Buffer): boolean {
  return /^(\uFEFF|\s)*</.test(bytes.toString('utf8', 0, 256));
}
