type Environment = Readonly<Record<string, string | undefined>>;

/** Terminals that take links (OSC 8), by `TERM_PROGRAM`, and from which version on. Terminal.app and Warp are not among them. */
const PROGRAMS: Readonly<Record<string, readonly [major: number, minor: number]>> = {
  'iTerm.app': [3, 1],
  WezTerm: [0, 0],
  vscode: [1, 72],
  ghostty: [0, 0],
  mintty: [2, 9],
  Hyper: [3, 0],
  rio: [0, 0],
  Tabby: [0, 0],
  zed: [0, 0],
  // tmux hands them on to a terminal that it knows to take them.
  tmux: [3, 4],
};

/** The same by `TERM`, which gets through ssh. */
const TERMS = /^(?:xterm-kitty|xterm-ghostty|foot(?:-.*)?|alacritty(?:-.*)?|wezterm|contour.*|rio)$/;
/** VTE 0.50.0 crashed on them. */
const VTE_VERSION_MIN = 5001;
const KONSOLE_VERSION_MIN = 201_200;

/**
 * Whether the terminal is known to take links. In a multiplexer the multiplexer decides: what it has inherited from around it says
 * nothing of it, and GNU screen prints what it does not know.
 */
export function takesLinks(env: Environment): boolean {
  const { TERM_PROGRAM = '', TERM_PROGRAM_VERSION = '', TERM = '', TMUX, STY } = env;
  if (STY || TERM === 'dumb' || TERM === 'linux') return false;
  const isTmux = Boolean(TMUX) || /^(?:tmux|screen)/.test(TERM);
  if (isTmux && TERM_PROGRAM !== 'tmux') return false;
  const least = Object.hasOwn(PROGRAMS, TERM_PROGRAM) ? PROGRAMS[TERM_PROGRAM] : undefined;
  if (least) return isAtLeast(TERM_PROGRAM_VERSION, least);
  if (TERM_PROGRAM === '' && TERMS.test(TERM)) return true;
  if (Number(env.VTE_VERSION) >= VTE_VERSION_MIN) return true;
  if (Number(env.KONSOLE_VERSION) >= KONSOLE_VERSION_MIN) return true;
  return Boolean(env.WT_SESSION || env.KITTY_WINDOW_ID);
}

function isAtLeast(version: string, [major, minor]: readonly [number, number]): boolean {
  if (major === 0 && minor === 0) return true;
  const [, first, second] = /^(\d+)(?:\.(\d+))?/.exec(version) ?? [];
  if (first === undefined) return false;
  return Number(first) > major || (Number(first) === major && Number(second ?? 0) >= minor);
}
