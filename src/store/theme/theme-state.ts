import type { ThemeSetting } from '../../keep/theme-setting.js';

/** What the terminal is behind its text; undefined where nobody has said. */
export type Background = 'dark' | 'light' | undefined;

/** What colours depend on; another object where one of the two is another one. */
export interface ThemeInUse {
  readonly setting: ThemeSetting;
  readonly background: Background;
}

export interface ThemeState {
  readonly theme: ThemeInUse;
}
