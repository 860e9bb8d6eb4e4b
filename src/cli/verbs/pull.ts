import { Option } from 'commander';
import { hostOption, jsonOption } from '../options.js';
import type { PullLine } from '../pull.js';
import type { Verb } from '../verb.js';

interface PullOptions {
  readonly to?: string;
  readonly from?: string;
  readonly blobs?: boolean;
  readonly json?: boolean;
}

export const pull: Verb<PullLine, PullOptions> = {
  name: 'pull',
  summary: 'take a repository home',
  description:
    'Take the whole repository of an account into the archive, or what is new of it since the last time. Every block, the tree and the signature are checked before it takes its place; whatever fails leaves the copy before as it was. With --blobs, pictures and videos come too, those that are not there yet.',
  arguments: [{ syntax: '<account>', description: 'handle or DID' }],
  options: () => [
    new Option(
      '--to <file>',
      'into this CAR file, in place of what it was, or into this folder, and not into the archive',
    ),
    hostOption(),
    new Option('--blobs', 'its blobs too, each in a file named by its CID'),
    jsonOption(),
  ],
  locations: true,
  excess: 'name one account only',
  lineOf: ({ words: [account = ''], options: { to, from, blobs = false, json = false }, locations }) => ({
    kind: 'pull',
    account,
    to,
    from,
    blobs,
    json,
    ...locations,
  }),
  run: async (line, open) => await (await import('../pull.js')).pullRepository(line, open),
};
