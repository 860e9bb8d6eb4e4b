import { atUriParts } from '../atproto/at-uri.js';
import { isNotShown } from '../atproto/only-signed-in.js';
import { cellText, joinCells } from '../text/cell-text.js';
import { field, isObject, textField } from '../text/json-fields.js';
import { picturesIn } from './blob-pictures.js';
import { createdMinute } from './created-text.js';
import { fallbackLens, memberLines } from './fallback.js';
import { countsPart, type HeadPart, type KnownPosts, postPart } from './head.js';
import { type LabelMark, selfMarks, viewMarks } from './label-marks.js';
import type { Lens } from './lens.js';
import { lensFor } from './lens-for.js';
import type { Names } from './names.js';
import { ownBlobs } from './own-blobs.js';
import { withOwnPost } from './own-state.js';
import { accountText } from './references.js';

/** JSON that is shown, and the name of what it is: an at-URI where it is a record, or what a service says of one. */
export interface HeadSubject {
  readonly uri: string;
  readonly value: unknown;
}

export interface HeadSources {
  readonly names: Names;
  readonly posts: KnownPosts;
  /** How the records of a collection read by its lexicon, where that is known. */
  lens?(collection: string): Lens | undefined;
  /** What the account of a DID calls itself. */
  nameOf(did: string): string | undefined;
}

/**
 * A record in words: who wrote it and when, what its lens makes of it, and how often it was liked. Kinds without a head of their own
 * get one of their columns, and those that nobody described one of their members.
 */
export function recordHead(subject: HeadSubject, sources: HeadSources): readonly HeadPart[] {
  const { uri, record, view } = recordIn(subject);
  const { names } = sources;
  if (isNotShown(view)) return [postPart('', uri, () => view, names)];
  const parts = atUriParts(uri);
  if (parts?.collection === undefined) return memberParts(subject.value, names);
  const known: KnownPosts = (of) => (of === uri ? view : undefined) ?? sources.posts(of);
  const own = lensFor(parts.collection);
  const lens = own === fallbackLens ? (sources.lens?.(parts.collection) ?? own) : own;
  const name = textField(view, 'author', 'displayName') || sources.nameOf(parts.repo);
  const handle = textField(view, 'author', 'handle');
  const account = handle === undefined ? accountText(parts.repo, names) : `@${handle}`;
  const by = `${cellText(name)} ${cellText(account)}`.trim();
  const labels = labelsOn(known(uri), record, parts.repo, names);
  const cover = coverOf(labels, names);
  return [
    {
      role: 'by',
      text: joinCells([by, createdMinute(field(record, 'createdAt'), parts.rkey)]),
      refersTo: parts.repo,
    },
    ...labels.map(
      (label): HeadPart => ({
        role: `label ${label.severity}`,
        text: labelText(label, names),
        refersTo: label.by,
      }),
    ),
    ...ownBlobs(
      [
        ...(lens.head?.(record, known, names) ?? columnParts(lens, record, names)),
        ...(lens.head === undefined ? picturesIn(record, parts.repo) : []),
      ],
      { owner: parts.repo, view: known(uri), coveredBy: cover },
    ),
    ...countsPart(withOwnPost(known(uri), names.own?.(uri))),
  ];
}

/** What labels say of it, and who says so: what others say, where a service told of it, and its author in the record itself. */
function labelsOn(view: unknown, record: unknown, owner: string, names: Names): readonly LabelMark[] {
  const own = selfMarks(record);
  const ofView = viewMarks(view, owner, names).filter(({ by }) => by !== undefined || own.length === 0);
  return [...ofView, ...own];
}

const labelText = ({ text, by }: LabelMark, names: Names): string =>
  by === undefined ? text : `${text}, says ${accountText(by, names)}`;

/** The first of the labels for which apps cover pictures, and who says so. */
function coverOf(labels: readonly LabelMark[], names: Names): string | undefined {
  const label = labels.find(({ coversPictures }) => coversPictures);
  return label && labelText(label, names);
}

/** at-URIs of the posts whose words and numbers belong to the head of a record: itself, and those that it speaks of. */
export function postsWanted(subject: HeadSubject): readonly string[] {
  const { uri, record, view } = recordIn(subject);
  const parts = atUriParts(uri);
  if (parts?.collection === undefined) return [];
  const lens = lensFor(parts.collection);
  const own = lens.collections.includes(POST) && view === undefined ? [uri] : [];
  return [...new Set([...own, ...(lens.posts?.(record) ?? [])])];
}

/** The collection of a record that has no lens of its own; undefined where it has one, or is no record. */
export function undescribed({ uri }: HeadSubject): string | undefined {
  const collection = atUriParts(uri)?.collection;
  return collection !== undefined && lensFor(collection) === fallbackLens ? collection : undefined;
}

const POST = 'app.bsky.feed.post';

/** The record itself; where a service speaks of a post (`postView`), that as well. */
function recordIn({ uri, value }: HeadSubject): { uri: string; record: unknown; view: unknown } {
  const isView = isNotShown(value) || (isObject(field(value, 'record')) && isObject(field(value, 'author')));
  return isView && textField(value, 'uri') === uri
    ? { uri, record: field(value, 'record'), view: value }
    : { uri, record: value, view: undefined };
}

function columnParts(lens: Lens, record: unknown, names: Names): readonly HeadPart[] {
  if (lens.collections.length === 0) return memberParts(record, names);
  const cells = lens.cells(record, names);
  return lens.columns.flatMap(({ title, width }, index): HeadPart[] => {
    const text = cells[index] ?? '';
    if (text === '') return [];
    return [
      {
        role: 'field',
        text: `${title}: ${text}`,
        refersTo: width === 0 ? lens.subject?.(record) : undefined,
      },
    ];
  });
}

const memberParts = (value: unknown, names: Names): readonly HeadPart[] =>
  memberLines(value, names).map((text) => ({ role: 'field', text }));
