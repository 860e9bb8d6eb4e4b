import { expect, test } from 'vitest';
import { takesLinks } from '../../../src/tui/terminal/link-support.js';

test.each<[Record<string, string>, boolean]>([
  [{ TERM: 'xterm-256color' }, false],
  [{}, false],
  [{ TERM: 'xterm', XTERM_VERSION: 'XTerm(379)' }, false],
  [{ TERM: 'xterm-256color', TERM_PROGRAM: 'Apple_Terminal', TERM_PROGRAM_VERSION: '455' }, false],
  [{ TERM: 'xterm-256color', TERM_PROGRAM: 'WarpTerminal' }, false],
  [{ TERM_PROGRAM: 'iTerm.app', TERM_PROGRAM_VERSION: '3.6.6' }, true],
  [{ TERM_PROGRAM: 'iTerm.app', TERM_PROGRAM_VERSION: '3.0.15' }, false],
  [{ TERM_PROGRAM: 'iTerm.app' }, false],
  [{ TERM_PROGRAM: 'WezTerm', TERM_PROGRAM_VERSION: '20240203-110809-5046fc22' }, true],
  [{ TERM_PROGRAM: 'vscode', TERM_PROGRAM_VERSION: '1.96.2' }, true],
  [{ TERM_PROGRAM: 'vscode', TERM_PROGRAM_VERSION: '1.71.0' }, false],
  [{ TERM_PROGRAM: 'ghostty', TERM: 'xterm-ghostty' }, true],
  [{ TERM_PROGRAM: 'mintty', TERM_PROGRAM_VERSION: '3.7.1' }, true],
  [{ TERM_PROGRAM: 'toString' }, false],
  [{ TERM: 'xterm-kitty' }, true],
  [{ TERM: 'foot' }, true],
  [{ TERM: 'foot-extra' }, true],
  [{ TERM: 'alacritty' }, true],
  [{ TERM: 'xterm-256color', KITTY_WINDOW_ID: '1' }, true],
  [{ TERM: 'xterm-256color', WT_SESSION: 'a-b-c' }, true],
  [{ TERM: 'xterm-256color', VTE_VERSION: '7006' }, true],
  [{ TERM: 'xterm-256color', VTE_VERSION: '5000' }, false],
  [{ TERM: 'xterm-256color', VTE_VERSION: '4803' }, false],
  [{ TERM: 'xterm-256color', KONSOLE_VERSION: '230805' }, true],
  [{ TERM: 'xterm-256color', KONSOLE_VERSION: '190400' }, false],
  // What tmux has inherited says nothing of tmux.
  [{ TERM: 'tmux-256color', TMUX: '/tmp/t,1,0', TERM_PROGRAM: 'tmux', TERM_PROGRAM_VERSION: '3.4' }, true],
  [{ TERM: 'tmux-256color', TMUX: '/tmp/t,1,0', TERM_PROGRAM: 'tmux', TERM_PROGRAM_VERSION: '3.5a' }, true],
  [{ TERM: 'tmux-256color', TMUX: '/tmp/t,1,0', TERM_PROGRAM: 'tmux', TERM_PROGRAM_VERSION: '3.3a' }, false],
  [{ TERM: 'screen-256color', TMUX: '/tmp/t,1,0', VTE_VERSION: '7006' }, false],
  [{ TERM: 'tmux-256color', KITTY_WINDOW_ID: '1' }, false],
  [{ TERM: 'screen.xterm-256color', STY: '1.tty', VTE_VERSION: '7006' }, false],
  [{ TERM: 'dumb', WT_SESSION: 'a' }, false],
  [{ TERM: 'linux', KITTY_WINDOW_ID: '1' }, false],
])('%j: %s', (env, takes) => {
  expect(takesLinks(env)).toBe(takes);
});
