import { Option } from 'commander';
import { asOption } from '../options.js';
import type { Verb } from '../verb.js';
import type { XrpcLine } from '../xrpc.js';
import { rowsOf } from './ls.js';

interface XrpcOptions {
  readonly service?: string;
  readonly all?: boolean;
  readonly limit?: number;
  readonly curl?: boolean;
  readonly as?: string;
}

export const xrpc: Verb<XrpcLine, XrpcOptions> = {
  name: 'xrpc',
  summary: 'ask any query of any lexicon',
  description:
    'Ask a query, and print its answer as it was sent: JSON over several lines; what is no JSON, as a CAR or a blob, byte by byte, on a pipe or into a file only. The parameters are checked by the lexicon of the query before they are sent. Without a service it is asked where such methods are answered. Procedures, which change something, are not called.',
  arguments: [
    { syntax: '<method>', description: 'its NSID, with @service behind it where one is meant' },
    { syntax: '[parameters...]', description: 'key=value; a list is the same key again and again' },
  ],
  options: () => [
    new Option(
      '--service <service>',
      "who is asked: a host, a DID's service (did:web:a.test#id), pds or appview",
    ),
    new Option('--all', 'page after page, one item a line').conflicts('limit'),
    new Option('--limit <rows>', 'so many items at most, one a line').argParser(rowsOf),
    new Option('--curl', 'print the call as a line for a shell, and do not make it'),
    asOption(),
  ],
  locations: true,
  lineOf: ({ words: [method = '', ...parameters], options, locations }) => ({
    kind: 'xrpc',
    method,
    parameters,
    service: options.service,
    all: options.all ?? false,
    limit: options.limit,
    curl: options.curl ?? false,
    as: options.as,
    ...locations,
  }),
  run: async (line, open) => await (await import('../xrpc.js')).xrpc(line, open),
};
