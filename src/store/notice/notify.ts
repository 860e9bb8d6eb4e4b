import type { Sentence } from '../../text/sentence.js';
import type { StoreContext } from '../context.js';
import type { Notice } from './notice-state.js';

export interface NoticeActions {
  notify(text: Sentence, kind?: Notice['kind']): void;
  dismissNotice(): void;
}

export function notify(
  context: Pick<StoreContext, 'get' | 'set'>,
  text: Sentence,
  kind: Notice['kind'] = 'info',
): void {
  context.set({ notice: { text, kind } });
}

/** Says that something did not come about, with the sentence of the error behind it. */
export function notifyFailure(
  context: Pick<StoreContext, 'get' | 'set'>,
  text: Sentence,
  error: unknown,
): void {
  context.set({ notice: { text, kind: 'error', error } });
}
