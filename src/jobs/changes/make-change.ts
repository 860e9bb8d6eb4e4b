import type { AtClient } from '../../atproto/client.js';
import type { UndoJournal } from '../../keep/undo-journal.js';

/** What changes are made with. */
export interface ChangeDeps {
  readonly client: Pick<AtClient, 'sessions' | 'blobs' | 'resolve'>;
  readonly undo: UndoJournal;
}

export interface ChangeOptions {
  /** What is done, for the undo journal: `deleted a post`. */
  readonly title: string;
  readonly validate?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}
