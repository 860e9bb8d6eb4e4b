import type { AppStore } from '../../store/app-store.js';
import { colourLevel, paintWith } from './style.js';
import { depthOf, themeOf } from './themes.js';

/** Paints as the state says, now and whenever it says something else. */
export function followTheme(
  store: AppStore,
  env: Readonly<Record<string, string | undefined>>,
  level: number = colourLevel,
): void {
  const depth = depthOf(env, level);
  let { theme } = store.getState();
  function paint(): void {
    paintWith(themeOf(theme.setting, theme.background, depth), depth);
  }
  paint();
  store.subscribe((state) => {
    if (state.theme === theme) return;
    theme = state.theme;
    paint();
  });
}
