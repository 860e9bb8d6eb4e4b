import type { RawItem } from '../atproto/calls/raw-items.js';
import type { AtClient } from '../atproto/client.js';
import type { Column } from '../lenses/column.js';
import { cellText } from '../text/cell-text.js';
import { countText } from '../text/count-text.js';
import { field, textField } from '../text/json-fields.js';
import { type AboutHost, namedHost } from './host-address.js';
import { hostPages } from './host-pages.js';
import type { Listing } from './listing.js';

const columns: readonly Column[] = [
  { title: 'host', width: 0, drop: 0 },
  { title: 'state', width: 10, drop: 0 },
  { title: 'accounts', width: 11, drop: 1 },
  { title: 'seq', width: 14, drop: 3 },
];

/** The hosts that a relay follows, with what it says of each (`com.atproto.sync.listHosts`). */
export function hostsListing(
  address: AboutHost<'hosts'>,
  client: Pick<AtClient, 'service'>,
): Listing<RawItem> {
  return {
    address,
    columns,
    orders: [],
    dependsOnViewer: false,
    empty: 'No hosts here.',
    load: hostPages(address, client, {
      nsid: 'com.atproto.sync.listHosts',
      member: 'hosts',
      missing: 'lists no hosts, as only relays do',
    }),
    row(item) {
      const host = item.value();
      const name = textField(host, 'hostname');
      return {
        cells: [
          cellText(name),
          cellText(textField(host, 'status')),
          numberText(field(host, 'accountCount')),
          numberText(field(host, 'seq')),
        ],
        opens: name === undefined ? undefined : namedHost(name),
        uri: undefined,
        name: 'host',
        cid: undefined,
        did: undefined,
      };
    },
    key: (item) => textField(item.value(), 'hostname') ?? item.text().slice(0, 500),
    dids: () => [],
    json: (item) => item.text(),
  };
}

const numberText = (value: unknown): string =>
  typeof value === 'number' || typeof value === 'bigint' ? countText(Number(value)) : '';
