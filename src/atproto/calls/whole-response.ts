import type { IncomingHttpHeaders } from 'node:http';

/**
 * A `Response` whose body is here already. The global `Response` would do, but its first use loads Node's own copy of
 * undici (59 ms where a bare node takes 83, just when the first answer is waited for), and it copies every body
 * twice. Where something asks for one of its rarer sides, a global one is made.
 */
export class WholeResponse implements Response {
  readonly url: string;
  readonly status: number;
  readonly statusText = '';
  readonly redirected = false;
  readonly type = 'default';
  readonly headers: Headers;
  readonly #bytes: Buffer<ArrayBuffer>;
  #used = false;

  /** `bytes` must have its memory to itself; it is handed on and not copied. */
  constructor(url: string, status: number, headers: IncomingHttpHeaders, bytes: Buffer<ArrayBuffer>) {
    this.url = url;
    this.status = status;
    this.headers = new ReceivedHeaders(headers);
    this.#bytes = bytes;
  }

  get ok(): boolean {
    return this.status >= 200 && this.status < 300;
  }

  get bodyUsed(): boolean {
    return this.#used;
  }

  get body(): Response['body'] {
    return this.#standard().body;
  }

  arrayBuffer = async (): Promise<ArrayBuffer> => this.#take().buffer;

  bytes = async (): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(this.#take().buffer);

  text = async (): Promise<string> => this.#take().toString('utf8');

  json = async (): Promise<unknown> => JSON.parse(await this.text());

  blob = (): ReturnType<Response['blob']> => this.#standard().blob();

  formData = (): ReturnType<Response['formData']> => this.#standard().formData();

  clone = (): Response => new Response(this.#bytes, { status: this.status, headers: [...this.headers] });

  #take(): Buffer<ArrayBuffer> {
    if (this.#used) {
      throw new TypeError('The body has been read already');
    }
    this.#used = true;
    return this.#bytes;
  }

  #standard(): Response {
    return new Response(this.#take(), { status: this.status, headers: [...this.headers] });
  }
}

/** The headers of an answer, which nobody may change. */
class ReceivedHeaders implements Headers {
  readonly #values: ReadonlyMap<string, string>;
  readonly #cookies: readonly string[];

  constructor(received: IncomingHttpHeaders) {
    const values = new Map<string, string>();
    for (const [name, value] of Object.entries(received)) {
      if (value !== undefined) {
        values.set(name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value);
      }
    }
    this.#values = values;
    this.#cookies = received['set-cookie'] ?? [];
  }

  get = (name: string): string | null => this.#values.get(name.toLowerCase()) ?? null;

  has = (name: string): boolean => this.#values.has(name.toLowerCase());

  getSetCookie = (): string[] => [...this.#cookies];

  forEach = (visit: (value: string, key: string, headers: Headers) => void, thisArg?: unknown): void => {
    for (const [name, value] of this.#values) {
      visit.call(thisArg, value, name, this);
    }
  };

  keys = () => this.#values.keys();

  values = () => this.#values.values();

  entries = () => this.#values.entries();

  [Symbol.iterator] = () => this.#values.entries();

  append = immutable;

  set = immutable;

  delete = immutable;
}

function immutable(): never {
  throw new TypeError('The headers of an answer cannot be changed');
}
