import { MARKED_WORD, withWord } from '../../text/row-filter.js';
import type { StoreContext } from '../context.js';
import type { Lists } from './lists.js';
import { currentList } from './lists-selectors.js';

export interface MarkedActions {
  /** Has the filter of the list that is shown let through only rows that are marked now, whatever else it asks of them. */
  filterMarked(): void;
}

export const createFilterMarked = (
  { get }: Pick<StoreContext, 'get'>,
  lists: Pick<Lists, 'filter'>,
): MarkedActions => ({
  filterMarked() {
    const list = currentList(get());
    if (list) lists.filter(list.key, withWord(list.filter?.text ?? '', MARKED_WORD));
  },
});
