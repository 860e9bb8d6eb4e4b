import { positionOf } from '../../store/cursor/list-cursor.js';
import type { JsonLayout } from '../json/json-layout.js';
import { sizeOf } from '../screen/view-rect.js';
import { recordView } from '../views/record.js';
import { jsonLineAt, recordDocument } from '../views/record-document.js';
import type { CommandContext } from './command.js';

type Drawn = Pick<CommandContext, 'state' | 'layout' | 'offers'>;

/** The JSON in the record pane as it is drawn there, and the line of it under the cursor; undefined where there is none. */
export function selectedLine(drawn: Drawn): { rows: JsonLayout; line: number } | undefined {
  const { document, row } = selectedRecordRow(drawn) ?? {};
  const line = document && row !== undefined ? jsonLineAt(document, row) : undefined;
  return document?.json && line !== undefined ? { rows: document.json, line } : undefined;
}

/** What the row under the cursor stands for, where it is one of the head: an at-URI, a DID or a web address. */
export function selectedHeadReference(drawn: Drawn): string | undefined {
  const { document, row } = selectedRecordRow(drawn) ?? {};
  return row === undefined || document?.rows.isText ? undefined : document?.head[row]?.refersTo;
}

/** The record as it is drawn, and the row of it under the cursor; undefined where there is none. */
export function selectedRecordRow({ state, layout, offers }: Drawn) {
  const seen = recordView.see(state, offers);
  const document = recordDocument(seen, sizeOf(recordView, layout.record).width);
  return document && { document, row: positionOf(seen.cursor, document.rows) };
}
