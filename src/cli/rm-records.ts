import type { AtClient } from '../atproto/client.js';
import type { SessionAccount } from '../atproto/session/session.js';
import type { StoredRecord } from '../atproto/writes/write.js';
import { WriteError } from '../atproto/writes/write-error.js';
import type { Writer } from '../atproto/writes/writer.js';
import { ChangeRun } from '../jobs/changes/make-change.js';
import { formatAddress, parseAddress } from '../places/address.js';
import { textField } from '../text/json-fields.js';
import { safeJson } from '../text/safe-json.js';
import { sanitise } from '../text/sanitise.js';
import { SentenceError, spell } from '../text/sentence.js';
import { firstOf, followedBy } from './ahead.js';
import { chunksOf } from './chunks-of.js';
import { isCid } from './cid-option.js';
import { EXIT_DONE, EXIT_FAILED, EXIT_UNUSABLE } from './exit-codes.js';
import { openOutput } from './output.js';
import { speakAsOwner } from './own-repo.js';
import { openQuestions } from './questions.js';
import { linesIn } from './record-lines.js';
import type { RmLine } from './rm-line.js';
import { stoppable } from './stoppable.js';
import { complain, type OpenServices, withoutScreen } from './without-screen.js';
import { writeEach } from './write-each.js';
import { outcomeOf, type WriteOutcome } from './write-outcome.js';

/** A record that is named, or why none is. */
type Named =
  | {
      readonly ok: true;
      readonly repo: string;
      readonly collection: string;
      readonly rkey: string;
      /** What it was when it was named; undefined where nothing says it. */
      readonly cid: string | undefined;
    }
  | { readonly ok: false; readonly reason: string };

const INDENT = 2;
const SHOWN_LINES = 30;

/**
 * Deletes records of one's own, each guarded by the CID that was just read, and prints what became of each. On a terminal one record is shown,
 * and it is asked. Resolves to the exit code: 1 where one was not deleted, or is not there; 2 where the command line names none.
 */
export async function removeRecords(line: RmLine, open: OpenServices): Promise<number> {
  const { addresses, swap, yes } = line;
  const isPiped = addresses.includes('-');
  const typed = isPiped ? [] : addresses.map(namedBy);
  const problem = whyUnusable(line, isPiped) ?? typed.flatMap((named) => (named.ok ? [] : [named.reason]))[0];
  if (problem !== undefined) return unusable(problem);
  return await withoutScreen(line, open, async (client, config) => {
    const output = openOutput(process.stdout);
    return await stoppable([output.signal], async (signal) => {
      const named = isPiped ? namedIn(chunksOf('-', signal)) : each(typed);
      const first = await firstOf(named, yes && swap === undefined ? 1 : 2);
      if (first.length === 0) {
        complain('nothing names a record to delete.');
        return EXIT_FAILED;
      }
      if (first.length > 1 && (swap !== undefined || !yes)) {
        const what = swap === undefined ? '--yes deletes all of them' : '--swap is for one';
        return unusable(`there is more than one record: ${what}. Nothing was deleted.`);
      }
      const owner = new Remover(client, line, signal);
      const changes = new ChangeRun({ client, undo: config.undo }, titleOf(typed, line));
      const isAsked = !yes && !isPiped && process.stdin.isTTY === true && !line.dryRun;
      try {
        const printed = { output, isJson: line.json, isMany: yes, done: 'deleted', signal };
        return await writeEach(followedBy(first, named), printed, (one) =>
          owner.remove(one, changes, isAsked),
        );
      } catch (error) {
        if (output.signal.aborted) return EXIT_DONE;
        throw error;
      } finally {
        await changes.end();
      }
    });
  });
}

function unusable(reason: string): number {
  complain(sanitise(reason));
  return EXIT_UNUSABLE;
}

/** As a clause. */
function whyUnusable({ addresses, swap }: RmLine, isPiped: boolean): string | undefined {
  if (swap !== undefined && !isCid(swap)) return `--swap: ${JSON.stringify(swap)} is no CID.`;
  if (!isPiped) return undefined;
  if (addresses.length > 1) return 'give addresses, or - and have standard input name them.';
  return process.stdin.isTTY ? '- reads the addresses of a pipe or a file, and there is none.' : undefined;
}

/** Deletes records of the account that the first one belongs to. */
class Remover {
  readonly #client: AtClient;
  readonly #line: RmLine;
  readonly #signal: AbortSignal;
  #own: { readonly account: SessionAccount; readonly writer: Writer; readonly repo: string } | undefined;

  constructor(client: AtClient, line: RmLine, signal: AbortSignal) {
    this.#client = client;
    this.#line = line;
    this.#signal = signal;
  }

