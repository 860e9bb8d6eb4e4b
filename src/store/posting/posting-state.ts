import type { PreparedPost } from '../../jobs/posts/prepare-post.js';
import type { Sentence } from '../../text/sentence.js';
import type { ListCursor } from '../cursor/list-cursor.js';

/** A post before it is sent, as it will read. */
export interface PostOverlay {
  readonly kind: 'post';
  /** Id of its draft. */
  readonly draft: string;
  /** As it was typed. */
  readonly typed: string;
  /** Who posts, by name. */
  readonly by: string;
  /** Undefined while it is looked at. */
  readonly post: PreparedPost | undefined;
  /** What is being done, in words; undefined: nothing. */
  readonly busy: Sentence | undefined;
  /** Why it was not posted; undefined: nobody tried. */
  readonly problem: Sentence | undefined;
  /** It was asked whether pictures go without words for who does not see them. */
  readonly asksAlt: boolean;
  readonly cursor: ListCursor;
}
