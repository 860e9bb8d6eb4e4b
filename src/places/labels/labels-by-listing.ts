import { isDid } from '@atcute/lexicons/syntax';
import type { Identity } from '../../atproto/identity/identity.js';
import { accountOfLabel } from '../../atproto/labels/label.js';
import { type Labeler, labelerOf } from '../../atproto/labels/labeler.js';
import { asked } from '../identity/asked.js';
import type { Listing } from '../listing.js';
import type { ListingContext } from '../place-kind.js';
import { checkedLabels, type FoundLabel, labelKey } from './found-label.js';
import { type Declaration, declarationsOf, endpointOf } from './labelers.js';
import { type LabelColumn, labelColumns, labelRow } from './labels-listing.js';

/** A labeler: what it says now, as a list, and live. */
export interface LabelsByAddress {
  readonly kind: 'labelsBy';
  /** A handle or a DID. */
  readonly repo: string;
}

/** The first page is there soon; those behind it are the most that a labeler gives. */
const FIRST_PAGE_LABELS = 100;
const PAGE_LABELS = 250;

const COLUMNS: readonly LabelColumn[] = [
  'sign',
  'since',
  'label',
  'account',
  'of',
  'apps',
  'until',
  'version',
  'signature',
];

/** All labels that a labeler gives, in its own order, which is none: pages may repeat some (bluesky-social/atproto#4328). Each has its signature checked. */
export function labelsByListing(
  address: LabelsByAddress,
  identity: Identity,
  client: Pick<ListingContext['client'], 'appview' | 'service'>,
): Listing<FoundLabel> {
  const labeler = labelerOf(identity);
  let declaring: Promise<Declaration | undefined> | undefined;
  const seen = new Set<string>();
  return {
    address,
    columns: labelColumns(COLUMNS),
    orders: [],
    dependsOnViewer: false,
    empty: 'It says nothing of anybody.',
    async load(cursor, { signal, limit, answerMaxBytes }) {
      if (cursor === undefined) seen.clear();
      const service = client.service(endpointOf(labeler), 'stranger');
      const rows = limit ?? (cursor === undefined ? FIRST_PAGE_LABELS : PAGE_LABELS);
      const reply = await service.query(
        'com.atproto.label.queryLabels',
        { uriPatterns: '*', limit: rows, cursor },
        { signal, answerMaxBytes },
      );
      const page = reply.page('labels');
      const items = Array.from(
        { length: page.items.length },
        (_, index) => page.items.at(index) ?? [],
      ).flat();
      declaring ??= declarationOf(client, labeler, signal);
      const declaration = await declaring;
      const found = (await checkedLabels(items, labeler, signal)).map((one) => ({ ...one, declaration }));
      const fresh = found.filter((one) => !seen.has(one.json));
      for (const one of fresh) seen.add(one.json);
      return { rows: fresh, cursor: page.cursor };
    },
    row: (found, names) => labelRow(found, { columns: COLUMNS, owner: undefined, names, cid: undefined }),
    key: labelKey,
    dids: ({ label }) => [accountOfLabel(label)].filter((did) => isDid(did)),
    json: ({ json }) => json,
  };
}

/** Without what it declares its labels are shown by their values. */
async function declarationOf(
  client: Pick<ListingContext['client'], 'appview'>,
  { did }: Labeler,
  signal: AbortSignal,
): Promise<Declaration | undefined> {
  const answer = await asked(() => declarationsOf(client, [did], signal), signal);
  return 'value' in answer ? answer.value.get(did) : undefined;
}
