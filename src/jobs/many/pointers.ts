import { textField } from '../../text/json-fields.js';

/** What a record points to, and what that is for it. */
export interface Pointer {
  /** A DID, or the at-URI of a record. */
  readonly to: string;
  readonly as: 'account' | 'record' | 'thread' | 'parent';
}

type PointersOf = (record: unknown) => readonly Pointer[];

const account: PointersOf = (record) => pointer(textField(record, 'subject'), 'account');
const post: PointersOf = (record) => pointer(textField(record, 'subject', 'uri'), 'record');

/** Records that are about one thing, and say nothing once that is gone. A reply is about its thread, and about what it answers. */
const KINDS: ReadonlyMap<string, { readonly plural: string; readonly of: PointersOf }> = new Map([
  ['app.bsky.graph.follow', { plural: 'follows', of: account }],
  ['app.bsky.graph.block', { plural: 'blocks', of: account }],
  ['app.bsky.graph.listitem', { plural: 'members of lists', of: account }],
  [
    'app.bsky.graph.listblock',
    { plural: 'blocks of lists', of: (record) => pointer(textField(record, 'subject'), 'record') },
  ],
  ['app.bsky.feed.like', { plural: 'likes', of: post }],
  ['app.bsky.feed.repost', { plural: 'reposts', of: post }],
  [
    'app.bsky.feed.post',
    {
      plural: 'replies',
      of: (record) => [
        ...pointer(textField(record, 'reply', 'root', 'uri'), 'thread'),
        ...pointer(textField(record, 'reply', 'parent', 'uri'), 'parent'),
      ],
    },
  ],
]);

const pointer = (to: string | undefined, as: Pointer['as']): readonly Pointer[] =>
  to === undefined ? [] : [{ to, as }];

/** What a record of a collection points to; nothing where it points to nothing that could be gone. */
export const pointersOf = (collection: string, record: unknown): readonly Pointer[] =>
  KINDS.get(collection)?.of(record) ?? [];

/** What the records of a collection that point to something are called; undefined where they point to nothing. */
export const pointersName = (collection: string): string | undefined => KINDS.get(collection)?.plural;
