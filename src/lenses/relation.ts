import { atUriParts } from '../atproto/at-uri.js';
import { cellText } from '../text/cell-text.js';
import { field, isObject, listField, textField } from '../text/json-fields.js';
import { numberOf } from '../text/written-json.js';

/** One thing that holds between the account that is signed in and another, in words for a row and for a profile. */
export interface Relation {
  /** A word or two. */
  readonly short: string;
  /** What it says on a line of its own. */
  readonly long: string;
}

const NAMES_MAX = 3;

/**
 * What `app.bsky.actor.defs#viewerState` tells, what matters most first: blocked by, blocking, muted, mutual, follows you, you follow.
 * Empty where nothing holds or nothing is told, as without sign-in.
 */
export function relations(viewer: unknown): readonly Relation[] {
  const found: Relation[] = [];
  const add = (short: string, long: string): void => void found.push({ short, long });
  if (field(viewer, 'blockedBy') === true) add('blocked by', 'blocked by this account');
  const blockList = listName(viewer, 'blockingByList');
  // Where a list is all that blocks, `blocking` has the uri of the list.
  const block = textField(viewer, 'blocking');
  if (
    block !== undefined &&
    (blockList === undefined || atUriParts(block)?.collection === 'app.bsky.graph.block')
  ) {
    add('blocking', 'blocking this account');
  }
  if (blockList !== undefined) add('blocking by list', `blocking by list ${blockList}`);
  addMutes(viewer, add);
  const followed = textField(viewer, 'followedBy') !== undefined;
  const following = textField(viewer, 'following') !== undefined;
  if (followed && following) add('mutual', 'mutual: you follow each other');
  else if (followed) add('follows you', 'follows you');
  else if (following) add('you follow', 'you follow');
  return found;
}

/** The relations in one cell; `you` for the account that is signed in itself. */
export function relationText(profile: unknown, viewerDid: string): string {
  if (textField(profile, 'did') === viewerDid) return 'you';
  return relations(field(profile, 'viewer'))
    .map(({ short }) => short)
    .join(', ');
}

/**
 * What a profile says of its account and the one that is signed in, a line each: the relations, notifications that were asked for,
 * and those among its followers whom one follows.
 */
export function relationLines(profile: unknown, viewerDid: string): readonly string[] {
  if (textField(profile, 'did') === viewerDid) return ['this is you'];
  const viewer = field(profile, 'viewer');
  const lines = relations(viewer).map(({ long }) => long);
  const notified = ['post', 'reply']
    .filter((what) => field(viewer, 'activitySubscription', what) === true)
    .map((what) => (what === 'post' ? 'posts' : 'replies'));
  if (notified.length > 0) lines.push(`you are notified of its ${notified.join(' and ')}`);
  const known = knownFollowers(viewer);
  if (known !== undefined) lines.push(known);
  return lines;
}

function addMutes(viewer: unknown, add: (short: string, long: string) => void): void {
  const list = listName(viewer, 'mutedByList');
  if (list !== undefined) add('muted by list', `muted by list ${list}`);
  // An account muted by a list is `muted`, too; whether also by itself is not told.
  else if (field(viewer, 'muted') === true) add('muted', 'muted');
  if (field(viewer, 'mutedOnlyReposts') === true) add('reposts muted', 'its reposts are muted');
  if (field(viewer, 'mutedOnlyQuoteposts') === true) add('quotes muted', 'its quote posts are muted');
}

/** The name of a list between quotes; its at-URI where it has none, undefined where there is no list. */
function listName(viewer: unknown, member: string): string | undefined {
  const list = field(viewer, member);
  if (!isObject(list)) return undefined;
  const name = cellText(textField(list, 'name'), 100);
  return name.trim() === '' ? cellText(textField(list, 'uri'), 200) : `“${name}”`;
}

function knownFollowers(viewer: unknown): string | undefined {
  const count = numberOf(field(viewer, 'knownFollowers', 'count')) ?? 0;
  if (count <= 0) return undefined;
  const names = listField(viewer, 'knownFollowers', 'followers')
    .map((one) => cellText(textField(one, 'displayName') || textField(one, 'handle'), 60))
    .filter((name) => name.trim() !== '')
    .slice(0, NAMES_MAX);
  const more = count > names.length && names.length > 0 ? ', …' : '';
  const who = names.length === 0 ? '' : `: ${names.join(', ')}${more}`;
  return `followed by ${count} whom you follow${who}`;
}
