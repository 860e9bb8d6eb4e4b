import { isAskedAsAccount } from '../../atproto/methods/asked-as.js';
import type { PlaceKind } from '../place-kind.js';
import { paramsText, readXrpc, type XrpcAddress, xrpcText } from '../xrpc/xrpc-address.js';

/** The answer to any query: `xrpc:app.bsky.graph.getFollowers@service?actor=alice.test`. */
export const xrpc: PlaceKind<XrpcAddress> = {
  kind: 'xrpc',
  source: 'network',
  shows: 'list',
  schemes: ['xrpc'],
  parse: (segments) => readXrpc(segments.join('/')),
  format: (address) => `xrpc:${xrpcText(address)}`,
  parent: () => undefined,
  uri: () => undefined,
  webPage: () => undefined,
  account: () => undefined,
  withAccount: (address) => address,
  collection: () => undefined,
  record: () => undefined,
  listed: (address) => address,
  steps: ({ nsid, service, params }) => [
    service === undefined ? nsid : `${nsid}@${service}`,
    ...(params.length === 0 ? [] : [paramsText(params)]),
  ],
  title: ({ nsid, service }) => (service === undefined ? nsid : `${nsid}@${service}`),
  listing: () => undefined,
  dependsOnViewer: ({ nsid, service }) => isAskedAsAccount(nsid, service),
  async prepare(address, context, signal) {
    const { answerListing } = await import('../xrpc/answer-listing.js');
    return await answerListing(address, context, signal);
  },
};
