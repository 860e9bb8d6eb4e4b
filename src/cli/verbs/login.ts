import { InvalidArgumentError, Option } from 'commander';
import type { LoginLine, LoginWay } from '../login.js';
import { serviceOption } from '../options.js';
import type { Verb } from '../verb.js';

interface LoginOptions {
  readonly oauth?: boolean;
  readonly write?: boolean;
  readonly appPassword?: boolean;
}

export const login: Verb<LoginLine, LoginOptions> = {
  name: 'login',
  summary: 'sign in without the screen',
  description:
    'Sign in, for this and later runs: in the browser (OAuth), to read or to write, or with an app password. A terminal asks which. The browser is opened where there is one; else its address is printed, and the one that a browser on another machine ends at can be pasted. Where standard input is no terminal, it is an app password: its first line, and an e-mailed code its second.',
  arguments: [
    {
      syntax: '[account]',
      description: 'handle, DID or e-mail address; none: whoever signs in in the browser',
    },
  ],
  options: () => [
    new Option('--oauth', 'in the browser, to read what only you may read'),
    new Option('--write', 'in the browser, to write, too'),
    new Option('--app-password', 'with an app password').conflicts(['oauth', 'write']),
    serviceOption(),
  ],
  locations: true,
  excess: 'name one account only; a password cannot be an argument',
  lineOf({ words: [account], options, locations }) {
    const way = wayOf(options);
    if (way === 'password' && account === undefined) {
      throw new InvalidArgumentError('an app password is of one account: name it');
    }
    return { kind: 'login', account, service: options.service, way, ...locations };
  },
  run: async (line, open) => await (await import('../login.js')).login(line, open),
};

function wayOf({ oauth, write, appPassword }: LoginOptions): LoginWay {
  if (write) return 'write';
  if (oauth) return 'read';
  return appPassword ? 'password' : undefined;
}
