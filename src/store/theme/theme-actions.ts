import type { ThemeName } from '../../keep/theme-setting.js';
import type { StoreContext } from '../context.js';
import type { Background } from './theme-state.js';

export interface ThemeActions {
  /** Draws in the colours of that theme from now on; colours of one's own stay. */
  chooseTheme(name: ThemeName): void;
  /** The terminal has told what it is behind its text. */
  noteBackground(background: Background): void;
}

/** Which colours the screen has. */
export const createTheme = ({ get, set }: Pick<StoreContext, 'get' | 'set'>): ThemeActions => ({
  chooseTheme(name) {
    const { theme } = get();
    set({ theme: { ...theme, setting: { ...theme.setting, name } } });
  },
  noteBackground(background) {
    const { theme } = get();
    if (theme.background !== background) set({ theme: { ...theme, background } });
  },
});
