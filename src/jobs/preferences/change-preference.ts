import type { CallOptions } from '../../atproto/calls/call-options.js';
import type { AtClient } from '../../atproto/client.js';
import { WriteError } from '../../atproto/writes/write-error.js';
import { isUncertain, writeErrorOf } from '../../atproto/writes/write-words.js';
import type { PreferenceChange } from '../../keep/made-change.js';
import type { UndoJournal } from '../../keep/undo-journal.js';
import {
  editedJson,
  type PreferenceEdit,
  type PreferenceName,
  preferenceIndex,
  withPreference,
} from './preference-edit.js';

export type PreferencesAtPds = Pick<AtClient, 'preferences' | 'call' | 'sessions'>;

/** What became of a change. */
export type PreferenceOutcome =
  | { readonly kind: 'changed' }
  /** It was so already, and nothing was sent. */
  | { readonly kind: 'same' }
  /** It is another than was seen, and nothing was sent: as it is now, and as it would be. */
  | { readonly kind: 'differs'; readonly now: string | undefined; readonly then: string | undefined };

export interface ChangeOptions extends CallOptions {
  /** The preference as who changes it has seen it; null: there was none. Undefined: they have not looked. */
  readonly seen?: string | null | undefined;
}

/**
 * Changes one preference. `putPreferences` replaces all of them and takes no guard: so they are read right before, and all but the one
 * are sent back as they came. Throws a WriteError, an XrpcError, a SentenceError of the edit, and an AbortError.
 */
export async function changePreference(
  { client, undo }: { client: PreferencesAtPds; undo: UndoJournal },
  edit: PreferenceEdit,
  { seen, ...options }: ChangeOptions = {},
): Promise<PreferenceOutcome> {
  const did = accountOf(client);
  const all = await readAll(client, options);
  const index = preferenceIndex(all, edit.name);
  const now = index === undefined ? undefined : all[index];
  const made = editedJson(now, edit);
  if (made === undefined) return { kind: 'same' };
  const then = made ?? undefined;
  if (seen !== undefined && (seen ?? undefined) !== now) return { kind: 'differs', now, then };
  const change: PreferenceChange = { kind: 'preference', name: edit.name, before: now, after: then };
  const entry = await undo.begin({ did, title: edit.title, changes: [change] });
  try {
    checkAccount(client, did);
    await putAll(client, withPreference(all, index, then), edit.title, options);
    await entry.done([change]);
    await entry.end();
    return { kind: 'changed' };
  } catch (error) {
    // Where nobody knows what was written the entry stays open, so that it counts as done.
    if (!isUncertain(error)) await entry.end();
    throw error;
  }
}

/** Turns a change of a preference back, where that is still as it was left. Throws as {@link changePreference}. */
export async function undoPreference(
  client: PreferencesAtPds,
  { name, before, after }: PreferenceChange,
  options: CallOptions = {},
): Promise<void> {
  const did = accountOf(client);
  const all = await readAll(client, options);
  const index = preferenceIndex(all, name);
  const now = index === undefined ? undefined : all[index];
  if (now === before) return;
  if (now !== after) {
    throw new WriteError(
      'changed',
      `The preference ${wordOf(name)} was changed meanwhile: it stays as it is.`,
    );
  }
  checkAccount(client, did);
  await putAll(client, withPreference(all, index, before), 'That', options);
}

const wordOf = ({ type, label }: PreferenceName): string => (label === undefined ? type : `for ${label}`);

function accountOf({ sessions }: PreferencesAtPds): string {
  const did = sessions.current?.did;
  if (did === undefined) throw new WriteError('nobody', 'Nobody is signed in: nothing was changed.');
  return did;
}

/** Between reading and writing one may use another account. */
function checkAccount({ sessions }: PreferencesAtPds, did: string): void {
  if (sessions.current?.did === did) return;
  throw new WriteError('other-account', 'Another account is used now: nothing was changed.');
}

async function readAll(client: PreferencesAtPds, options: CallOptions): Promise<readonly string[]> {
  const { items } = await client.preferences(options);
  return Array.from({ length: items.length }, (_, index) => items.at(index)?.text() ?? '');
}

/** As text, so that numbers and members of preferences that nobody knows here stay as they were written. */
async function putAll(
  client: PreferencesAtPds,
  all: readonly string[],
  what: string,
  options: CallOptions,
): Promise<void> {
  const body = { type: 'application/json', bytes: Buffer.from(`{"preferences":[${all.join(',')}]}`) };
  try {
    await client.call('app.bsky.actor.putPreferences', body, options);
  } catch (error) {
    throw isUncertain(error) ? error : writeErrorOf(error, what);
  }
}
