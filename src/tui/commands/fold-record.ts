import type { JsonDocument } from '../json/json-document.js';
import { type Folds, foldAll, foldToggle, unfoldAll } from '../json/json-folds.js';
import type { CommandContext } from './command.js';
import { selectedLine } from './record-rows.js';

/** Folds by `change`. The cursor stays on its line, and where that is folded away on the line that hides it. */
function refold(
  context: CommandContext,
  change: (document: JsonDocument, folded: Folds, line: number) => Folds,
): void {
  const selected = selectedLine(context);
  if (!selected) return;
  const { rows, line } = selected;
  const folded = change(rows.document, rows.folded, line);
  if (folded !== rows.folded) context.actions.setFolded(folded);
}

/** Folds or unfolds what the selected line opens, closes or stands in. */
export const foldLine = (context: CommandContext): void => refold(context, foldToggle);

export const foldEverything = (context: CommandContext): void => refold(context, foldAll);

export const unfoldEverything = (context: CommandContext): void => refold(context, unfoldAll);
