import type { Reading } from '../atproto/actor-syntax.js';
import { filesBelow, noFiles } from '../jobs/changes/allowed-files.js';
import { ChangeRun } from '../jobs/changes/make-change.js';
import { parseAddress } from '../places/address.js';
import { sanitise } from '../text/sanitise.js';
import { firstOf, followedBy } from './ahead.js';
import { chunksOf } from './chunks-of.js';
import { isCid } from './cid-option.js';
import { EXIT_DONE, EXIT_FAILED, EXIT_UNUSABLE } from './exit-codes.js';
import type { Locations } from './options.js';
import { openOutput } from './output.js';
import { speakAsOwner } from './own-repo.js';
import { type PutTarget, Putter } from './put-record.js';
import { recordsIn } from './record-lines.js';
import { stoppable } from './stoppable.js';
import { complain, type OpenServices, withoutScreen } from './without-screen.js';
import { writeEach } from './write-each.js';

/** Write records. `address` and `file` are as typed. */
export interface PutLine extends Locations {
  readonly kind: 'put';
  readonly address: string;
  /** `-`: standard input; undefined: that, where it is no terminal. */
  readonly file: string | undefined;
  /** CID of what may be overwritten. */
  readonly swap: string | undefined;
  readonly force: boolean;
  /** Undefined: by the lexicons that are known. */
  readonly validate: boolean | undefined;
  readonly dryRun: boolean;
  /** Folder whose files may be sent. */
  readonly files: string | undefined;
  /** More than one record may be written. */
  readonly yes: boolean;
  /** NDJSON on a terminal, too. */
  readonly json: boolean;
}

/**
 * Writes records of a file or of standard input into a repository of one's own, and prints what became of each. Resolves to the exit code: 1 where
 * one was not written; 2 where the command line is no way to write them.
 */
export async function put(line: PutLine, open: OpenServices): Promise<number> {
  const reading = targetOf(line.address);
  const problem = reading.ok ? whyUnusable(line) : reading.reason;
  if (!reading.ok || problem !== undefined) return unusable(problem ?? '');
  const { target } = reading;
  return await withoutScreen(line, open, async (client, config) => {
    const output = openOutput(process.stdout);
    return await stoppable([output.signal], async (signal) => {
      const records = recordsIn(chunksOf(line.file, signal));
      const isOne = !line.yes || target.rkey !== undefined || line.swap !== undefined;
      // What comes little by little is written as it comes.
      const peeked = await firstOf(records, isOne ? 2 : 1);
      if (peeked.length === 0) {
        complain('there is no record to write.');
        return EXIT_FAILED;
      }
      const excess = peeked.length > 1 ? whyOneOnly(target, line) : undefined;
      if (excess !== undefined) return unusable(excess);
      const allow = line.files === undefined ? noFiles : await filesBelow(line.files);
      const account = await speakAsOwner(client, target.repo, signal);
      const changes = new ChangeRun({ client, undo: config.undo }, titleOf(target, line));
      const rules = { ...line, allow };
      const putter = new Putter({
        client,
        writer: await client.writer(),
        account,
        changes,
        target,
        rules,
        signal,
        say: complain,
      });
      try {
        const each = { output, isJson: line.json, isMany: line.yes, done: 'written', signal };
        return await writeEach(followedBy(peeked, records), each, (record) => putter.put(record));
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

/** Where records are put by an address: a repository, a collection or a record of the network. */
function targetOf(text: string): Reading<{ target: PutTarget }> {
  const parsed = parseAddress(text);
  if (!parsed.ok) return { ok: false, reason: `${parsed.reason}.` };
  const { address } = parsed;
  switch (address.kind) {
    case 'repo':
      return { ok: true, target: { repo: address.repo, collection: undefined, rkey: undefined } };
    case 'collection':
      return { ok: true, target: { repo: address.repo, collection: address.collection, rkey: undefined } };
    case 'record':
      return { ok: true, target: address };
    default:
      return {
        ok: false,
        reason: 'put takes at://alice.test/collection/key, or one without a key for a new record.',
      };
  }
}

/** As a clause. */
function whyUnusable({ file, swap, force }: PutLine): string | undefined {
  if (swap !== undefined && force) {
    return 'give --swap or --force: the one looks at what is there, and the other does not.';
  }
  if (swap !== undefined && !isCid(swap)) return `--swap: ${JSON.stringify(swap)} is no CID.`;
  if (file === undefined && process.stdin.isTTY) {
    return 'give a file with the record behind the address, or - and type it.';
  }
  return undefined;
}

/** Why more than one record cannot be written, as a clause. */
function whyOneOnly({ rkey }: PutTarget, { swap, yes }: PutLine): string | undefined {
  const more = 'there is more than one record';
  const nothing = 'Nothing was written.';
  if (rkey !== undefined) return `${more}, and the address is that of one. ${nothing}`;
  if (swap !== undefined) return `${more}, and --swap is for one. ${nothing}`;
  return yes ? undefined : `${more}: --yes writes all of them. ${nothing}`;
}

function titleOf({ collection, rkey }: PutTarget, { yes }: PutLine): string {
  if (yes) return collection === undefined ? 'wrote records' : `wrote records of ${collection}`;
  return `wrote ${[collection ?? 'a record', rkey].filter((part) => part !== undefined).join('/')}`;
}
