import type { Terminal } from './terminal.js';

/** Chooses to sign in with an app password, where the screen asks how. */
export async function choosePassword(terminal: Terminal): Promise<void> {
  await terminal.waitFor(/How do.* sign in\?/);
  terminal.press('G', 'Enter');
}

/** Signs in on the screen with an app password. */
export async function signInByPassword(
  terminal: Terminal,
  { did, password }: { readonly did: string; readonly password: string },
): Promise<void> {
  terminal.write(`:login ${did}\r`);
  await choosePassword(terminal);
  await terminal.waitFor('The app password of');
  terminal.write(`${password}\r`);
  await terminal.waitFor('Signed in as');
}
