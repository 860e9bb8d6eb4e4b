import type { CursorId } from '../../store/cursor/cursors.js';
import type { Step } from '../../store/cursor/list-cursor.js';
import type { ViewportOf } from '../../store/cursor/move-actions.js';
import { PANES } from '../../store/visits/visits-state.js';
import type { View } from '../screen/view.js';
import { rectOf, sizeOf } from '../screen/view-rect.js';
import { activeView } from '../views/registry.js';
import type { CommandContext } from './command.js';

/** What is drawn of the rows of a view: what its picture shows, on the screen as it is now. */
export const viewportOf =
  (view: View, { layout, offers }: Pick<CommandContext, 'layout' | 'offers'>): ViewportOf =>
  (state) => {
    const seen = view.see(state, offers);
    return view.list?.(seen, sizeOf(view, rectOf(view, seen, layout)))?.viewport;
  };

/** Moves in a view. */
export function moveIn(view: View, context: CommandContext, step: Step): void {
  context.actions.move(cursorIdOf(view), step, viewportOf(view, context));
}

/** Moves in whatever has the keys. */
export const moveActive = (context: CommandContext, step: Step): void =>
  moveIn(activeView(context.state), context, step);

/** Which cursor of the state is that of a view. */
export const cursorIdOf = ({ id, stand }: View): CursorId =>
  PANES.find((pane) => pane === id) ?? (stand === 'start' ? 'start' : 'overlay');
