import { INVALID_WORD, withWord } from '../../text/row-filter.js';
import type { StoreContext } from '../context.js';
import type { Lists } from './lists.js';
import { currentList } from './lists-selectors.js';

export interface InvalidActions {
  /** Has the filter of the list that is shown let through only records that are not valid, whatever else it asks of them. */
  filterInvalid(): void;
}

export const createFilterInvalid = (
  { get }: Pick<StoreContext, 'get'>,
  lists: Pick<Lists, 'filter'>,
): InvalidActions => ({
  filterInvalid() {
    const list = currentList(get());
    if (list?.listing?.record) lists.filter(list.key, withWord(list.filter?.text ?? '', INVALID_WORD));
  },
});
