import { LexiconSchemaBuilder } from '@atproto/lex-document';
import { jsonToLex } from '@atproto/lex-json';
import { l } from '@atproto/lex-schema';
import { isDeeperThan } from '../../text/json-depth.js';
import { textField } from '../../text/json-fields.js';
import { EveryIssue } from './every-issue.js';
import { issuePath } from './issue-path.js';
import type { Lexicon } from './lexicon.js';
import { type LexiconClosure, lexiconClosure } from './lexicon-closure.js';
import type { RecordToValidate, Validity, ValidityIssue } from './validity.js';

/** Levels of a record that the schemas can walk without running out of stack. */
const LEVELS_MAX = 1000;

const anyRecord = l.lexMap();

const unknown = (...missing: readonly string[]): Validity => ({ status: 'unknown', missing });

/** What a lexicon demands of records, with the schemas of the PDS (`@atproto/lex-document`) made of it. */
export class RecordRules {
  readonly #nsid: string;
  /** Undefined where the lexicon is not there, or where no schema can be made of it. */
  readonly #schema: l.RecordSchema | undefined;
  readonly #stubs: LexiconClosure['stubs'];

  private constructor(nsid: string, schema: l.RecordSchema | undefined, stubs: LexiconClosure['stubs']) {
    this.#nsid = nsid;
    this.#schema = schema;
    this.#stubs = stubs;
  }

  /** The rules of a collection, from the lexicons that are known. Throws what `known` throws. */
  static async of(nsid: string, known: (nsid: string) => Promise<Lexicon | undefined>): Promise<RecordRules> {
    const { docs, stubs } = await lexiconClosure(nsid, known);
    const indexer = {
      async get(id: string) {
        const doc = docs.get(id);
        if (doc === undefined) throw new Error(`${id} is not in the closure`);
        return doc;
      },
    };
    let schema: l.Schema | undefined;
    try {
      if (docs.has(nsid)) schema = await LexiconSchemaBuilder.build(indexer, `${nsid}#main`);
    } catch {
      // A lexicon that contradicts itself, such as a default that is longer than the field may be, says nothing of records.
    }
    return new RecordRules(nsid, schema instanceof l.RecordSchema ? schema : undefined, stubs);
  }

  /** Throws nothing. */
  check({ rkey, json }: RecordToValidate): Validity {
    const schema = this.#schema;
    if (schema === undefined) return unknown(this.#nsid);
    const issues: ValidityIssue[] = [];
    const missing = new Set<string>();
    try {
      const key = schema.keySchema.safeValidate(rkey);
      if (!key.success) {
        const why = key.reason.issues[0]?.message ?? key.reason.message;
        issues.push({ path: '', message: `Invalid record key: ${why}` });
      }
      const value: unknown = JSON.parse(json);
      if (isDeeperThan(value, LEVELS_MAX)) {
        // A walk over more levels than the stack has room for would find nothing out.
        return issues.length > 0 ? { status: 'invalid', issues } : unknown();
      }
      const record = jsonToLex(value as Parameters<typeof jsonToLex>[0]);
      const context = new EveryIssue(this.#stubs, missing);
      const type = textField(value, '$type');
      if (type !== undefined && type !== this.#nsid) {
        issues.unshift({ path: '$type', message: `Invalid $type: expected ${this.#nsid}, got ${type}` });
        context.passOver('$type');
      }
      // What is in no field of the lexicon has to be of the data model all the same.
      context.look(record, anyRecord);
      context.look(record, schema);
      issues.push(...context.found.map(({ path, message }) => ({ path: issuePath(path), message })));
    } catch (error) {
      // JSON that is none, or has a member that the data model has not.
      issues.push({ path: '', message: error instanceof Error ? error.message : String(error) });
    }
    if (issues.length > 0) return { status: 'invalid', issues };
    return missing.size > 0 ? unknown(...missing) : { status: 'valid' };
  }
}
