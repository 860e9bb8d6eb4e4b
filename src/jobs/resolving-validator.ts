import type { AtClient } from '../atproto/client.js';
import { LexiconError } from '../atproto/lexicons/lexicon.js';
import type { RecordToValidate, Validity } from '../atproto/lexicons/validity.js';

/** Lexicons that are asked for at once. */
const AT_ONCE_MAX = 8;
/** Lexicons that are asked for at most: a repository of a stranger may name a million. */
const ASKED_MAX = 500;

/** Holds records against their lexicons, and asks the authority of each lexicon that is not known here once. */
export class ResolvingValidator {
  /** Why lexicons cannot be had, in the order in which they were asked for. */
  readonly failures = new Map<string, LexiconError>();
  readonly #asked = new Set<string>();
  readonly #client: Pick<AtClient, 'validate' | 'lexicons'>;

  constructor(client: Pick<AtClient, 'validate' | 'lexicons'>) {
    this.#client = client;
  }

  /** Throws an AbortError. */
  async validate(record: RecordToValidate, { signal }: { readonly signal: AbortSignal }): Promise<Validity> {
    for (;;) {
      const validity = await this.#client.validate(record, { signal });
      if (validity.status !== 'unknown') return validity;
      const next = validity.missing
        .filter((nsid) => !this.#asked.has(nsid))
        .slice(0, Math.min(AT_ONCE_MAX, ASKED_MAX - this.#asked.size));
      if (next.length === 0) return validity;
      for (const nsid of next) this.#asked.add(nsid);
      await Promise.all(next.map((nsid) => this.#resolve(nsid, signal)));
    }
  }

  async #resolve(nsid: string, signal: AbortSignal): Promise<void> {
    try {
      await this.#client.lexicons.resolve(nsid, { signal });
    } catch (error) {
      if (!(error instanceof LexiconError)) throw error;
      this.failures.set(nsid, error);
    }
  }
}
