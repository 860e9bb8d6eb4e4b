import type { LogoutLine } from '../logout.js';
import type { Verb } from '../verb.js';

export const logout: Verb<LogoutLine> = {
  name: 'logout',
  summary: 'sign out without the screen',
  description: 'Sign out: the sign-in ends at its PDS, and is forgotten here.',
  arguments: [{ syntax: '<account>', description: 'handle or DID' }],
  locations: true,
  excess: 'name one account only; a password cannot be an argument',
  lineOf: ({ words: [account = ''], locations }) => ({ kind: 'logout', account, ...locations }),
  run: async (line, open) => await (await import('../logout.js')).logout(line, open),
};
