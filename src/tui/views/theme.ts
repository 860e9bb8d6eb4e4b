import { THEME_NAMES, type ThemeName } from '../../keep/theme-setting.js';
import { atFirst, type ListCursor, positionOf } from '../../store/cursor/list-cursor.js';
import type { State } from '../../store/state.js';
import type { ThemeInUse } from '../../store/theme/theme-state.js';
import type { Choice } from '../screen/offers.js';
import type { View } from '../screen/view.js';
import { menuBox, menuPicture, menuRows, menuViewport } from './menu.js';

interface ThemeSeen {
  readonly theme: ThemeInUse;
  readonly cursor: ListCursor;
}

const TITLES: Readonly<Record<ThemeName, string>> = {
  auto: 'auto: dark or light, as the terminal is',
  dark: 'dark: for a dark background',
  light: 'light: for a light background',
  ansi: "ansi: nothing but the terminal's own sixteen colours",
};

/** The themes that there are. */
export const themeView: View<'theme', ThemeSeen> = {
  id: 'theme',
  stand: 'box',
  see: ({ theme, overlay }) => ({ theme, cursor: overlay?.kind === 'menu' ? overlay.cursor : atFirst }),
  title: () => ({ name: 'Theme' }),
  box: ({ theme }, area) => menuBox(choicesOf(theme), area),
  list: ({ theme, cursor }, size) => ({ cursor, viewport: menuViewport(choicesOf(theme), size) }),
  picture: ({ theme, cursor }, size) => menuPicture('Theme', choicesOf(theme), cursor, size),
};

/** What the cursor is on; undefined where the menu is not open. */
export function selectedTheme({ overlay, theme }: State): ThemeName | undefined {
  if (overlay?.kind !== 'menu' || overlay.view !== themeView.id) return undefined;
  return THEME_NAMES[positionOf(overlay.cursor, menuRows(choicesOf(theme)))];
}

const choicesOf = ({ setting, background }: ThemeInUse): readonly Choice[] =>
  THEME_NAMES.map((name) => ({
    key: name,
    title: TITLES[name],
    aside: [
      name === setting.name ? 'in use' : '',
      name === 'auto' ? `the terminal ${background === undefined ? 'does not say' : `is ${background}`}` : '',
    ]
      .filter((part) => part !== '')
      .join(' · '),
  }));
