import { TYPE_MEMBER } from '../json/json-reference.js';
import { recordView } from '../views/record.js';
import { type RecordDocument, recordSearch } from '../views/record-document.js';
import type { CommandContext } from './command.js';
import { selectedRecordRow } from './record-rows.js';
import { viewportOf } from './view-list.js';

/**
 * To the next or previous line of the record that refers to something, as far as no fold hides it; stays where there is none. What an
 * object is (`$type`) is passed over: every object says it, and one looks for what it speaks of.
 */
export function stepReference(context: CommandContext, by: 1 | -1): void {
  const { actions } = context;
  const selected = selectedRecordRow(context);
  if (!selected) return;
  const { document, row } = selected;
  const lines = recordSearch(document);
  for (let at = lines.lineOf(row) + by; at >= 0 && at < lines.texts.length; at += by) {
    const found = referenceRow(document, at);
    if (found === undefined) continue;
    actions.moveTo('record', found, viewportOf(recordView, context));
    return;
  }
  actions.notify(by > 0 ? 'No reference follows.' : 'No reference comes before.');
}

/** The row of a line that refers to something: of one of the head, or of the JSON below it. */
function referenceRow({ head, json }: RecordDocument, line: number): number | undefined {
  const said = head[line]?.refersTo;
  // What is wrapped is one reference.
  if (line < head.length) return said !== undefined && said !== head[line - 1]?.refersTo ? line : undefined;
  const logical = line - head.length;
  const found = json?.document.lines[logical];
  if (!json || !found?.reference || found.kind === 'close' || found.key === TYPE_MEMBER) return undefined;
  const row = json.rowOf(logical);
  return json.lineAt(row)?.logical === logical ? head.length + row : undefined;
}
