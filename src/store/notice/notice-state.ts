import type { Sentence } from '../../text/sentence.js';

export interface Notice {
  readonly text: Sentence;
  /** `news` came by itself: it stands in place of where one is, and never over the hints. */
  readonly kind: 'info' | 'error' | 'news';
  /** Why, told behind the text. */
  readonly error?: unknown;
}

export interface NoticeState {
  /** What has to be said now. */
  readonly notice: Notice | undefined;
}
