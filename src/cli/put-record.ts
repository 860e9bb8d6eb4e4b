import { isNsid } from '@atcute/lexicons/syntax';
import { atUriParts } from '../atproto/at-uri.js';
import type { AtClient } from '../atproto/client.js';
import type { SessionAccount } from '../atproto/session/session.js';
import { recordCid } from '../atproto/writes/record-cid.js';
import type { StoredRecord, Write } from '../atproto/writes/write.js';
import { WriteError } from '../atproto/writes/write-error.js';
import type { Writer } from '../atproto/writes/writer.js';
import type { FileAllowance } from '../jobs/changes/allowed-files.js';
import { fileText, sendFiles } from '../jobs/changes/blob-files.js';
import type { ChangeRun } from '../jobs/changes/make-change.js';
import {
  checkRecord,
  type PrepareDeps,
  type PreparedRecord,
  prepareRecord,
} from '../jobs/changes/prepare-record.js';
import { ResolvingValidator } from '../jobs/resolving-validator.js';
import { textField } from '../text/json-fields.js';
import { sanitise } from '../text/sanitise.js';
import { SentenceError, spell } from '../text/sentence.js';
import type { ReadRecord } from './record-lines.js';
import { outcomeOf, type WriteOutcome } from './write-outcome.js';

/** Where records are put: all of it, or as far as the records do not say it themselves. */
export interface PutTarget {
  /** A handle or a DID, as typed. */
  readonly repo: string;
  readonly collection: string | undefined;
  readonly rkey: string | undefined;
}

export interface PutRules {
  /** CID of what may be overwritten. */
  readonly swap: string | undefined;
  /** Whatever is there may be. */
  readonly force: boolean;
  /** True: lexicons are asked for, and there has to be one; false: nothing is checked. */
  readonly validate: boolean | undefined;
  readonly dryRun: boolean;
  readonly allow: FileAllowance;
}

export interface PutterDeps {
  readonly client: AtClient;
  readonly writer: Writer;
  readonly account: SessionAccount;
  readonly changes: Pick<ChangeRun, 'make'>;
  readonly target: PutTarget;
  readonly rules: PutRules;
  readonly signal: AbortSignal;
  /** Says something beside the outcomes, as a clause. */
  say(sentence: string): void;
}

type Known = Extract<ReadRecord, { ok: true }>;
type Place = { readonly collection: string; readonly rkey: string | undefined };

/** So often what is to be overwritten is read again, where it changes while one looks. */
const LOOKS_MAX = 3;

/** Puts records into a repository of one's own, one after the other, each under a guard. */
export class Putter {
  readonly #deps: PutterDeps;
  readonly #prepare: PrepareDeps;
  /** Lexicons that were told not to be known. */
  readonly #told = new Set<string>();

