import { sameAddress } from '../../places/address.js';
import { cursorOf } from '../../store/cursor/cursors.js';
import { windowOf } from '../../store/cursor/list-cursor.js';
import { currentVisit } from '../../store/visits/visits-selectors.js';
import { PANES } from '../../store/visits/visits-state.js';
import { errorSentence } from '../../text/error-sentence.js';
import { struckAt } from '../screen/hit-test.js';
import type { HitTarget } from '../screen/picture.js';
import type { View } from '../screen/view.js';
import type { MouseEvent, WheelDirection } from '../terminal/input/mouse-of.js';
import { activeView, documentView, screenViews } from '../views/registry.js';
import type { CommandContext } from './command.js';
import { contextOf, type DispatchDeps } from './command-context.js';
import { defaultCommands } from './commands.js';
import { commandFor } from './commands-here.js';
import { runCommand } from './run-command.js';
import { cursorIdOf, moveIn, viewportOf } from './view-list.js';

const WHEEL_ROWS = 3;
const DOUBLE_CLICK_MS = 400;

/** A row as what a second press has to hit again: wherever that row stands by then. */
interface PressedRow {
  readonly view: View;
  readonly visit: number;
  readonly key: string;
  readonly atMs: number;
}

/**
 * Turns reports of the mouse into what keys do. What is hit is worked out anew at each report. `nowMs` is a clock that nobody sets.
 *
 * Rows are selected when the button goes down. Commands and places wait until it comes up where it went down, as a button does
 * everywhere: the report of its coming up would else go to whatever the command gives the terminal to.
 */
export function createMouseDispatcher(
  deps: DispatchDeps,
  nowMs: () => number = () => performance.now(),
): (event: MouseEvent) => void {
  let held: HitTarget | undefined;
  let lastRow: PressedRow | undefined;

  function struck({ column, row }: MouseEvent, { state, offers, layout }: CommandContext) {
    return struckAt({ state, offers, layout, views: screenViews, now: Date.now() }, column, row);
  }

  function press(event: MouseEvent, context: CommandContext): void {
    const found = struck(event, context);
    const before = lastRow;
    lastRow = undefined;
    context.actions.dismissNotice();
    if (!found) return;
    if (found.part === 'behind') {
      if (!found.view.isModal) context.actions.closeOverlay();
      return;
    }
    const { target } = found;
    if (target?.kind === 'caret') context.actions.edit({ kind: 'caret', at: target.caret });
    else if (target?.kind !== 'row') held = target;
    if (found.part === 'status') return;
    const { view } = found;
    if (target?.kind === 'row') {
      const key = select(view, target.position, context);
      const visit = currentVisit(context.state).id;
      lastRow = key === undefined ? undefined : { view, visit, key, atMs: nowMs() };
    }
    focus(view, context);
    if (before && lastRow && isAgain(before, lastRow)) {
      lastRow = undefined;
      open(contextOf(deps));
    }
  }

  function release(event: MouseEvent, context: CommandContext): void {
    const wanted = held;
    held = undefined;
    if (!wanted) return;
    const found = struck(event, context);
    const target = found && 'target' in found ? found.target : undefined;
    if (target?.kind === 'command' && wanted.kind === 'command' && target.id === wanted.id) {
      const command = context.commands.find(({ id }) => id === target.id);
      if (command) runCommand(command, context);
    } else if (target?.kind === 'place' && wanted.kind === 'place') {
      if (sameAddress(target.address, wanted.address)) context.actions.goTo(target.address);
    }
  }

  return (event) => {
    const context = contextOf(deps);
    try {
      if (event.kind === 'wheel') turn(event.direction, context);
      else if (event.kind === 'release') release(event, context);
      else if (event.kind === 'press') {
        held = undefined;
        // With a key held it is the terminal's, or nobody's.
        if (event.button === 'left' && !event.shift && !event.alt && !event.ctrl) press(event, context);
        else lastRow = undefined;
      }
    } catch (error) {
      context.actions.notify(errorSentence(error), 'error');
    }
  };
}

function turn(direction: WheelDirection, context: CommandContext): void {
  const { state } = context;
  const active = state.searching ? documentView(state) : activeView(state);
  // What is typed for the rows of a pane leaves them in sight, and the wheel to them.
  const view = active.stand === 'status' ? screenViews.panes[currentVisit(state).focus] : active;
  if (direction === 'up') moveIn(view, context, -WHEEL_ROWS);
  else if (direction === 'down') moveIn(view, context, WHEEL_ROWS);
}

/** Puts the cursor of a view on a row, and gives its key; undefined where it is gone. */
function select(view: View, position: number, context: CommandContext): string | undefined {
  const { state, actions } = context;
  const id = cursorIdOf(view);
  const drawn = viewportOf(view, context);
  const viewport = drawn(state);
  const cursor = cursorOf(state, id);
  if (!viewport || !cursor || position >= viewport.rows.length) return undefined;
  // Being there already is no move: it would leave the record that is open beside the list.
  if (windowOf(cursor, viewport).position !== position) actions.moveTo(id, position, drawn);
  const index = viewport.rows.indexAt(position);
  return viewport.rows.keyAt(index) ?? String(index);
}

/** Gives a pane the keys. A filter that is being typed is kept. */
function focus(view: View, { state, actions }: CommandContext): void {
  const pane = PANES.find((one) => one === view.id);
  if (!pane) return;
  if (state.overlay) actions.closeOverlay();
  if (state.searching) actions.keepSearch();
  if (currentVisit(state).focus !== pane) actions.focus(pane);
}

const isAgain = (first: PressedRow, second: PressedRow): boolean =>
  first.view === second.view &&
  first.visit === second.visit &&
  first.key === second.key &&
  second.atMs - first.atMs <= DOUBLE_CLICK_MS;

/** Does what Enter does where the keys go now, whichever key the user has given that. */
function open(context: CommandContext): void {
  const meant = commandFor('Enter', { state: context.state, commands: defaultCommands });
  const command = context.commands.find(({ id }) => id === meant?.id);
  if (command) runCommand(command, context);
}
