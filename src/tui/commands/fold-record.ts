import { currentPlace } from '../../store/visits/visits-selectors.js';
import type { JsonDocument } from '../json/json-document.js';
import { type Folds, foldAll, foldTarget, foldToggle, unfoldAll } from '../json/json-folds.js';
import { layoutJson } from '../json/json-layout.js';
import { recordLayout } from '../views/record-view.js';
import type { CommandContext } from './command.js';

/** Folds by `change`, and keeps the cursor on the line that it is on, or on the one that now hides it. */
function refold(
  { state, actions, layout }: CommandContext,
  change: (document: JsonDocument, folded: Folds, line: number) => Folds,
  lineAfter: (document: JsonDocument, line: number) => number = (_, line) => line,
): void {
  const rows = recordLayout(state, layout);
  const line = rows?.lineAt(currentPlace(state).record.selected)?.logical;
  if (!rows || line === undefined) return;
  const folded = change(rows.document, rows.folded, line);
  if (folded === rows.folded) return;
  const after = layoutJson(rows.document, { width: rows.width, folded });
  actions.setFolded(folded, after.rowOf(lineAfter(rows.document, line)));
}

/** Folds or unfolds what the selected line opens, closes or stands in. */
export const foldLine = (context: CommandContext): void =>
  refold(context, foldToggle, (document, line) => foldTarget(document, line) ?? line);

export const foldEverything = (context: CommandContext): void => refold(context, foldAll);

export const unfoldEverything = (context: CommandContext): void => refold(context, unfoldAll);
