import { App, type AppProps } from './app.js';
import { followTheme } from './screen/follow-theme.js';
import { type Ended, show } from './screen/show.js';

/** Draws what the store holds until the user quits, or the screen has to end: see {@link show}. */
export function drawScreen(app: AppProps): Promise<Ended | undefined> {
  followTheme(app.store, process.env);
  return show(<App {...app} />, app.terminal);
}
