import type { Terminal } from './terminal.js';

/** Chooses to sign in with an app password, where the screen asks how. */
export async function choosePassword(terminal: Terminal): Promise<void> {
  await terminal.waitFor(/How do.* sign in\?/);
  terminal.press('G', 'Enter');
}
