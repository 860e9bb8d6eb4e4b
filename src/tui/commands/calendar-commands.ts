import { positionOf } from '../../store/cursor/list-cursor.js';
import { currentList } from '../../store/lists/lists-selectors.js';
import type { State } from '../../store/state.js';
import { currentVisit } from '../../store/visits/visits-selectors.js';
import { calendarDays, isCalendar } from '../views/calendar-days.js';
import { listView } from '../views/list.js';
import type { Command, CommandContext } from './command.js';
import { focusTowards } from './pane-commands.js';
import { moveIn, viewportOf } from './view-list.js';

const WEEK_DAYS = 7;

function hasCalendar(state: State): boolean {
  const list = currentList(state);
  return list !== undefined && calendarDays(list) !== undefined;
}

/** A week on, or back; from the last or the first day to the pane beside, as everywhere. */
function moveByWeek(context: CommandContext, by: 1 | -1): void {
  const { state } = context;
  const rows = viewportOf(listView, context)(state)?.rows;
  // Where there is no room for a calendar its days are rows.
  const isShown = rows !== undefined && isCalendar(rows);
  const position = rows && positionOf(currentVisit(state).cursors.list, rows);
  const edge = by > 0 ? (rows?.length ?? 0) - 1 : 0;
  if (isShown && position !== edge) moveIn(listView, context, by * WEEK_DAYS);
  else focusTowards(context, by);
}

/** Moving in a calendar, whose weeks stand beside one another: its days are what `move.down` and `move.up` go to. */
export const calendarCommands: readonly Command[] = [
  {
    id: 'calendar.next-week',
    keys: ['l', 'Right'],
    title: 'go a week on in a calendar',
    category: 'Move',
    scopes: ['list'],
    applies: hasCalendar,
    run: (context) => moveByWeek(context, 1),
  },
  {
    id: 'calendar.previous-week',
    keys: ['h', 'Left'],
    title: 'go a week back in a calendar',
    category: 'Move',
    scopes: ['list'],
    applies: hasCalendar,
    run: (context) => moveByWeek(context, -1),
  },
];
