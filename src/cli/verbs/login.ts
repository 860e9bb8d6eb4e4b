import type { LoginLine } from '../login.js';
import { serviceOption } from '../options.js';
import type { Verb } from '../verb.js';

export const login: Verb<LoginLine> = {
  name: 'login',
  summary: 'sign in without the screen',
  description:
    'Sign in, for this and later runs. The password is asked for; where standard input is no terminal, it is its first line, and an e-mailed code its second.',
  arguments: [{ syntax: '<account>', description: 'handle, DID or e-mail address' }],
  options: () => [serviceOption()],
  locations: true,
  excess: 'name one account only; a password cannot be an argument',
  lineOf: ({ words: [account = ''], options: { service }, locations }) => ({
    kind: 'login',
    account,
    service,
    ...locations,
  }),
  run: async (line, open) => await (await import('../login.js')).login(line, open),
};
