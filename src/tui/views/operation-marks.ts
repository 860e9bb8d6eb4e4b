import type { RowChange } from '../../store/lists/paged-rows.js';
import { palette, type Style } from '../screen/style.js';

export interface OperationMark {
  readonly sign: string;
  readonly paint: Style;
}

/** What stands beside a record that was created, changed or deleted while one looks on. */
export const operationMarks: Readonly<Record<RowChange['kind'], OperationMark>> = {
  new: { sign: '+', paint: palette.good },
  changed: { sign: '~', paint: palette.warn },
  deleted: { sign: '−', paint: palette.bad },
};
