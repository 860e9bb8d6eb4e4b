import type { ThreadItem } from './thread-items.js';

/** A row of a thread. */
export type ThreadRow = PostRow | MoreRow | HiddenRow;

interface TreeRow {
  /** Tells it apart from all other rows, but for a post that a service gives twice. */
  readonly key: string;
  /** 0: the post that the thread is opened at, and what stands above it. */
  readonly depth: number;
  /** What is drawn before it: where it hangs. */
  readonly guide: string;
}

export interface PostRow extends TreeRow {
  readonly kind: 'post';
  readonly item: ThreadItem;
  /** Somebody hid it: it stands below the row that says so. */
  readonly isHidden: boolean;
  /** How many posts stand below it. */
  readonly below: number;
  readonly isFolded: boolean;
}

/** Posts that are not in the answer: the thread goes on at `uri`. */
export interface MoreRow extends TreeRow {
  readonly kind: 'more';
  readonly uri: string;
  /** How many there are; undefined: what stands above. */
  readonly count: number | undefined;
}

/** What stands before the replies that somebody hid. */
export interface HiddenRow extends TreeRow {
  readonly kind: 'hidden';
  readonly isFolded: boolean;
}

/** Levels that are told apart by where a row begins; at the last of them a number tells how much deeper it is. */
const LEVELS_MAX = 6;

export const HIDDEN_KEY = 'hidden replies';

/** What of a thread is shown. */
export interface Shown {
  readonly items: readonly ThreadItem[];
  /** What somebody hid: empty where it is not asked for yet. */
  readonly hidden: readonly ThreadItem[];
  readonly hasHidden: boolean;
  isFolded(key: string): boolean;
}

type Row = Omit<PostRow, 'guide'> | Omit<MoreRow, 'guide'> | Omit<HiddenRow, 'guide'>;

/**
 * The rows of a thread: what stands above the post that it is opened at, that post, and the replies, each followed by those to it, as far
 * as they are unfolded; at last what somebody hid. Takes depths of any kind: one that leaves out a level is the next one. Costs what the
 * items cost, however deep they are.
 */
export function threadRows({ items, hidden, hasHidden, isFolded }: Shown): readonly ThreadRow[] {
  const anchor = items.findIndex(({ depth }) => depth >= 0);
  const above = anchor < 0 ? items : items.slice(0, anchor);
  const rows: Row[] = [];
  const top = items[0];
  if (top?.moreParents) {
    rows.push({ kind: 'more', key: `${top.uri} above`, depth: 0, uri: top.uri, count: undefined });
  }
  for (const item of above) {
    rows.push({ kind: 'post', key: item.uri, depth: 0, item, isHidden: false, below: 0, isFolded: false });
  }
  const parents = rows.length;
  if (anchor >= 0) appendTree(rows, items.slice(anchor), { isHidden: false, isFolded });
  if (hasHidden) {
    const folded = isFolded(HIDDEN_KEY);
    rows.push({ kind: 'hidden', key: HIDDEN_KEY, depth: 1, isFolded: folded });
    if (!folded) appendTree(rows, hidden, { isHidden: true, isFolded });
  }
  return withGuides(rows, parents);
}

/** Puts the replies below one another that are unfolded, and behind each what says that it has more of them. */
function appendTree(
  rows: Row[],
  items: readonly ThreadItem[],
  { isHidden, isFolded }: { readonly isHidden: boolean; readonly isFolded: (key: string) => boolean },
): void {
  const least = isHidden ? 2 : 1;
  const depths = depthsOf(items, isHidden);
  const ends = subtreeEnds(depths);
  /** Those whose replies are being put in. */
  const open: { readonly item: ThreadItem; readonly depth: number }[] = [];
  function close(depth: number): void {
    for (let last = open.at(-1); last !== undefined && last.depth >= depth; last = open.at(-1)) {
      open.pop();
      const { uri, moreReplies: count } = last.item;
      if (count > 0) rows.push({ kind: 'more', key: `${uri} more`, depth: last.depth + 1, uri, count });
    }
  }
  for (let at = 0; at < items.length; ) {
    const item = items[at];
    const depth = depths[at] ?? least;
    const end = ends[at] ?? at + 1;
    close(depth);
    if (item === undefined) break;
    const below = end - at - 1;
    const folded = below > 0 && isFolded(item.uri);
    rows.push({ kind: 'post', key: item.uri, depth, item, isHidden, below, isFolded: folded });
    if (!folded) open.push({ item, depth });
    at = folded ? end : at + 1;
  }
  close(0);
}

/** Each item at most one level below the one before it, and none but the first at the top. */
function depthsOf(items: readonly ThreadItem[], isHidden: boolean): readonly number[] {
  const least = isHidden ? 2 : 1;
  let before = isHidden ? least - 1 : -1;
  return items.map(({ depth }, at) => {
    const own = isHidden ? depth + 1 : depth;
    before = at === 0 && !isHidden ? 0 : Math.min(Math.max(own, least), before + 1);
    return before;
  });
}

/** The index behind the last item of what stands below each. */
function subtreeEnds(depths: readonly number[]): readonly number[] {
  const ends: number[] = depths.map(() => depths.length);
  const open: number[] = [];
  for (const [at, depth] of depths.entries()) {
    for (let last = open.at(-1); last !== undefined && (depths[last] ?? 0) >= depth; last = open.at(-1)) {
      ends[last] = at;
      open.pop();
    }
    open.push(at);
  }
  return ends;
}

const ABOVE = { first: '┌ ', next: '│ ', alone: '' } as const;
const ANCHOR = '● ';

function withGuides(rows: readonly Row[], parents: number): readonly ThreadRow[] {
  const goesOn = whichGoOn(rows);
  /** Whether something follows at each of the levels that the row before was below. */
  const lines: boolean[] = [];
  return rows.map((row, at) => {
    if (at < parents) return { ...row, guide: at === 0 ? ABOVE.first : ABOVE.next };
    if (row.depth === 0) return { ...row, guide: ANCHOR };
    const level = Math.min(row.depth, LEVELS_MAX);
    lines.length = level;
    lines[level - 1] = goesOn[at] === true;
    let guide = '';
    for (let above = 0; above < level - 1; above++) guide += lines[above] ? '│' : ' ';
    guide += lines[level - 1] ? '├' : '└';
    if (row.depth > LEVELS_MAX) guide += `+${row.depth - LEVELS_MAX}`;
    return { ...row, guide: `${guide} ` };
  });
}

/** Whether another row of the same level follows each, before one that stands further out. */
function whichGoOn(rows: readonly Row[]): readonly boolean[] {
  const later: boolean[] = [];
  const found: boolean[] = new Array(rows.length);
  for (let at = rows.length - 1; at >= 0; at--) {
    const level = Math.min(rows[at]?.depth ?? 0, LEVELS_MAX);
    found[at] = later[level] === true;
    later.length = level;
    later[level] = true;
  }
  return found;
}
