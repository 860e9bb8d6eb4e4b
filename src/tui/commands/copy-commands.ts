import type { CopyId, CopyOption } from '../../store/overlays/overlays-state.js';
import { shownRecord } from '../../store/records/shown-record.js';
import { currentVisit } from '../../store/visits/visits-selectors.js';
import { jsonPath } from '../json/json-document.js';
import { valueAt } from '../json/json-value.js';
import { selectedOption } from '../views/copy.js';
import { jsonValueOf } from '../views/record-view.js';
import { type Command, type CommandContext, paneScopes } from './command.js';
import { selectedLine } from './record-rows.js';

/** The letters of the copy menu, and what each copies. */
const LETTERS: readonly (readonly [id: CopyId, letter: string, what: string])[] = [
  ['uri', 'u', 'at:// URI'],
  ['did', 'd', 'DID'],
  ['handle', 'h', 'handle'],
  ['rkey', 'k', 'record key'],
  ['cid', 'i', 'CID'],
  ['text', 't', 'text of the post'],
  ['json', 'j', 'JSON'],
  ['value', 'v', 'value under the cursor'],
  ['path', 'p', 'path of that value'],
  ['curl', 'c', 'call that gives it, as curl'],
  ['web', 'w', 'web address'],
  ['address', 'a', 'address here'],
  ['ndjson', 'n', 'list as NDJSON'],
  ['csv', 's', 'list as CSV'],
];

/** Taking texts along. In the menu letters choose, and arrows move. */
export const copyCommands: readonly Command[] = [
  {
    id: 'copy.menu',
    name: 'copy',
    keys: ['y'],
    title: 'copy the at:// URI, DID, CID, JSON, value, web address, list …',
    category: 'Tools',
    scopes: paneScopes,
    hint: 'copy',
    run: (context) => context.actions.openCopy(underCursor(context)),
  },
  {
    id: 'copy.selected',
    keys: ['Enter', 'y'],
    title: 'copy it',
    category: 'Tools',
    scopes: ['copy'],
    hint: 'copy',
    run({ state, actions }) {
      const option = selectedOption(state);
      if (option) actions.copy(option);
    },
  },
  ...LETTERS.map(
    ([id, letter, what]): Command => ({
      id: `copy.${id}`,
      keys: [letter],
      title: `copy the ${what}`,
      category: 'Tools',
      scopes: ['copy'],
      // Letters choose there that move elsewhere.
      applies: ({ overlay }) => overlay?.kind === 'copy',
      run({ state, actions }) {
        const option =
          state.overlay?.kind === 'copy' ? state.overlay.options.find((one) => one.id === id) : undefined;
        if (option) actions.copy(option);
        else actions.notify(`There is no ${what} to copy here.`);
      },
    }),
  ),
];

/** The value under the cursor of the record, and where it stands in it. */
function underCursor(context: CommandContext): readonly CopyOption[] {
  const { state } = context;
  if (currentVisit(state).focus !== 'record') return [];
  const json = shownRecord(state)?.record.value?.json;
  const selected = json === undefined ? undefined : selectedLine(context);
  if (json === undefined || !selected) return [];
  const { rows, line } = selected;
  const path = jsonPath(rows.document, line);
  const value: CopyOption = {
    id: 'value',
    label: path === '' ? 'whole value' : 'value under the cursor',
    text: () => valueAt(rows.document, line, jsonValueOf(json)),
  };
  return path === '' ? [value] : [value, { id: 'path', label: 'path of that value', text: path }];
}
