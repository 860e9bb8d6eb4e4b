import type { State } from '../../store/state.js';

/** A key worth knowing, and a word for what it does. */
export interface Hint {
  readonly keys: string;
  readonly title: string;
  /** The command that it is for. */
  readonly command: string;
}

/** A command as help tells of it. */
export interface HelpCommand {
  /** As people write them: `↓`, `Ctrl-d`; `:login` of what has no key. */
  readonly keys: readonly string[];
  readonly title: string;
  readonly category: string;
  /** Why it is not possible now. */
  readonly reason?: string | undefined;
}

/** A line of a menu. Texts as they come: painting sanitises. */
export interface Choice {
  /** What tells it from the other lines. */
  readonly key: string;
  readonly title: string;
  /** A sentence, and nothing to choose: at the head of a menu it wraps. */
  readonly isSaid?: true | undefined;
  /** What stands at the right: keys, or what would be copied. */
  readonly aside?: string | undefined;
}

/** What views show of the commands. They do not know the table, which knows them. */
export interface Offers {
  /** The words of the status bar, the most useful first. */
  hints(state: State): readonly Hint[];
  /** The commands of the pane that help lies over. */
  help(state: State): readonly HelpCommand[];
  /** The lines below the `:` prompt. */
  choices(state: State): readonly Choice[];
}
