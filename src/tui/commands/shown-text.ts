import type { HandedText } from '../../store/hand-over/handed-text.js';
import {
  fileNameOf,
  jsonOrText,
  linesOf,
  listHanded,
  recordHanded,
} from '../../store/hand-over/text-of-shown.js';
import { currentList } from '../../store/lists/lists-selectors.js';
import { currentMarks } from '../../store/lists/marks.js';
import { shownRecord } from '../../store/records/shown-record.js';
import type { State } from '../../store/state.js';
import { currentVisit } from '../../store/visits/visits-selectors.js';
import { selectedCall } from '../views/calls.js';
import type { CommandContext } from './command.js';

/** The JSON that is shown: the record, the row under the cursor, the document of the account, the answer of the call that is open. */
export function shownJson(state: State): HandedText | undefined {
  const call = callShown(state);
  if (call) return call;
  if (isCovered(state)) return undefined;
  const record = shownRecord(state)?.record.value;
  return record && recordHanded(record);
}

/** What is shown: of a list its rows, else the JSON. */
export function shownText(state: State): HandedText | undefined {
  if (!isCovered(state) && currentVisit(state).focus === 'list') {
    const list = currentList(state);
    if (list && list.rows.length > 0) return listHanded(list, currentMarks(state));
  }
  return shownJson(state);
}

/** The prompt in which a command is named lies over what the command is for. */
const isCovered = ({ overlay }: State): boolean => overlay !== undefined && overlay.kind !== 'goto';

/** What help says, a command a line. */
export function helpText({ state, offers }: Pick<CommandContext, 'state' | 'offers'>): HandedText {
  return {
    label: 'help',
    name: 'help.txt',
    chunks: () =>
      offers.help(state).map(({ keys, title, category, reason }) => {
        const why = reason === undefined ? '' : ` (not now: ${reason})`;
        return linesOf([`${category.padEnd(8)}  ${keys.join(' ').padEnd(20)}  ${title}${why}`]);
      }),
  };
}

function callShown(state: State): HandedText | undefined {
  const { overlay } = state;
  if (overlay?.kind !== 'call' && !(overlay?.kind === 'menu' && overlay.view === 'calls')) return undefined;
  const call = selectedCall(state);
  if (call?.body === undefined) return undefined;
  const { body, nsid } = call;
  return { label: 'answer', name: fileNameOf(nsid, 'json'), chunks: () => [jsonOrText(body)] };
}
