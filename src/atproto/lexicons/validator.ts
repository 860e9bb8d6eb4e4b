import { LexiconError, type Lexicons } from './lexicon.js';
import { normalNsid } from './nsid.js';
import { RecordRules } from './record-rules.js';
import type { RecordToValidate, ValidateOptions, Validity } from './validity.js';

/** What a validator is told of lexicons. */
export interface LexiconSource extends Pick<Lexicons, 'known' | 'resolve'> {
  /** Another number after `known` may have come to answer otherwise. */
  revision(): number;
}

/** Lexicons that are resolved for one record at most. */
const RESOLVED_MAX = 32;
/** Collections whose rules are held. */
const RULES_MAX = 64;

const unknown = (...missing: readonly string[]): Validity => ({ status: 'unknown', missing });

/** Holds records against their lexicons. What is made of the lexicons of a collection serves all of its records. */
export class Validator {
  readonly #lexicons: LexiconSource;
  readonly #rules = new Map<string, { readonly revision: number; readonly rules: Promise<RecordRules> }>();

  constructor(lexicons: LexiconSource) {
    this.#lexicons = lexicons;
  }

  /** Throws an AbortError, and nothing else. */
  async validate(
    record: RecordToValidate,
    { resolve = false, signal }: ValidateOptions = {},
  ): Promise<Validity> {
    let nsid: string;
    try {
      nsid = normalNsid(record.collection);
    } catch {
      return unknown(record.collection);
    }
    const asked = new Set<string>();
    for (;;) {
      signal?.throwIfAborted();
      const validity = (await this.#rulesOf(nsid)).check(record);
      if (!resolve || validity.status !== 'unknown') return validity;
      const next = validity.missing.filter((one) => !asked.has(one)).slice(0, RESOLVED_MAX - asked.size);
      const resolved = await Promise.all(next.map((one) => this.#resolve(one, signal)));
      for (const one of next) asked.add(one);
      if (!resolved.includes(true)) return validity;
    }
  }

  async #resolve(nsid: string, signal: AbortSignal | undefined): Promise<boolean> {
    try {
      await this.#lexicons.resolve(nsid, { signal });
      return true;
    } catch (error) {
      if (error instanceof LexiconError) return false;
      throw error;
    }
  }

  #rulesOf(nsid: string): Promise<RecordRules> {
    const revision = this.#lexicons.revision();
    const held = this.#rules.get(nsid);
    if (held?.revision === revision) return held.rules;
    const rules = RecordRules.of(nsid, (one) => this.#lexicons.known(one));
    this.#rules.delete(nsid);
    this.#rules.set(nsid, { revision, rules });
    for (const oldest of this.#rules.keys()) {
      if (this.#rules.size <= RULES_MAX) break;
      this.#rules.delete(oldest);
    }
    return rules;
  }
}
