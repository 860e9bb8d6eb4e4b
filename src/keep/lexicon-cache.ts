import { readFileSync } from 'node:fs';
import { isObject } from '../text/json-fields.js';
import { replaceFile } from './replace-file.js';
import { type Outcome, WriteBehind } from './write-behind.js';

/** A lexicon as its authority published it and proved it. */
export interface KeptLexicon {
  /** Its authority in lower case. */
  readonly nsid: string;
  /** Who published it. */
  readonly did: string;
  readonly cid: string;
  /** Milliseconds since 1970. */
  readonly fetchedAt: number;
  /** The document. */
  readonly json: string;
}

/** Remembers lexicons between runs. */
export interface LexiconCache {
  get(nsid: string): KeptLexicon | undefined;
  set(lexicon: KeptLexicon): void;
  delete(nsid: string): void;
}

const LEXICONS_MAX = 300;
/** Characters of one lexicon: the longest of Bluesky's have forty thousand. */
const LEXICON_MAX_CHARACTERS = 256 * 1024;
/** Characters of all of them. */
const FILE_MAX_CHARACTERS = 4 * 1024 * 1024;

/**
 * The lexicons that were resolved last, kept between runs in a file of their own: for each a line of services, NSID and JSON, with tabs
 * between them. The file is read when the first is asked for. Lines that are not like that are passed over: what is lost is resolved again.
 */
export class LexiconFile implements LexiconCache {
  readonly #file: string;
  readonly #services: string;
  readonly #writing: WriteBehind;
  /** The JSON of each by services and NSID, used last, last. Undefined until the file is read. */
  #lines: Map<string, string> | undefined;

  /** `services` names who was asked: another PLC directory, or other name servers, may know other authorities. */
  constructor(file: string, services: string, outcome: Outcome) {
    this.#file = file;
    this.#services = services;
    this.#writing = new WriteBehind(() => this.#write(), outcome);
  }

  get(nsid: string): KeptLexicon | undefined {
    const lines = this.#read();
    const name = this.#name(nsid);
    const json = lines.get(name);
    if (json === undefined) return undefined;
    lines.delete(name);
    const kept = parse(json);
    if (!isKeptLexicon(kept) || kept.nsid !== nsid) return undefined;
    lines.set(name, json);
    return kept;
  }

  set(lexicon: KeptLexicon): void {
    const lines = this.#read();
    const name = this.#name(lexicon.nsid);
    const { nsid, did, cid, fetchedAt, json } = lexicon;
    const line = JSON.stringify({ nsid, did, cid, fetchedAt, json });
    lines.delete(name);
    if (line.length <= LEXICON_MAX_CHARACTERS) lines.set(name, line);
    let characters = 0;
    for (const one of lines.values()) characters += one.length;
    for (const [oldest, one] of lines) {
      if (lines.size <= LEXICONS_MAX && characters <= FILE_MAX_CHARACTERS) break;
      lines.delete(oldest);
      characters -= one.length;
    }
    this.#writing.touch();
  }

  delete(nsid: string): void {
    if (this.#read().delete(this.#name(nsid))) this.#writing.touch();
  }

  /** Waits until all is on disk, or could not be put there. */
  flush(): Promise<void> {
    return this.#writing.flush();
  }

  #name(nsid: string): string {
    return `${this.#services}\t${nsid}`;
  }

  #read(): Map<string, string> {
    if (this.#lines !== undefined) return this.#lines;
    this.#lines = new Map();
    for (const line of readLines(this.#file)) {
      const [services, nsid, json] = line.split('\t');
      if (json !== undefined) this.#lines.set(`${services}\t${nsid}`, json);
    }
    return this.#lines;
  }

  async #write(): Promise<void> {
    await replaceFile(this.#file, [...this.#read()].map(([name, json]) => `${name}\t${json}\n`).join(''));
  }
}

function isKeptLexicon(value: unknown): value is KeptLexicon {
  if (!isObject(value)) return false;
  const { nsid, did, cid, fetchedAt, json } = value;
  const isText = [nsid, did, cid, json].every((text) => typeof text === 'string');
  return isText && typeof fetchedAt === 'number';
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
