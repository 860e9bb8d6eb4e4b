import { textRows } from '../../store/cursor/cursor-rows.js';
import { atFirst, type ListCursor, windowOf } from '../../store/cursor/list-cursor.js';
import type { PostOverlay } from '../../store/posting/posting-state.js';
import type { CommandWords } from '../../text/sentence.js';
import type { Size } from '../screen/layout.js';
import type { SheetWriter } from '../screen/sheet.js';
import { paintedCache } from '../screen/style.js';
import type { View } from '../screen/view.js';
import { indented, withinMargins } from './indented.js';
import { lengthText, postSheet, postWords } from './post-lines.js';
import { drawText, joined, partText } from './text-lines.js';

interface PostSeen {
  readonly overlay: PostOverlay | undefined;
  readonly cursor: ListCursor;
  readonly words: CommandWords;
}

/** A post as it will read, before it is sent. */
export const postView: View<'post', PostSeen> = {
  id: 'post',
  stand: 'area',
  isModal: true,
  see({ overlay, words }) {
    const seen = overlay?.kind === 'post' ? overlay : undefined;
    return { overlay: seen, cursor: seen?.cursor ?? atFirst, words };
  },
  title: (seen, size) => ({
    name: nameOf(seen),
    info: joined(seen.overlay?.post && lengthText(seen.overlay.post), partText(windowAt(seen, size))),
    loading: seen.overlay?.busy !== undefined,
  }),
  list: (seen, size) => ({ cursor: seen.cursor, viewport: viewportOf(seen, size) }),
  picture: (seen, size) => ({
    lines: indented(
      drawText(sheetOf(seen, withinMargins(size).width).lines, windowAt(seen, size), withinMargins(size)),
    ),
    hits: () => [],
    spoken: () => ({
      title: nameOf(seen),
      lines: seen.overlay ? postWords(seen.overlay, seen.words) : [],
    }),
  }),
};

function nameOf({ overlay }: PostSeen): string {
  const post = overlay?.post;
  if (post?.plan === undefined && post !== undefined) return 'A post that cannot be sent so';
  return post?.reply ? 'An answer as it will read' : 'A post as it will read';
}

const drawn = paintedCache<PostOverlay, { readonly width: number; readonly sheet: SheetWriter }>();

function sheetOf({ overlay, words }: PostSeen, width: number): SheetWriter {
  if (overlay === undefined) return postSheet(NOTHING, width, words);
  const known = drawn.get(overlay);
  if (known?.width === width) return known.sheet;
  const sheet = postSheet(overlay, width, words);
  drawn.set(overlay, { width, sheet });
  return sheet;
}

const NOTHING = { by: '', post: undefined, busy: undefined, problem: undefined, asksAlt: false };

function viewportOf(seen: PostSeen, size: Size) {
  const { width, height } = withinMargins(size);
  return { rows: textRows(sheetOf(seen, width).lines.length), height };
}

const windowAt = (seen: PostSeen, size: Size) => windowOf(seen.cursor, viewportOf(seen, size));
