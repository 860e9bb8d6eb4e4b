import { atUriParts } from '../../atproto/at-uri.js';
import type { MadeChange, ProcedureChange, RecordChange } from '../../keep/made-change.js';
import { membershipKey, type OwnMember, type OwnState, toldState } from '../../lenses/own-state.js';
import { field, textField } from '../../text/json-fields.js';
import type { State } from '../state.js';
import { withEntry } from '../with-entry.js';

/** Accounts and posts of which it is remembered; the oldest are let go, by when services know long since. */
const OWN_MAX = 5_000;

/** One thing that is so now, or is not known to be: `undefined` is what a service tells. */
export interface OwnChange {
  readonly key: string;
  readonly member: OwnMember;
  readonly value: string | boolean | undefined;
}

type Owning = Pick<State, 'own' | 'namesVersion'>;

/** The state with these changes made, in their order, at a time. What is drawn is drawn anew. */
export function withOwn(
  { own, namesVersion }: Owning,
  changes: readonly OwnChange[],
  time = Date.now(),
): Owning {
  let next = own;
  for (const { key, member, value } of changes) {
    next = withEntry(next, key, { ...next.get(key), [member]: value, time } as OwnState, OWN_MAX);
  }
  return { own: next, namesVersion: namesVersion + 1 };
}

/** Milliseconds after which a service is taken to know of what was done. */
const SETTLED_MS = 60_000;

/** Whether a service may not know yet of what was done. */
export const isRecent = (own: OwnState | undefined, now = Date.now()): boolean =>
  now - (own?.time ?? 0) < SETTLED_MS;

/**
 * The state after a service told of an account or a post by its view. Long after something was done that counts before it: another program
 * may have done something else since.
 */
export function withHeard(
  { own, namesVersion }: Owning,
  heard: readonly { readonly key: string; readonly view: unknown }[],
  now = Date.now(),
): Partial<Owning> {
  let next = own;
  for (const { key, view } of heard) {
    const done = own.get(key);
    const told = toldState(view);
    if (done === undefined || isRecent(done, now) || Object.keys(told).length === 0) continue;
    next = withEntry(next, key, { ...done, ...told, time: done.time }, OWN_MAX);
  }
  return next === own ? {} : { own: next, namesVersion: namesVersion + 1 };
}

/** Nothing of what was done: another account is used. */
export const withoutOwn = ({ namesVersion }: Owning): Owning => ({
  own: new Map(),
  namesVersion: namesVersion + 1,
});

/** Which member of an {@link OwnState} the records of a collection make. */
const RECORDS: ReadonlyMap<string, OwnMember> = new Map([
  ['app.bsky.graph.follow', 'following'],
  ['app.bsky.graph.block', 'blocking'],
  ['app.bsky.graph.listblock', 'blocked'],
  ['app.bsky.graph.listitem', 'listed'],
  ['app.bsky.feed.like', 'like'],
  ['app.bsky.feed.repost', 'repost'],
]);

/** What the procedures make true, or no longer so. */
const PROCEDURES: ReadonlyMap<string, { member: OwnMember; input: string; value: boolean }> = new Map([
  ['app.bsky.graph.muteActor', { member: 'muted', input: 'actor', value: true }],
  ['app.bsky.graph.unmuteActor', { member: 'muted', input: 'actor', value: false }],
  ['app.bsky.graph.muteActorList', { member: 'muted', input: 'list', value: true }],
  ['app.bsky.graph.unmuteActorList', { member: 'muted', input: 'list', value: false }],
  ['app.bsky.bookmark.createBookmark', { member: 'bookmarked', input: 'uri', value: true }],
  ['app.bsky.bookmark.deleteBookmark', { member: 'bookmarked', input: 'uri', value: false }],
]);

/** What changes come to between the account in use (`did`) and others. Changes of other kinds come to nothing. */
export const ownChanges = (did: string, changes: readonly MadeChange[]): readonly OwnChange[] =>
  changes.flatMap((change) => {
    if (change.kind === 'record') return recordChange(did, change);
    return change.kind === 'procedure' ? callChange(change) : [];
  });

function recordChange(did: string, { collection, rkey, before, after }: RecordChange): readonly OwnChange[] {
  const member = RECORDS.get(collection);
  if (member === undefined) return [];
  const [was, is] = [keyIn(before?.json, collection), keyIn(after?.json, collection)];
  return [
    ...(was === undefined || was === is ? [] : [{ key: was, member, value: false }]),
    ...(is === undefined ? [] : [{ key: is, member, value: `at://${did}/${collection}/${rkey}` }]),
  ];
}

/** Whom or what a record is about. */
function keyIn(json: string | undefined, collection: string): string | undefined {
  if (json === undefined) return undefined;
  const record: unknown = JSON.parse(json);
  const subject = textField(record, 'subject') ?? textField(record, 'subject', 'uri');
  if (collection !== 'app.bsky.graph.listitem' || subject === undefined) return subject;
  const list = textField(record, 'list');
  return list === undefined ? undefined : membershipKey(list, subject);
}

function callChange({ nsid, input }: ProcedureChange): readonly OwnChange[] {
  const known = PROCEDURES.get(nsid);
  const key = known && field(input, known.input);
  return known && typeof key === 'string' ? [{ key, member: known.member, value: known.value }] : [];
}

/** The collection and the key of the record that an at-URI names; undefined where it is another's, or no record. */
export function ownRecordIn(
  uri: unknown,
  did: string,
): { readonly collection: string; readonly rkey: string } | undefined {
  const { repo, collection, rkey } = atUriParts(uri) ?? {};
  return repo === did && collection !== undefined && rkey !== undefined ? { collection, rkey } : undefined;
}

/** What is so no more because its record was deleted or is another, whoever made it: a record says itself whom it is about. */
export function recordsGone(
  own: State['own'],
  did: string,
  changes: readonly MadeChange[],
): readonly OwnChange[] {
  const uris = new Set(
    changes.flatMap((change) =>
      change.kind === 'record' && change.before !== undefined
        ? [`at://${did}/${change.collection}/${change.rkey}`]
        : [],
    ),
  );
  if (uris.size === 0) return [];
  const gone: OwnChange[] = [];
  for (const [key, state] of own) {
    for (const [member, value] of Object.entries(state)) {
      if (typeof value === 'string' && uris.has(value)) {
        gone.push({ key, member: member as OwnMember, value: false });
      }
    }
  }
  return gone;
}
