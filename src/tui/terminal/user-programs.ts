type Environment = Readonly<Record<string, string | undefined>>;

const isSet = (command: string | undefined): command is string =>
  command !== undefined && command.trim() !== '';

/** The command line of the user's editor. */
export function editorOf({ VISUAL, EDITOR }: Environment, platform: NodeJS.Platform): string {
  return [VISUAL, EDITOR].find(isSet)?.trim() ?? (platform === 'win32' ? 'notepad' : 'vi');
}

/** The command line of the user's pager. */
export function pagerOf({ PAGER }: Environment, platform: NodeJS.Platform): string {
  return [PAGER].find(isSet)?.trim() ?? (platform === 'win32' ? 'more' : 'less -R');
}

/** Programs that have the whole screen until the user leaves them. */
const FULL_SCREEN = new Set([
  'less',
  'most',
  'vi',
  'vim',
  'nvim',
  'view',
  'nano',
  'emacs',
  'micro',
  'fzf',
  'vd',
]);
const SHELL_SIGNS = /[|;&<>`$()\n]/;
/** `less` ends by itself with these, and leaves what it showed on a screen that ours would cover. */
const LESS_LEAVES = /(?:^|\s)-[a-zA-Z]*[eEFX]|--quit-at-eof|--QUIT-AT-EOF|--quit-if-one-screen|--no-init/;

/** Whether what a command shows has been read when it ends. Where that is not certain it is not so. */
export function isReadWhenItEnds(command: string, { LESS = '' }: Environment): boolean {
  if (SHELL_SIGNS.test(command)) return false;
  const [program = '', ...args] = command.trim().split(/\s+/);
  const name = program.slice(program.lastIndexOf('/') + 1);
  if (!FULL_SCREEN.has(name)) return false;
  // In the variable the dash may be left out.
  return name !== 'less' || (!LESS_LEAVES.test(args.join(' ')) && !/[eEFX]/.test(LESS));
}
