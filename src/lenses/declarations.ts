import { cellText, joinCells } from '../text/cell-text.js';
import { field, listField, textField, typeName } from '../text/json-fields.js';
import { numberOf } from '../text/written-json.js';
import { linkText } from './embed-text.js';
import { type HeadPart, referencePart } from './head.js';
import type { Lens } from './lens.js';
import { didsIn } from './references.js';
import { selfLabelsText } from './self-labels.js';

const name = { title: 'name', width: 24, drop: 0 };
const description = { title: 'description', width: 0, drop: 0 };

/** Profiles: name, description, and what else was filled in. */
export const profileLens: Lens = {
  collections: ['app.bsky.actor.profile'],
  columns: [name, description, { title: 'more', width: 20, drop: 3, spare: true }],
  cells(value) {
    return [
      cellText(textField(value, 'displayName')),
      cellText(textField(value, 'description')),
      joinCells([
        textField(value, 'pronouns'),
        linkText(field(value, 'website')),
        field(value, 'pinnedPost') === undefined ? '' : 'pinned post',
        selfLabelsText(value),
      ]),
    ];
  },
  dids: () => [],
};

/** Feed generators: name, description, and the service that makes the feed. */
export const feedGeneratorLens: Lens = {
  collections: ['app.bsky.feed.generator'],
  columns: [name, description, { title: 'service', width: 24, drop: 3, spare: true }],
  cells(value) {
    return [
      cellText(textField(value, 'displayName')),
      joinCells([textField(value, 'description'), selfLabelsText(value)]),
      // A service is known by its did:web; it has no handle.
      cellText(textField(value, 'did')),
    ];
  },
  dids: () => [],
};

/** Starter packs: name, description, how many feeds. */
export const starterPackLens: Lens = {
  collections: ['app.bsky.graph.starterpack'],
  columns: [name, description, { title: 'feeds', width: 7, drop: 3, spare: true }],
  cells(value) {
    const feeds = listField(value, 'feeds').length;
    return [
      cellText(textField(value, 'name')),
      cellText(textField(value, 'description')),
      feeds === 0 ? '' : feeds === 1 ? '1 feed' : `${feeds} feeds`,
    ];
  },
  dids: (value) => didsIn(...feedsOf(value)),
  head(value, _known, names) {
    const list = textField(value, 'list');
    const texts = [textField(value, 'name'), textField(value, 'description')];
    return [
      ...texts.flatMap((text): HeadPart[] => (text?.trim() ? [{ role: 'text', text }] : [])),
      ...(list === undefined ? [] : [people(list)]),
      ...feedsOf(value)
        .slice(0, FEEDS_MAX)
        .flatMap((uri) => referencePart('⇢ ', uri, names)),
    ];
  },
};

/** A pack recommends three feeds; what has many more is none. */
const FEEDS_MAX = 20;

const feedsOf = (value: unknown): readonly unknown[] =>
  listField(value, 'feeds').map((feed) => field(feed, 'uri'));

/** Those of a starter pack are the members of a list of its own. */
const people = (list: string): HeadPart => ({
  role: 'hangs',
  text: '⇢ the people in it',
  refersTo: `${list}/members`,
});

/** Labelers: the labels that they publish, and what can be reported to them. */
export const labelerLens: Lens = {
  collections: ['app.bsky.labeler.service'],
  columns: [
    { title: 'labels', width: 0, drop: 0 },
    { title: 'takes reports of', width: 24, drop: 3, spare: true },
  ],
  cells(value) {
    const values = listField(value, 'policies', 'labelValues');
    const subjects = [...words(listField(value, 'subjectTypes')), ...collections(value)];
    return [
      cellText(values.length === 0 ? 'no labels' : `${values.length}: ${words(values).join(', ')}`),
      cellText(subjects.join(', ')),
    ];
  },
  dids: () => [],
};

/** An account's status: live and for how long, with what it links to. */
export const statusLens: Lens = {
  collections: ['app.bsky.actor.status'],
  columns: [
    { title: 'status', width: 18, drop: 0 },
    { title: 'link', width: 0, drop: 0 },
  ],
  cells(value) {
    const minutes = field(value, 'durationMinutes');
    const link = field(value, 'embed', 'external');
    return [
      joinCells([
        typeName({ $type: field(value, 'status') }),
        numberOf(minutes) === undefined ? undefined : `${String(minutes)} min`,
      ]),
      joinCells([textField(link, 'title'), linkText(field(link, 'uri'))]),
    ];
  },
  dids: () => [],
};

function words(list: readonly unknown[]): string[] {
  return list.slice(0, 200).flatMap((word) => (typeof word === 'string' ? [cellText(word, 200)] : []));
}

/** Last segments are enough to tell collections apart. */
function collections(value: unknown): string[] {
  return words(listField(value, 'subjectCollections')).map((nsid) => nsid.slice(nsid.lastIndexOf('.') + 1));
}
