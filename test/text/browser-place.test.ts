import { expect, test } from 'vitest';
import { browserPlace } from '../../src/text/browser-place.js';

test.each<[env: Record<string, string>, platform: NodeJS.Platform, place: string]>([
  [{ DISPLAY: ':0' }, 'linux', 'here'],
  [{ WAYLAND_DISPLAY: 'wayland-0' }, 'linux', 'here'],
  [{ BROWSER: 'firefox' }, 'linux', 'here'],
  [{ WSL_DISTRO_NAME: 'Debian' }, 'linux', 'here'],
  [{}, 'linux', 'none'],
  [{ DISPLAY: '' }, 'linux', 'none'],
  [{}, 'darwin', 'here'],
  [{}, 'win32', 'here'],
  [{ SSH_CONNECTION: '192.0.2.1 1 192.0.2.2 22', DISPLAY: ':0' }, 'linux', 'away'],
  [{ SSH_TTY: '/dev/pts/1' }, 'darwin', 'away'],
])('%j on %s: %s', (env, platform, place) => expect(browserPlace(env, platform)).toBe(place));
