import { cursorOf } from '../../store/cursor/cursors.js';
import { windowOf } from '../../store/cursor/list-cursor.js';
import { searchOf } from '../../store/search/search.js';
import type { State } from '../../store/state.js';
import { currentVisit } from '../../store/visits/visits-selectors.js';
import { withVisit } from '../../store/visits/visits-update.js';
import { fold } from '../../text/match.js';
import { unfoldedFor } from '../json/json-search.js';
import { matchesIn, type SearchText } from '../screen/search-text.js';
import type { View } from '../screen/view.js';
import { rectOf, sizeOf } from '../screen/view-rect.js';
import { recordView } from '../views/record.js';
import { recordDocument } from '../views/record-document.js';
import { documentView } from '../views/registry.js';
import type { CommandContext } from './command.js';
import { cursorIdOf, viewportOf } from './view-list.js';

/** The document that has the keys, as it is looked through; undefined where what has them is none. */
export function searchedText(
  { state, offers, layout }: Pick<CommandContext, 'state' | 'offers' | 'layout'>,
  view: View = documentView(state),
): SearchText | undefined {
  const seen = view.see(state, offers);
  return view.search?.(seen, sizeOf(view, rectOf(view, seen, layout)));
}

/** Whether what has the keys is a document: that there is something to read in it may show later. */
export const isDocument = (state: State): boolean => documentView(state).search !== undefined;

/** To the first match from where the search began, if the text has changed. `context` is of after the key. */
export function followTyping(before: State, context: CommandContext): void {
  const { searching } = context.state;
  if (!searching || searching.prompt.text === before.searching?.prompt.text) return;
  const view = documentView(context.state);
  const viewport = viewportOf(view, context)(context.state);
  const found = searchedText(context, view);
  const search = searchOf(context.state);
  if (!viewport || !found || !search) return;
  const from = found.lineOf(windowOf(searching.from, viewport).position);
  const matches = matchesIn(found.texts, search.text);
  const at = matches.findIndex((line) => line >= from);
  goToMatch(context, at < 0 ? 0 : at);
}

/** To the next or previous line that holds what is looked for, from the selected line; round at the ends. */
export function stepMatch(context: CommandContext, by: 1 | -1): void {
  const { state } = context;
  const search = searchOf(state);
  const view = documentView(state);
  const found = searchedText(context, view);
  const viewport = viewportOf(view, context)(state);
  const cursor = cursorOf(state, cursorIdOf(view));
  if (!search || !found || !viewport || !cursor) return;
  const matches = matchesIn(found.texts, search.text);
  if (matches.length === 0) {
    context.actions.notify('Nothing in it matches.');
    return;
  }
  // Where a text scrolls there is no line that one is on.
  const here = found.lineOf(windowOf(cursor, viewport).position);
  const ahead =
    by > 0 ? matches.findIndex((line) => line > here) : matches.findLastIndex((line) => line < here);
  const next = viewport.rows.isText ? search.at + by : ahead >= 0 ? ahead : by > 0 ? 0 : -1;
  goToMatch(context, (next + matches.length) % matches.length);
}

/** Puts the cursor on a match, which comes out of its fold, and says which it is. */
function goToMatch(context: CommandContext, at: number): void {
  const { actions } = context;
  const view = documentView(context.state);
  const text = searchOf(context.state)?.text ?? '';
  const line = matchesIn(searchedText(context, view)?.texts ?? [], text)[at];
  if (line === undefined) return;
  const state = view.id === 'record' ? unfolded(context, line) : context.state;
  const row = searchedText({ ...context, state }, view)?.rowOf(line, fold(text)) ?? 0;
  const { folded } = currentVisit(state);
  if (folded !== currentVisit(context.state).folded) actions.setFolded(folded);
  actions.moveTo(cursorIdOf(view), row, viewportOf(view, context));
  actions.atMatch(at);
}

/** The state with no fold over a line of the record. */
function unfolded({ state, offers, layout }: CommandContext, line: number): State {
  const document = recordDocument(recordView.see(state, offers), sizeOf(recordView, layout.record).width);
  const rows = document?.json;
  if (!rows || line < document.head.length) return state;
  return withVisit(state, { folded: unfoldedFor(rows.document, rows.folded, line - document.head.length) });
}
