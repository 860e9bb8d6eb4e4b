import { atUriParts } from '../../atproto/at-uri.js';
import { isAbortError } from '../../atproto/calls/abort-error.js';
import { memberText } from '../../atproto/calls/json-scan.js';
import { errorSentence } from '../../text/error-sentence.js';
import { field, textField } from '../../text/json-fields.js';
import type { RecordContext } from '../about-record.js';
import type { Address } from '../addresses.js';
import type { Listing, Order } from '../listing.js';
import { postDids } from '../post-row.js';
import { type AskedThread, askHidden, askThread } from './ask-thread.js';
import type { ThreadItem } from './thread-items.js';
import { threadColumns, threadRow } from './thread-row.js';
import { HIDDEN_KEY, type ThreadRow, threadRows } from './thread-tree.js';

/** What of a thread is known, beside its answer. */
interface Hidden {
  /** Settles when it is known what the replies are that somebody hid. */
  readonly asked: Promise<void>;
  items: readonly ThreadItem[] | undefined;
  fault: string | undefined;
}

/**
 * The thread of a post, as the AppView has it: what it answers above it, the replies below, at last what somebody hid. Folding asks
 * nobody; loading it again does.
 */
export function threadListing(
  address: Extract<Address, { kind: 'thread' }>,
  { appview, uri, viewer }: RecordContext,
  orders: readonly Order[],
): Listing<ThreadRow> {
  let thread: AskedThread | undefined;
  let hidden: Hidden | undefined;
  let op: string | undefined;
  /** The rows are asked for again since something was folded: the thread is the same. */
  let isSame = false;
  /** What is not as it is at first: posts that are folded, the hidden replies where they are not. */
  const turned = new Set<string>();

  const isFolded = (key: string): boolean => turned.has(key) !== (key === HIDDEN_KEY);

  function turn(key: string): void {
    if (!turned.delete(key)) turned.add(key);
    isSame = true;
  }

  const ask = (sort: string | undefined, signal: AbortSignal): Promise<AskedThread> =>
    askThread({ appview, uri, sort, isSignedIn: viewer !== undefined, signal });

  /** Asked for beside, so that nobody waits for how many there are. */
  function askForHidden(signal: AbortSignal): Hidden {
    const found: Hidden = { items: undefined, fault: undefined, asked: asking() };
    async function asking(): Promise<void> {
      try {
        const items = await askHidden({ appview, uri, signal });
        found.items = items;
      } catch (error) {
        if (!isAbortError(error)) found.fault = errorSentence(error);
      }
    }
    return found;
  }

  function rowsNow(): readonly ThreadRow[] {
    if (!thread) return [];
    const { items, hasHidden } = thread;
    return threadRows({ items, hasHidden, hidden: hidden?.items ?? [], isFolded });
  }

  return {
    address,
    columns: threadColumns,
    orders,
    dependsOnViewer: true,
    opensAt: uri,
    async load(_cursor, { signal, order = orders[0]?.id }) {
      if (!isSame || !thread) {
        thread = await ask(order, signal);
        op = authorOfThread(thread.items, uri);
        hidden = undefined;
      }
      isSame = false;
      const wantsHidden = thread.hasHidden && (hidden === undefined || !hidden.items);
      if (wantsHidden) hidden = askForHidden(signal);
      if (!isFolded(HIDDEN_KEY)) await hidden?.asked;
      signal.throwIfAborted();
      const rows = rowsNow();
      return {
        rows: {
          length: rows.length,
          at: (index) => rows[index],
          note: thread.isInOrder || order === 'oldest' ? undefined : OWN_ORDER,
          later: wantsHidden ? hidden?.asked : undefined,
        },
        cursor: undefined,
      };
    },
    row: (row, names) =>
      threadRow(row, { names, op, hidden: hidden?.items?.length, hiddenFault: hidden?.fault }),
    key: ({ key }) => key,
    dids: (row) => (row.kind === 'post' ? didsOf(row.item) : []),
    json(row) {
      const whole = wholeJson(row);
      if (row.kind !== 'post') return whole;
      return memberText(memberText(whole, 'value') ?? '{}', 'post') ?? whole;
    },
    whole: wholeJson,
    async document({ signal }) {
      const asked = await ask(orders[0]?.id, signal);
      if (!asked.hasHidden) return asked.answer();
      const items = await askHidden({ appview, uri, signal });
      const texts = items.map(({ whole }) => whole.text());
      return `${asked.answer().trimEnd().slice(0, -1)},"hiddenReplies":[${texts.join(',')}]}`;
    },
    folds: {
      has: (row) => row.kind === 'hidden' || (row.kind === 'post' && row.below > 0),
      toggle: ({ key }) => turn(key),
      // What answers the post stays in sight.
      foldAll() {
        turned.clear();
        for (const row of rowsNow()) {
          if (row.kind === 'post' && row.below > 0 && row.depth > 0) turned.add(row.key);
        }
        isSame = true;
      },
      unfoldAll() {
        turned.clear();
        turned.add(HIDDEN_KEY);
        isSame = true;
      },
    },
  };
}

/** Whom it quotes; whose post it is where that is all that is known of it. */
function didsOf({ whole, author }: ThreadItem): readonly string[] {
  const post = field(whole.value(), 'value', 'post');
  return post === undefined && author !== undefined ? [author] : postDids(post);
}

const OWN_ORDER = 'this service gives a thread in its own order only';

/** The JSON of a row, as it came; of one that is no post in the words of docs/cli.md. */
function wholeJson(row: ThreadRow): string {
  switch (row.kind) {
    case 'post':
      return row.item.whole.text();
    case 'more':
      return JSON.stringify(
        row.count === undefined
          ? { moreAbove: true, uri: row.uri }
          : { depth: row.depth, moreReplies: row.count, uri: row.uri },
      );
    case 'hidden':
      return JSON.stringify({ depth: row.depth, hiddenReplies: true });
  }
}

/** DID of who began the thread: the account of what the post says to be its root. */
function authorOfThread(items: readonly ThreadItem[], uri: string): string | undefined {
  const anchor = items.find((item) => item.uri === uri) ?? items[0];
  const root = textField(anchor?.whole.value(), 'value', 'post', 'record', 'reply', 'root', 'uri');
  return atUriParts(root ?? items[0]?.uri ?? uri)?.repo;
}
