import { isAbortError } from '../../atproto/calls/abort-error.js';
import type { AtClient } from '../../atproto/client.js';
import { isUncertain, writeErrorOf } from '../../atproto/writes/write-words.js';
import type { ProcedureChange } from '../../keep/made-change.js';
import type { UndoJournal } from '../../keep/undo-journal.js';
import { type ChangeOptions, otherAccount } from './make-change.js';

export interface CallDeps {
  readonly client: Pick<AtClient, 'call' | 'sessions'>;
  readonly undo: UndoJournal;
}

/**
 * Calls a procedure that has an opposite, as the account in use: the undo journal has it before. Throws as the call does, and the error
 * of the file system where the journal cannot be written: nothing was sent then.
 */
export async function makeCall(
  { client, undo }: CallDeps,
  did: string,
  change: ProcedureChange,
  { title, signal }: Pick<ChangeOptions, 'title' | 'signal'>,
): Promise<void> {
  const entry = await undo.begin({ did, title, changes: [change] });
  try {
    if (client.sessions.current?.did !== did) throw otherAccount();
    await client.call(change.nsid, change.input, { signal });
  } catch (error) {
    // Where nobody knows whether it was done the entry stays open, so that it counts as done.
    if (!isUncertain(error) && !isAbortError(error)) await entry.end();
    throw writeErrorOf(error, 'This');
  }
  await entry.done([change]);
  await entry.end();
}
