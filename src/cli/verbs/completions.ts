import { completionScript, isShell, SHELLS } from '../completions.js';
import type { PrintLine, Verb } from '../verb.js';

export const completions: Verb<PrintLine> = {
  name: 'completions',
  summary: 'print what has a shell complete the command line',
  description:
    'Print a script for a shell that completes verbs, options and the places visited last. For bash: source <(atscope completions bash), in ~/.bashrc; zsh: the same in ~/.zshrc, behind compinit; fish: atscope completions fish | source, in config.fish.',
  arguments: [{ syntax: '<shell>', description: SHELLS.join(', '), choices: SHELLS }],
  locations: false,
  lineOf: ({ words: [shell = ''], table }) => ({
    kind: 'print',
    text: isShell(shell) ? completionScript(shell, table()) : '',
  }),
};
