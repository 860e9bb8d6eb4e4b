import { atUriParts } from '../../atproto/at-uri.js';
import { isExpired, type Label } from '../../atproto/labels/label.js';
import type { LabelSignature } from '../../atproto/labels/label-signature.js';
import { type LabelWords, labelWords } from '../../lenses/label-words.js';
import type { Names } from '../../lenses/names.js';
import { cellText } from '../../text/cell-text.js';
import { dateText } from '../../text/date-time.js';
import { userLanguage } from '../../text/languages.js';
import type { FoundAt, FoundLabel } from './found-label.js';

/** What a found label means, in the user's language. */
export const wordsOf = ({ label, declaration }: Pick<FoundLabel, 'label' | 'declaration'>): LabelWords =>
  labelWords(label.val, declaration?.definitions.get(label.val), userLanguage());

/** Its name, and its value where that says something else: `Made by a machine (ai-picture)`. */
export function labelName(found: Pick<FoundLabel, 'label' | 'declaration'>): string {
  const name = cellText(wordsOf(found).name, 200);
  const value = cellText(found.label.val, 200);
  return name.toLowerCase() === value.toLowerCase() ? name : `${name} (${value})`;
}

/** Who says it, as one reads it: an author of their own record is not named again. */
export function byText({ label, declaration, at }: FoundLabel, owner: string, names: Names): string {
  if (label.src === owner || at === 'record') return 'its author';
  const handle = names(label.src) ?? declaration?.handle;
  return handle === undefined ? cellText(label.src, 200) : `@${cellText(handle, 200)}`;
}

/** What it is of: the account, its profile, or a record by its kind and key. */
export function subjectText(uri: string): string {
  const { collection, rkey } = atUriParts(uri) ?? {};
  if (collection === undefined || rkey === undefined) {
    return uri.startsWith('did:') ? 'the account' : cellText(uri, 200);
  }
  if (collection === 'app.bsky.actor.profile' && rkey === 'self') return 'the profile';
  return `${collection.slice(collection.lastIndexOf('.') + 1)} ${rkey}`;
}

/** Of which version it is; empty where it is of all. `cid` is that of the record of now, where it is known. */
export function versionText(label: Pick<Label, 'cid'>, cid: string | undefined): string {
  if (label.cid === undefined) return '';
  if (cid === undefined) return 'one version';
  return label.cid === cid ? 'this version' : 'an older version';
}

/** Until when it counts, or that it does no more; empty where it counts for good. */
export function untilText(label: Label, now: number): string {
  if (label.neg) return 'taken back';
  const until = dateText(label.exp) ?? cellText(label.exp, 40);
  return isExpired(label, now) ? `expired ${until}` : until;
}

/** A mark for how its signature stands. */
export const signatureMark = ({ state }: LabelSignature): string =>
  ({ good: '✓', bad: '✗', unknown: '?', none: '' })[state];

const UNSIGNED: Readonly<Record<FoundAt, string>> = {
  labeler: 'not signed',
  appview: 'not signed here',
  record: 'in the record',
};

/** How its signature stands, in a word or two. */
export function signatureText({ signature, at }: Pick<FoundLabel, 'signature' | 'at'>): string {
  switch (signature.state) {
    case 'good':
      return 'signed';
    case 'bad':
      return `✗ ${signature.why}`;
    case 'unknown':
      return 'no key';
    case 'none':
      return UNSIGNED[at];
  }
}
