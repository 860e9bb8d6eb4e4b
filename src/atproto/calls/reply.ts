import type { IncomingHttpHeaders } from 'node:http';
import { errorBody } from './error-body.js';
import { JsonFault, scanObject } from './json-scan.js';
import { type RawItem, type RawItems, rawItem, rawItems } from './raw-items.js';
import { type Reader, Unusable } from './reader.js';
import { XrpcError } from './xrpc-error.js';

/** Bytes of an answer that may be nothing but an error. */
const ERROR_MAX_BYTES = 64 * 1024;

/** An answer of success that is still to be read. Where nothing of it can be used, that becomes a `malformed` XrpcError. */
export class Reply {
  readonly bytes: Buffer;
  readonly service: string;
  readonly nsid: string;
  readonly #headers: IncomingHttpHeaders;

  constructor(bytes: Buffer, service: string, nsid: string, headers: IncomingHttpHeaders = {}) {
    this.bytes = bytes;
    this.service = service;
    this.nsid = nsid;
    this.#headers = headers;
  }

  /** What a header of the answer says; undefined where it has none of the name, which is in lower case. */
  header(name: string): string | undefined {
    return this.#headers[name]?.toString();
  }

  text(): string {
    return this.bytes.toString('utf8');
  }

  json(): unknown {
    return this.#reading(() => rawItem(this.bytes).value());
  }

  /** What of the answer is used. */
  read<T>(reader: Reader<T>): T {
    const read = reader(this.json());
    if (read instanceof Unusable) throw this.#without(`the answer ${read.why}`);
    return read;
  }

  /** The whole answer, which must be an object that has the members named. */
  item(...members: readonly string[]): RawItem {
    return this.#reading(() => {
      const scanned = scanObject(this.bytes);
      const missing = members.find((name) => scanned?.members.has(name) !== true);
      if (missing !== undefined) throw this.#without(`the answer has no ${missing}`);
      return rawItem(this.bytes);
    });
  }

  /**
   * One page: the elements of the array named `key`, whatever each of them is, and the cursor to what follows. Null is a page of
   * none, which says so. A cursor that is no string is given back as it was sent: the service may know it, or say that it does not.
   */
  page(key: string): { items: RawItems; cursor: string | undefined } {
    return this.#reading(() => {
      const scanned = scanObject(this.bytes, key);
      const list = this.#member(scanned?.members.get(key));
      if (scanned === undefined || (scanned.elements === undefined && list?.text() !== 'null')) {
        throw this.#without(`the answer has no list of ${key}`);
      }
      const items = scanned.elements ? rawItems(this.bytes, scanned.elements) : NO_ITEMS;
      return { items, cursor: cursorOf(this.#member(scanned.members.get('cursor'))) };
    });
  }

  malformed(words: string, cause?: unknown): XrpcError {
    const { service, nsid } = this;
    return new XrpcError({ failure: 'malformed', service, nsid, message: `${service}: ${words}`, cause });
  }

  /** The error of an answer of success that has not what was asked for: some services say under 200 why not. */
  #without(words: string): XrpcError {
    const { error, message } = this.bytes.length <= ERROR_MAX_BYTES ? errorBody(this.bytes) : {};
    const said = [error, message].filter((part) => part !== undefined).join(': ');
    return this.malformed(said === '' ? words : `${words}, and says ${said}`);
  }

  #member(span: { readonly start: number; readonly end: number } | undefined): RawItem | undefined {
    return span && rawItems(this.bytes, Uint32Array.of(span.start, span.end)).at(0);
  }

  #reading<T>(read: () => T): T {
    try {
      return read();
    } catch (cause) {
      if (cause instanceof JsonFault) throw this.malformed(this.#whatItIs(cause), cause);
      throw cause;
    }
  }

  #whatItIs(fault: JsonFault): string {
    if (this.bytes.length === 0) return 'the answer is empty';
    if (looksLikeHtml(this.bytes)) return 'the answer is a web page and not JSON';
    return `the answer is ${fault.message}`;
  }
}

/** Go and others write a list of none as null (dollspace-gay/Aurora-Prism#51). */
const NO_ITEMS: RawItems = {
  length: 0,
  at: () => undefined,
  note: 'the service sent null in place of a list, so this is taken for none',
};

/** Some services end a list with an empty cursor, or with null, instead of none. */
function cursorOf(item: RawItem | undefined): string | undefined {
  const value = item?.value();
  if (value === null || value === undefined || value === '') return undefined;
  return typeof value === 'string' ? value : item?.text();
}

/** Whether a body begins as HTML or XML does, which is what proxies and parked domains answer with. */
export function looksLikeHtml(bytes: Buffer): boolean {
  return /^(\uFEFF|\s)*</.test(bytes.toString('utf8', 0, 256));
}
