import type { AppStore } from '../../../src/store/app-store.js';
import { SIGN_IN_WAYS, wayRows } from '../../../src/store/session/sign-in-ways.js';

/** Chooses to sign in with an app password, where it is asked how. */
export function choosePassword({ actions }: AppStore): void {
  const viewport = { rows: wayRows, height: SIGN_IN_WAYS.length };
  actions.move('overlay', 'last', () => viewport);
  actions.submitSignIn();
}
