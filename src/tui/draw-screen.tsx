import type { AppStore } from '../store/app-store.js';
import { App } from './app.js';
import type { Command } from './commands/command.js';
import { type Ended, show } from './screen/show.js';
import type { InputStage } from './terminal/input/stage.js';

/** Draws what the store holds until the user quits, or the screen has to end: see {@link show}. */
export const drawScreen = (
  store: AppStore,
  commands: readonly Command[],
  stage: InputStage,
): Promise<Ended | undefined> => show(<App store={store} commands={commands} stage={stage} />, stage);
