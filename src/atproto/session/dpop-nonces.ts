import type { IncomingHttpHeaders } from 'node:http';

/** What servers want to see in the next proof (RFC 9449, 8): by origin, as long as the program runs. */
export class DpopNonces {
  readonly #latest = new Map<string, string>();

  get(origin: string): string | undefined {
    return this.#latest.get(origin);
  }

  set(origin: string, nonce: string): void {
    this.#latest.set(origin, nonce);
  }

  delete(origin: string): void {
    this.#latest.delete(origin);
  }

  clear(): void {
    this.#latest.clear();
  }

  /** Takes note of what an answer says. */
  hear(origin: string, { 'dpop-nonce': nonce }: IncomingHttpHeaders): void {
    if (typeof nonce === 'string' && NONCE.test(nonce)) this.set(origin, nonce);
  }
}

/** RFC 9449, 8.1; of a length that a header may have. */
const NONCE = /^[\x21\x23-\x5B\x5D-\x7E]{1,1024}$/;