  constructor(deps: PutterDeps) {
    this.#deps = deps;
    const { client, writer, account, rules, signal } = deps;
    const resolving = new ResolvingValidator(client);
    let limit: Promise<number | undefined> | undefined;
    this.#prepare = {
      allow: rules.allow,
      lexicons: client.lexicons,
      isStrict: rules.validate === true,
      validate: validatorFor(rules.validate, client, resolving, signal),
      host: new URL(account.pds).host,
      writer: {
        upload: (...args) => writer.upload(...args),
        blobMaxBytes(options) {
          limit ??= writer.blobMaxBytes(options);
          return limit;
        },
      },
      signal,
    };
  }

  /** What became of it. Throws what ends all of the work, as an abort does. */
  async put(record: ReadRecord): Promise<WriteOutcome> {
    if (!record.ok) {
      return { uri: undefined, status: 'refused', reason: `Not written: ${sanitise(record.reason)}.` };
    }
    let uri: string | undefined;
    try {
      const place = this.#placeOf(record);
      uri = this.#uriOf(place);
      const prepared = await prepareRecord({ ...place, json: record.json }, this.#prepare);
      uri = this.#uriOf(prepared.plan);
      return { uri, ...(await this.#write(prepared, record.cid)) };
    } catch (error) {
      return { ...outcomeOf(error, uri), dryRun: this.#deps.rules.dryRun || undefined };
    }
  }

  async #write(
    { plan, isFresh }: PreparedRecord,
    seen: string | undefined,
  ): Promise<Omit<WriteOutcome, 'uri'>> {
    const { writer, changes, rules, signal } = this.#deps;
    const { collection, rkey, files } = plan;
    const guard = rules.swap ?? seen;
    for (let look = 1; ; look++) {
      const now = isFresh ? undefined : await writer.read(collection, rkey, { signal });
      if (now?.cid === (await recordCid(plan.json))) {
        return { cid: now.cid, status: 'unchanged', dryRun: rules.dryRun || undefined };
      }
      const name = sanitise(`${collection}/${rkey}`);
      checkGuard(name, now, guard, rules.force);
      if (look === 1) this.#tellUnchecked(await checkRecord(plan, this.#prepare));
      const status = now === undefined ? 'created' : 'updated';
      for (const file of files) this.#deps.say(`${rules.dryRun ? 'would send' : 'sends'} ${fileText(file)}.`);
      if (rules.dryRun) return { cid: await recordCid(plan.json), status, files, dryRun: true };
      const json = await sendFiles(plan, { ...this.#prepare, signal });
      const write: Write =
        now === undefined
          ? { kind: 'create', collection, rkey, json }
          : { kind: 'update', collection, rkey, json, swap: now.cid };
      try {
        // What is under way is not given up half-way: nobody would know what became of it.
        const { cid, isChange } = await changes.make(write, {
          validate: await this.#validateAt(collection),
          onNote: (note) => this.#deps.say(spell(note, (id) => `:${id}`)),
        });
        return { cid, status: isChange ? status : 'unchanged', files };
      } catch (error) {
        const isOther = error instanceof WriteError && ['changed', 'exists', 'gone'].includes(error.kind);
        if (!rules.force || !isOther || look === LOOKS_MAX) throw error;
      }
    }
  }

  /** The PDS is to check what it knows the lexicon of, and those that come with this program it knows. */
  async #validateAt(collection: string): Promise<boolean | undefined> {
    const { rules, client } = this.#deps;
    if (rules.validate !== true) return rules.validate;
    const lexicon = await client.lexicons.known(collection);
    return lexicon?.origin.kind === 'bundled' ? true : undefined;
  }

  #uriOf({ collection, rkey }: Place): string {
    const path = rkey === undefined ? collection : `${collection}/${rkey}`;
    return `at://${this.#deps.account.did}/${path}`;
  }

  /** Throws a SentenceError where a record does not belong where it was to be put. */
  #placeOf({ uri, json }: Known): Place {
    const { target, account } = this.#deps;
    if (uri === undefined) {
      const collection = target.collection ?? textField(JSON.parse(json), '$type');
      if (collection !== undefined && isNsid(collection)) return { collection, rkey: target.rkey };
      throw new SentenceError(
        'Not written: neither the address nor its $type says which collection it belongs to.',
      );
    }
    const parts = atUriParts(uri);
    const { collection, rkey } = parts ?? {};
    if (parts === undefined || collection === undefined) {
      throw new SentenceError(`Not written: ${sanitise(uri)} is the URI of no record.`);
    }
    const names = [account.did, account.handle, target.repo].map((name) => name.toLowerCase());
    if (!names.includes(parts.repo.toLowerCase())) {
      throw new SentenceError(`Not written: ${sanitise(uri)} is in the repository of another account.`);
    }
    const isElsewhere =
      (target.collection !== undefined && target.collection !== collection) ||
      (target.rkey !== undefined && target.rkey !== rkey);
    if (isElsewhere) {
      throw new SentenceError(`Not written: ${sanitise(uri)} is not at the address that was given.`);
    }
    return { collection, rkey: target.rkey ?? rkey };
  }

  #tellUnchecked(missing: readonly string[]): void {
    const { rules, say } = this.#deps;
    if (rules.validate !== undefined) return;
    for (const nsid of missing) {
      if (this.#told.has(nsid)) continue;
      this.#told.add(nsid);
      say(
        `no lexicon of ${sanitise(nsid)} is known here, so that nothing of it is checked: --validate asks for it.`,
      );
    }
  }
}

/** Throws a WriteError where what is there may not be overwritten. */
function checkGuard(
  name: string,
  now: StoredRecord | undefined,
  guard: string | undefined,
  force: boolean,
): void {
  if (force || now?.cid === guard) return;
  const nothing = 'Nothing was written';
  if (now === undefined) {
    throw new WriteError('gone', `${name} is not there, and was to be ${guard}. ${nothing}.`);
  }
  if (guard === undefined) {
    throw new WriteError(
      'exists',
      `${name} is there already: --swap ${now.cid} overwrites it as it is now, --force whatever it is by then. ${nothing}.`,
      { now },
    );
  }
  throw new WriteError('changed', `${name} is ${now.cid} by now, and was to be ${guard}. ${nothing}.`, {
    now,
  });
}

function validatorFor(
  validate: boolean | undefined,
  client: AtClient,
  resolving: ResolvingValidator,
  signal: AbortSignal,
): AtClient['validate'] | undefined {
  if (validate === false) return undefined;
  return validate === true ? (record) => resolving.validate(record, { signal }) : client.validate;
}
