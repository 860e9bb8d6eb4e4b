import { App, type AppProps } from './app.js';
import { type Ended, show } from './screen/show.js';

/** Draws what the store holds until the user quits, or the screen has to end: see {@link show}. */
export const drawScreen = (app: AppProps): Promise<Ended | undefined> => show(<App {...app} />, app.stage);
