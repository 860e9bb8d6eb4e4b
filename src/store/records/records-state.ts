import type { PictureRef } from '../../lenses/head.js';
import type { RowChange } from '../lists/paged-rows.js';
import type { Loadable } from '../loadable.js';

/** One record: the JSON of its value as sent. */
export interface RecordText {
  readonly uri: string;
  readonly cid: string | undefined;
  readonly json: string;
  /** The picture that it is of. */
  readonly picture?: PictureRef | undefined;
  /** What became of it since, by live events. */
  readonly change?: RowChange | undefined;
}

/** What of a record is shown: what it says in words, its JSON, or the one above the other. */
export type RecordParts = 'both' | 'head' | 'json';

export interface RecordsState {
  /** Records fetched one by one, by the key of their address (`addressKey`). */
  readonly records: ReadonlyMap<string, Loadable<RecordText>>;
  /** The same for all records, as long as the program runs. */
  readonly recordParts: RecordParts;
}
