import { isTerminalRemote } from './input/remote.js';

/**
 * Where a browser that this program starts would appear: `here`, before whoever sits there; `away`, on a machine that they have reached
 * by ssh; `none`: there is no desktop, and whatever starts is a text browser without a terminal.
 */
export type BrowserPlace = 'here' | 'away' | 'none';

export function browserPlace(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): BrowserPlace {
  if (isTerminalRemote(env)) return 'away';
  if (platform === 'darwin' || platform === 'win32') return 'here';
  // A Linux within Windows starts the browser of that.
  const { DISPLAY, WAYLAND_DISPLAY, BROWSER, WSL_DISTRO_NAME } = env;
  return DISPLAY || WAYLAND_DISPLAY || BROWSER || WSL_DISTRO_NAME ? 'here' : 'none';
}