  async remove(named: Named, changes: ChangeRun, isAsked: boolean): Promise<WriteOutcome> {
    if (!named.ok) return { uri: undefined, status: 'refused', reason: sanitise(named.reason) };
    const { collection, rkey, repo } = named;
    let uri = `at://${repo}/${collection}/${rkey}`;
    const dryRun = this.#line.dryRun || undefined;
    try {
      const { account, writer } = await this.#ownerOf(repo);
      uri = `at://${account.did}/${collection}/${rkey}`;
      const now = await writer.read(collection, rkey, { signal: this.#signal });
      const name = sanitise(`${collection}/${rkey}`);
      if (now === undefined) {
        return { uri, status: 'gone', reason: `There is no ${name}; it may have been deleted.`, dryRun };
      }
      const guard = this.#line.swap ?? named.cid;
      if (guard !== undefined && now.cid !== guard) {
        const sentence = `${name} is ${now.cid} by now, and was to be ${guard}. Nothing was deleted.`;
        throw new WriteError('changed', sentence, { now });
      }
      if (dryRun) return { uri, cid: now.cid, status: 'deleted', dryRun };
      if (isAsked && !(await isMeant(uri, now))) {
        return { uri, cid: now.cid, status: 'refused', reason: 'Nothing was deleted.' };
      }
      // What is under way is not given up half-way: nobody would know what became of it.
      const { isChange } = await changes.make(
        { kind: 'delete', collection, rkey, swap: now.cid },
        { onNote: (note) => complain(spell(note, (id) => `:${id}`)) },
      );
      return isChange
        ? { uri, cid: now.cid, status: 'deleted' }
        : { uri, status: 'gone', reason: `${name} was deleted by somebody else meanwhile.` };
    } catch (error) {
      return { ...outcomeOf(error, uri), dryRun };
    }
  }

  async #ownerOf(repo: string) {
    if (this.#own === undefined) {
      const account = await speakAsOwner(this.#client, repo, this.#signal);
      this.#own = { account, writer: await this.#client.writer(), repo };
    }
    const { account } = this.#own;
    const names = [account.did, account.handle, this.#own.repo].map((one) => one.toLowerCase());
    if (names.includes(repo.toLowerCase())) return this.#own;
    throw new SentenceError(`${sanitise(repo)} is another account: records of one are deleted at a time.`);
  }
}

/** Asks who sits there, and shows what is going to be deleted. */
async function isMeant(uri: string, { json }: StoredRecord): Promise<boolean> {
  const { stdin, stderr, env } = process;
  const lines = safeJson(json, INDENT).trimEnd().split('\n');
  const more = lines.length > SHOWN_LINES ? [`… ${lines.length - SHOWN_LINES} more lines`] : [];
  stderr.write(`${[...lines.slice(0, SHOWN_LINES), ...more].map(sanitise).join('\n')}\n`);
  const questions = openQuestions({ stdin, stderr, env });
  try {
    const answer = await questions.ask(`Delete ${sanitise(uri)}? [y/N] `);
    return /^y(?:es)?$/i.test(answer?.trim() ?? '');
  } finally {
    questions.close();
  }
}

/** The record that an address names. */
function namedBy(text: string): Named {
  const parsed = parseAddress(text);
  if (!parsed.ok) return { ok: false, reason: `${parsed.reason}.` };
  const { address } = parsed;
  if (address.kind === 'record') return { ok: true, ...address, cid: undefined };
  if (address.kind === 'collection') {
    const list = formatAddress(address);
    return {
      ok: false,
      reason: `${list} is a collection and no record: atscope ls ${list} | atscope rm --yes - deletes all of its records.`,
    };
  }
  return {
    ok: false,
    reason: 'what is deleted is a record, at://alice.test/collection/key, or a copy, archive:alice.test.',
  };
}

/** The records that lines name: by an address, or as `ls` prints them. */
async function* namedIn(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Named> {
  for await (const line of linesIn(chunks)) {
    const text = line?.toString().trim();
    if (text === '') continue;
    yield text === undefined
      ? { ok: false, reason: 'a line is too long to name a record.' }
      : namedByLine(text);
  }
}

function namedByLine(text: string): Named {
  if (!/^[{"]/.test(text)) return namedBy(text);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, reason: 'a line is no JSON, and no address.' };
  }
  const uri = typeof value === 'string' ? value : textField(value, 'uri');
  if (uri === undefined) return { ok: false, reason: 'a line has no uri.' };
  const named = namedBy(uri);
  return named.ok ? { ...named, cid: textField(value, 'cid') } : named;
}

async function* each(typed: readonly Named[]): AsyncGenerator<Named> {
  yield* typed;
}

function titleOf(typed: readonly Named[], { yes }: RmLine): string {
  const [one] = typed;
  if (typed.length > 1) return `deleted ${typed.length} records`;
  return one?.ok && !yes ? `deleted ${one.collection}/${one.rkey}` : 'deleted records';
}
