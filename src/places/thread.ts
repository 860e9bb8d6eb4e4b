import { memberText } from '../atproto/calls/json-scan.js';
import { memberItems } from '../atproto/calls/member-items.js';
import { type RawItem, type RawItems, rawItemFromText } from '../atproto/calls/raw-items.js';
import { countText } from '../text/count-text.js';
import { field } from '../text/json-fields.js';
import { numberOf } from '../text/written-json.js';

/** One reply in a thread. */
export interface Reply {
  /** As it stands in the thread: `threadViewPost`, or what is there instead. */
  readonly node: RawItem;
  /** 1 for a reply to the post itself. */
  readonly depth: number;
  /** The post (`app.bsky.feed.defs#postView`); what stands in its place where it is hidden, which has its at-URI, too. */
  readonly view: RawItem;
  /** Why its text is not shown. */
  readonly hidden: string | undefined;
  /** How many replies to it are counted and not in the thread. */
  readonly more: number;
}

/** The replies of a thread (`threadViewPost`), each followed by the replies to it, in the order in which the service gives them. */
export function repliesIn(thread: RawItem): readonly Reply[] {
  const replies: Reply[] = [];
  // Not by recursion: a thread may be deeper than the stack.
  const open = [{ depth: 1, items: childrenOf(thread), next: 0 }];
  for (let level = open.at(-1); level !== undefined; level = open.at(-1)) {
    const node = level.items.at(level.next);
    level.next += 1;
    if (node === undefined) {
      open.pop();
      continue;
    }
    const items = childrenOf(node);
    replies.push(replyOf(node, level.depth, items.length));
    open.push({ depth: level.depth + 1, items, next: 0 });
  }
  return replies;
}

const childrenOf = (node: RawItem): RawItems => memberItems(node, 'replies');

function replyOf(node: RawItem, depth: number, present: number): Reply {
  const post = memberText(node.text(), 'post');
  if (post === undefined) return { node, depth, view: node, hidden: whyHidden(node.value()), more: 0 };
  const view = rawItemFromText(post);
  const count = numberOf(field(view.value(), 'replyCount')) ?? 0;
  return {
    node,
    depth,
    view,
    hidden: undefined,
    more: Math.max(0, count - present),
  };
}

/** How many more replies there are, in words. */
export function moreReplies(count: number): string {
  return `${countText(count)} more ${count === 1 ? 'reply' : 'replies'}`;
}

function whyHidden(node: unknown): string {
  if (field(node, 'blocked') === true) return 'blocked';
  if (field(node, 'notFound') === true) return 'not found';
  return 'not shown';
}
