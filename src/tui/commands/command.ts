import type { Actions } from '../../store/actions.js';
import type { State } from '../../store/state.js';
import type { Pane } from '../../store/visits/visits-state.js';
import type { Sentence } from '../../text/sentence.js';
import type { Layout } from '../screen/layout.js';
import type { Offers } from '../screen/offers.js';
import type { MouseSwitch } from '../terminal/mouse-switch.js';
import { activeView, menuIds, paneIds, promptIds, type ViewId } from '../views/registry.js';
import type { Argument } from './arguments.js';

/** A command with an argument, for the table: what its `args` read is what its `run` gets. */
export const withArgument = <T>(command: Command<T>): Command => command;

/** Where keys mean something: a pane, or what lies over the panes. */
export type Scope = ViewId;

export const paneScopes: readonly Pane[] = paneIds;
export const menuScopes: readonly Scope[] = menuIds;
/** Where letters are text. */
export const promptScopes: readonly Scope[] = promptIds;

/** What a command works with, made afresh for each key. */
export interface CommandContext {
  readonly state: State;
  readonly actions: Actions;
  readonly layout: Layout;
  readonly commands: readonly Command[];
  /** What views show of them. */
  readonly offers: Offers;
  /** Ends the program. */
  quit(): void;
  /** Gives the terminal back to the shell until `fg`. */
  suspend(): void;
  /** Draws the whole screen anew. */
  repaint(): void;
  readonly mouse: MouseSwitch;
}

/**
 * One thing that can be done. Dispatch, help, palette, hints, remapping and the README are made from these. `T` is what may stand
 * behind its name, as read.
 */
export interface Command<T = unknown> {
  /** What settings name it by. */
  readonly id: string;
  /** The short word that `:` completes; what works only in a prompt or a menu has none. */
  readonly name?: string | undefined;
  /** What people also call it; `:` takes these, and completes the name. */
  readonly otherNames?: readonly string[] | undefined;
  readonly keys: readonly string[];
  /** The keys are the user's. */
  readonly isRemapped?: boolean;
  readonly title: string;
  readonly category: Category;
  readonly scopes: readonly Scope[];
  /** Others see what it does: what is typed means any other command before it, until its name is typed in full. */
  readonly isSeen?: true | undefined;
  /** Where its name calls it too, and its keys mean something else. */
  readonly namedIn?: readonly Scope[] | undefined;
  /** Can be named where no place is open yet, too: on the start screen. */
  readonly anywhere?: true | undefined;
  /** Its letter is a key in a prompt, too, where it applies and is typed by itself: what is typed there never begins with it. */
  readonly isLetterKey?: true | undefined;
  /** A word or two for the status bar; only the most useful commands have them. */
  readonly hint?: string | ((state: State) => string) | undefined;
  /** False where its keys mean something else now: the next command that has them is taken. */
  readonly applies?: ((state: State) => boolean) | undefined;
  /** Why it is not possible now, in a sentence; undefined where it is. */
  readonly refuse?: ((state: State) => Sentence | undefined) | undefined;
  /** What may stand behind the name. */
  readonly args?: Argument<T> | undefined;
  /** What it does with what stands behind its name. */
  titleWith?(argument: T): string;
  /** `argument` is what `args` has read; undefined where a key was pressed, or nothing stands behind the name. */
  run(context: CommandContext, argument?: T): void;
}

export type Category =
  | 'Move'
  | 'Panes'
  | 'Places'
  | 'List'
  | 'Record'
  | 'Live'
  | 'Account'
  | 'Tools'
  | 'Typing';

export const CATEGORIES: readonly Category[] = [
  'Move',
  'Panes',
  'Places',
  'List',
  'Record',
  'Live',
  'Account',
  'Tools',
  'Typing',
];

/** What takes the keys now. */
export const scopeOf = (state: State): Scope => activeView(state).id;

export const isPrompt = (scope: Scope): boolean => promptScopes.includes(scope);
