import type { AppStore } from '../../store/app-store.js';
import type { Layout } from '../screen/layout.js';
import type { Command, CommandContext } from './command.js';

/** What turns keys and the mouse into commands: the store that they work on, and what they do beside it. */
export interface DispatchDeps extends Omit<CommandContext, 'state' | 'actions' | 'layout'> {
  readonly store: AppStore;
  readonly commands: readonly Command[];
  /** Where everything stands now. */
  layoutOf(): Layout;
}

/** What a command works with now. */
export function contextOf({ store, layoutOf, ...rest }: DispatchDeps): CommandContext {
  return { ...rest, state: store.getState(), actions: store.actions, layout: layoutOf() };
}
