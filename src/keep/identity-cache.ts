import { readFileSync } from 'node:fs';
import { isObject } from '../text/json-fields.js';
import { replaceFile } from './replace-file.js';
import { type Outcome, WriteBehind } from './write-behind.js';

/** What a DID document says of an account, as it is kept between runs. */
export interface KeptIdentity {
  readonly did: string;
  /** The handle that the document names (first valid `at://` of `alsoKnownAs`), in lower case, not yet confirmed. */
  readonly handle: string | undefined;
  /** Origin of the PDS, such as `https://morel.us-east.host.bsky.network`. */
  readonly pds: string | undefined;
  /** The `#atproto` signing key as a Multikey: `z…`, what follows `did:key:`, whatever form the document has it in. */
  readonly signingKey: string | undefined;
  /** The document as it came. */
  readonly document: Record<string, unknown>;
  /** The document as JSON as it came, where JavaScript would write it otherwise: numbers, the order of members. */
  readonly documentJson?: string | undefined;
  /** Milliseconds since 1970. */
  readonly fetchedAt: number;
}

/** Remembers identities between runs. */
export interface IdentityCache {
  get(key: string): { identity: KeptIdentity; storedAt: number } | undefined;
  set(key: string, identity: KeptIdentity): void;
  delete(key: string): void;
}

const IDENTITIES_MAX = 500;
/** Characters of one identity's JSON; a document is written by a stranger, and most have a thousand. */
const IDENTITY_MAX_CHARACTERS = 32_768;

interface Entry {
  readonly storedAt: number;
  readonly json: string;
}

function isKeptIdentity(value: unknown): value is KeptIdentity {
  const { did, handle, pds, signingKey, document, documentJson, fetchedAt } = (value ?? {}) as Partial<
    Record<keyof KeptIdentity, unknown>
  >;
  const optional = (text: unknown) => text === undefined || typeof text === 'string';
  return (
    typeof did === 'string' &&
    optional(handle) &&
    optional(pds) &&
    optional(signingKey) &&
    isObject(document) &&
    optional(documentJson) &&
    typeof fetchedAt === 'number'
  );
}

/**
 * The identities used last, kept between runs in a file of their own: for each a line of services, key, time and JSON,
 * with tabs between them. A line is parsed when it is asked for, so that a full cache costs the start nothing. Lines that are
 * not like that are passed over: what is lost is fetched again.
 */
export class IdentityFile implements IdentityCache {
  readonly #file: string;
  readonly #services: string;
  /** Used last, last. */
  readonly #entries = new Map<string, Entry>();
  readonly #writing: WriteBehind;

  /** `services` names who was asked: another PLC directory or AppView may know another account by the same name. */
  constructor(file: string, services: string, outcome: Outcome) {
    this.#file = file;
    this.#services = services;
    this.#writing = new WriteBehind(() => this.#write(), outcome);
    for (const line of readLines(file)) {
      const [from, key, storedAt, json] = line.split('\t');
      if (json !== undefined && Number.isFinite(Number(storedAt))) {
        this.#entries.set(`${from}\t${key}`, { storedAt: Number(storedAt), json });
      }
    }
  }

  get(key: string): { identity: KeptIdentity; storedAt: number } | undefined {
    const name = this.#name(key);
    const entry = this.#entries.get(name);
    if (entry === undefined) return undefined;
    this.#entries.delete(name);
    const identity = parse(entry.json);
    if (!isKeptIdentity(identity)) return undefined;
    this.#entries.set(name, entry);
    return { identity, storedAt: entry.storedAt };
  }

  set(key: string, identity: KeptIdentity): void {
    const json = JSON.stringify(identity);
    const name = this.#name(key);
    this.#entries.delete(name);
    if (json.length <= IDENTITY_MAX_CHARACTERS) this.#entries.set(name, { storedAt: Date.now(), json });
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= IDENTITIES_MAX) break;
      this.#entries.delete(oldest);
    }
    this.#writing.touch();
  }

  delete(key: string): void {
    if (this.#entries.delete(this.#name(key))) this.#writing.touch();
  }

  /** Waits until all is on disk, or could not be put there. */
  flush(): Promise<void> {
    return this.#writing.flush();
  }

  #name(key: string): string {
    return `${this.#services}\t${key}`;
  }

  async #write(): Promise<void> {
    const lines = [...this.#entries].map(([name, { storedAt, json }]) => `${name}\t${storedAt}\t${json}\n`);
    await replaceFile(this.#file, lines.join(''));
  }
}

function readLines(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    // Not there, or not to be read; in that case writing says what is wrong with the folder.
    return [];
  }
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
