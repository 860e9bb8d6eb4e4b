import { positionOf } from '../../store/cursor/list-cursor.js';
import type { JsonLayout } from '../json/json-layout.js';
import { jsonRows } from '../json/json-rows.js';
import { sizeOf } from '../screen/view-rect.js';
import { recordView } from '../views/record.js';
import { layoutOf } from '../views/record-lines.js';
import type { CommandContext } from './command.js';

/** The JSON in the record pane as it is drawn there, and the line of it under the cursor; undefined where there is none. */
export function selectedLine({
  state,
  layout,
  offers,
}: Pick<CommandContext, 'state' | 'layout' | 'offers'>): { rows: JsonLayout; line: number } | undefined {
  const seen = recordView.see(state, offers);
  const rows = layoutOf(seen, sizeOf(recordView, layout.record).width);
  const line = rows?.lineAt(positionOf(seen.cursor, jsonRows(rows)))?.logical;
  return rows && line !== undefined ? { rows, line } : undefined;
}
