import type { ThemeSetting } from '../../keep/theme-setting.js';
import type { StoreContext } from '../context.js';
import type { Background } from './theme-state.js';

export interface ThemeActions {
  /** Draws in other colours from now on. */
  useTheme(setting: ThemeSetting): void;
  /** The terminal has told what it is behind its text. */
  useBackground(background: Background): void;
}

/** Which colours the screen has. */
export const createTheme = ({ get, set }: Pick<StoreContext, 'get' | 'set'>): ThemeActions => ({
  useTheme: (setting) => set({ theme: { ...get().theme, setting } }),
  useBackground(background) {
    const { theme } = get();
    if (theme.background !== background) set({ theme: { ...theme, background } });
  },
});
