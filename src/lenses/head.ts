import { atUriParts } from '../atproto/at-uri.js';
import { isNotShown } from '../atproto/only-signed-in.js';
import { cellText } from '../text/cell-text.js';
import { countText } from '../text/count-text.js';
import { field, textField } from '../text/json-fields.js';
import { numberOf } from '../text/written-json.js';
import type { LabelSeverity } from './label-words.js';
import type { Names } from './names.js';
import { ownPostText } from './own-state.js';
import { referenceText } from './references.js';

/** A picture that is a blob of an account. */
export interface PictureRef {
  /** Whose repository has it; empty in what a lens says: whose the record is. */
  readonly did: string;
  readonly cid: string;
  /** As the record says. */
  readonly mimeType: string | undefined;
  /** What it shows in its author's words; empty where nobody said. */
  readonly alt: string;
  /** Its width and height as the author says. */
  readonly ratio?: { readonly width: number; readonly height: number } | undefined;
  /** The label that hides it, and who says so, in words: it is not shown unasked. */
  readonly coveredBy?: string | undefined;
  /** The blob is a film, and this the path of its poster at who has those. */
  readonly poster?: string | undefined;
}

/** What labels a part is of. */
export type LabelRole = `label ${LabelSeverity}`;

/** A part of what a record says in words. Texts are as the network sent them: a line break begins a new line. */
export interface HeadPart {
  /** Who and when; what its lexicon does not allow; a label on it, by how bad it is; whom it answers; what it says; what hangs on it; how often it was liked; a member by its name. */
  readonly role: 'by' | 'fault' | LabelRole | 'about' | 'text' | 'hangs' | 'counts' | 'field';
  readonly text: string;
  /** An at:// URI, a DID or a web address that the part stands for. */
  readonly refersTo?: string | undefined;
  /** The CID of a blob that the part stands for, of the account whose record it is. */
  readonly blob?: string | undefined;
  /** What is drawn with its text, and where nothing can be drawn its text stands alone. */
  readonly picture?: PictureRef | undefined;
}

/** What an AppView says of a post by its at-URI (`app.bsky.feed.defs#postView`); undefined where it is not known. */
export type KnownPosts = (uri: string) => unknown;

const POST = 'app.bsky.feed.post';

const COUNTS = [
  ['♥', 'likeCount'],
  ['⟲', 'repostCount'],
  ['↩', 'replyCount'],
  ['❝', 'quoteCount'],
] as const;

/** The at-URIs of posts among these. */
export const postUris = (...uris: readonly unknown[]): readonly string[] =>
  uris.filter((uri): uri is string => typeof uri === 'string' && atUriParts(uri)?.collection === POST);

/** Another post on one line: who wrote it and what, as far as that is known: `↳ @bob.test: a first post`. */
export function postPart(sign: string, uri: unknown, known: KnownPosts, names: Names): HeadPart {
  const refersTo = typeof uri === 'string' ? uri : undefined;
  const view = refersTo === undefined ? undefined : known(refersTo);
  const handle = textField(view, 'author', 'handle');
  const said = isNotShown(view) ? 'only for who is signed in' : cellText(textField(view, 'record', 'text'));
  const reference = cellText(referenceText(uri, names));
  const text = handle === undefined ? reference : `@${cellText(handle)}: ${said}`;
  return { role: 'about', text: `${sign}${text}`, refersTo };
}

/** What an at-URI stands for, after a word; nothing where there is none. */
export function referencePart(sign: string, uri: unknown, names: Names): readonly HeadPart[] {
  if (typeof uri !== 'string') return [];
  return [{ role: 'hangs', text: `${sign}${cellText(referenceText(uri, names))}`, refersTo: uri }];
}

/** How often a post was liked, reposted, answered and quoted, and by oneself, as far as that is told; nothing where it is not. */
export function countsPart(view: unknown): readonly HeadPart[] {
  const counts = COUNTS.flatMap(([sign, member]) => {
    const count = numberOf(field(view, member));
    return count === undefined ? [] : [`${sign} ${countText(count)}`];
  });
  const own = ownPostText(view);
  const said = [counts.join('  '), own ?? ''].filter((part) => part !== '').join(' · ');
  return said === '' ? [] : [{ role: 'counts', text: said }];
}
