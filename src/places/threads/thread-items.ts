import { setImmediate } from 'node:timers/promises';
import { memberText, scanObject } from '../../atproto/calls/json-scan.js';
import { type RawItem, rawItemFromText, stringifyJson } from '../../atproto/calls/raw-items.js';
import type { Reply } from '../../atproto/calls/reply.js';
import { field, listField, textField } from '../../text/json-fields.js';
import { numberOf } from '../../text/written-json.js';
import { repliesIn } from '../thread.js';

/** A post of a thread, or what stands in its place. */
export interface ThreadItem {
  /** As `app.bsky.unspecced.getPostThreadV2` has it: `{depth, uri, value}`. */
  readonly whole: RawItem;
  /** at-URI of the post. */
  readonly uri: string;
  /** 0: the post that the thread is opened at; below 0 what it answers, above 0 what answers it. */
  readonly depth: number;
  /** How many replies to it there are that the answer does not hold. */
  readonly moreReplies: number;
  /** It answers a post that the answer does not hold. */
  readonly moreParents: boolean;
  /** Who wrote it. */
  readonly author: string | undefined;
}

/** A thread as a service gives it. */
export interface Thread {
  readonly items: readonly ThreadItem[];
  /** There are others, which somebody hid: `app.bsky.unspecced.getPostThreadOtherV2` has them. */
  readonly hasHidden: boolean;
  /** The answer as it came. */
  answer(): string;
}

/** The thread in an answer of `app.bsky.unspecced.getPostThreadV2`, or of `getPostThreadOtherV2`, which has the hidden replies alone. */
export async function threadIn(reply: Reply): Promise<Thread> {
  const { items } = reply.page('thread');
  const read: ThreadItem[] = [];
  for (let index = 0; index < items.length; index++) {
    const item = items.at(index);
    if (item) read.push(threadItem(item));
    // Keys are heard in between.
    if (index % SLICE_ITEMS === SLICE_ITEMS - 1) await setImmediate();
  }
  const has = scanObject(reply.bytes)?.members.get('hasOtherReplies');
  const hasHidden = has !== undefined && reply.bytes.toString('utf8', has.start, has.end) === 'true';
  return { items: read, hasHidden, answer: () => reply.text() };
}

/** Items that are read in one go. */
const SLICE_ITEMS = 200;

function threadItem(whole: RawItem): ThreadItem {
  const item = whole.value();
  const value = field(item, 'value');
  const depth = numberOf(field(item, 'depth'));
  return {
    whole,
    uri: textField(item, 'uri') ?? textField(value, 'post', 'uri') ?? '',
    depth: depth !== undefined && Number.isSafeInteger(depth) ? depth : 1,
    moreReplies: countOf(field(value, 'moreReplies')),
    moreParents: field(value, 'moreParents') === true,
    author: textField(value, 'post', 'author', 'did') ?? textField(value, 'author', 'did'),
  };
}

function countOf(value: unknown): number {
  const count = numberOf(value);
  return count !== undefined && count > 0 ? Math.floor(count) : 0;
}

/**
 * The same of an answer of `app.bsky.feed.getPostThread`, whose items are written as those of the other one: it has no order that one
 * could choose, and what the author of the thread hid stands among the rest.
 */
export function threadInFirst(reply: Reply): Thread {
  const answer = reply.item('thread').text();
  const root = rawItemFromText(memberText(answer, 'thread') ?? 'null');
  const hidden = new Set(listField(reply.json(), 'threadgate', 'record', 'hiddenReplies'));
  const above: ThreadItem[] = [];
  // No deeper than was asked for, whatever comes.
  for (let at = parentOf(root); at !== undefined && above.length < PARENTS_MAX; at = parentOf(at)) {
    above.push(itemOf(at, { depth: -1 - above.length, moreReplies: 0, hidden }));
  }
  const below = repliesIn(root);
  const own = countOf(field(postOf(root)?.value(), 'replyCount'));
  const direct = below.filter(({ depth }) => depth === 1).length;
  return {
    answer: () => answer,
    hasHidden: false,
    items: [
      ...above.toReversed(),
      itemOf(root, { depth: 0, moreReplies: direct === 0 ? own : 0, hidden }),
      ...below.map(({ node, depth, more }) => itemOf(node, { depth, moreReplies: more, hidden })),
    ],
  };
}

/** Posts above that are asked for: as many as a service gives by itself. */
export const PARENTS_MAX = 80;

function parentOf(node: RawItem): RawItem | undefined {
  const text = memberText(node.text(), 'parent');
  return text === undefined ? undefined : rawItemFromText(text);
}

function postOf(node: RawItem): RawItem | undefined {
  const text = memberText(node.text(), 'post');
  return text === undefined ? undefined : rawItemFromText(text);
}

/** An item as the other method has it, with the post as it came. */
function itemOf(
  node: RawItem,
  {
    depth,
    moreReplies,
    hidden,
  }: { readonly depth: number; readonly moreReplies: number; readonly hidden: ReadonlySet<unknown> },
): ThreadItem {
  const post = postOf(node);
  const view = post?.value();
  const uri = textField(view ?? node.value(), 'uri') ?? '';
  const value = post
    ? {
        $type: POST_ITEM,
        moreParents: false,
        moreReplies,
        hiddenByThreadgate: hidden.has(uri),
        mutedByViewer: field(view, 'author', 'viewer', 'muted') === true,
      }
    : placeholder(node.value());
  const members = stringifyJson(value).slice(0, -1);
  const text = post ? `${members},"post":${post.text()}}` : `${members}}`;
  return threadItem(rawItemFromText(`{"depth":${depth},"uri":${JSON.stringify(uri)},"value":${text}}`));
}

const DEFS = 'app.bsky.unspecced.defs#threadItem';
export const POST_ITEM = `${DEFS}Post`;

function placeholder(node: unknown): object {
  if (field(node, 'blocked') === true) return { $type: `${DEFS}Blocked`, author: field(node, 'author') };
  return { $type: field(node, 'notFound') === true ? `${DEFS}NotFound` : `${DEFS}Unknown` };
}
