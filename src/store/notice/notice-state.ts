import type { Sentence } from '../../text/sentence.js';

export interface Notice {
  readonly text: Sentence;
  readonly kind: 'info' | 'error';
  /** Why, told behind the text. */
  readonly error?: unknown;
}

export interface NoticeState {
  /** What has to be said now. */
  readonly notice: Notice | undefined;
}
