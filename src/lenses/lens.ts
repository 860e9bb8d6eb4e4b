import type { Column } from './column.js';
import type { HeadPart, KnownPosts } from './head.js';
import type { Names } from './names.js';

/** How a record of a known kind is read as a row. One lens for each kind or small family. */
export interface Lens {
  /** The collections it reads; the fallback lens has none. */
  readonly collections: readonly string[];
  /** Columns between the time and the key of the record; exactly one of them shares what is left: it is what people read. */
  readonly columns: readonly Column[];
  /** One text for each column. `value` is unknown: a stranger wrote it, any part may be missing or of another type. */
  cells(value: unknown, names: Names): readonly string[];
  /** DIDs in the row that a handle would read better for. */
  dids(value: unknown): readonly string[];
  /** What a record says in words, after who wrote it and when. Left out where its columns say it. */
  head?(value: unknown, known: KnownPosts, names: Names): readonly HeadPart[];
  /** at-URIs of the posts that a record speaks of, whose words belong to its head. */
  posts?(value: unknown): readonly string[];
  /** The DID of the account that a record is about, for kinds that are about an account other than their author. */
  subject?(value: unknown): string | undefined;
}
