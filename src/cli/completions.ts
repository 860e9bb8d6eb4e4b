import type { CommandTable } from './command-table.js';
import { bashCompletions } from './completions-bash.js';
import { fishCompletions } from './completions-fish.js';
import { zshCompletions } from './completions-zsh.js';

const SCRIPTS = { bash: bashCompletions, zsh: zshCompletions, fish: fishCompletions };

/** The shells that there are completions for. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;

export type Shell = (typeof SHELLS)[number];

export const isShell = (text: string): text is Shell => SHELLS.some((shell) => shell === text);

/** The script by which a shell completes the command line: whole lines, for the shell to source. */
export const completionScript = (shell: Shell, table: CommandTable): string => SCRIPTS[shell](table);
