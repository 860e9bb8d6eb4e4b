import { isDid } from '@atcute/lexicons/syntax';
import type { RawItem } from '../atproto/calls/raw-items.js';
import type { AtClient } from '../atproto/client.js';
import type { Column } from '../lenses/column.js';
import { createdColumn, createdText, whenColumn, whenText } from '../lenses/created-text.js';
import { cellText } from '../text/cell-text.js';
import { field, textField } from '../text/json-fields.js';
import { accountAddress } from './account-address.js';
import type { AboutHost } from './host-address.js';
import { hostPages } from './host-pages.js';
import type { Listing } from './listing.js';

const columns: readonly Column[] = [
  { ...whenColumn, title: 'changed' },
  { title: 'account', width: 0, drop: 0 },
  { title: 'state', width: 14, drop: 0 },
  { title: 'rev', width: 13, drop: 4 },
  createdColumn('of the rev'),
  { title: 'head', width: 59, drop: 7, spare: true },
];

/** The repositories that a host has, in its own order, whatever their state (`com.atproto.sync.listRepos`). */
export function reposListing(
  address: AboutHost<'repos'>,
  client: Pick<AtClient, 'service'>,
): Listing<RawItem> {
  return {
    address,
    columns,
    orders: [],
    dependsOnViewer: false,
    empty: 'No repositories here.',
    load: hostPages(address, client, {
      nsid: 'com.atproto.sync.listRepos',
      member: 'repos',
      missing: 'lists no repositories',
    }),
    row(item, names) {
      const repo = item.value();
      const [said, rev] = [textField(repo, 'did'), textField(repo, 'rev')];
      const did = isDid(said) ? said : undefined;
      const handle = did === undefined ? undefined : names(did);
      return {
        cells: [
          whenText(undefined, rev),
          cellText(handle === undefined ? said : `@${handle}`),
          repoState(repo),
          cellText(rev),
          createdText(undefined, rev),
          cellText(textField(repo, 'head')),
        ],
        opens: accountAddress({ did }),
        uri: did === undefined ? undefined : `at://${did}`,
        name: 'repository',
        cid: textField(repo, 'head'),
        did,
      };
    },
    key: repoKey,
    dids: (item) => {
      const did = textField(item.value(), 'did');
      return isDid(did) ? [did] : [];
    },
    json: (item) => item.text(),
  };
}

/** All rows of a long list are asked for their keys at once: nothing is parsed where a row begins as servers write it. */
function repoKey(item: RawItem): string {
  const text = item.text();
  return (
    /^\{\s*"did"\s*:\s*"([^"\\]+)"/.exec(text)?.[1] ?? textField(item.value(), 'did') ?? text.slice(0, 500)
  );
}

/** `active`, or why a repository is not, in the words of the protocol (`takendown`, `deactivated`). */
export function repoState(repo: unknown): string {
  const [active, status] = [field(repo, 'active'), textField(repo, 'status')];
  if (active !== true) return cellText(status ?? (active === false ? 'inactive' : ''));
  return status === undefined || status === 'active' ? 'active' : cellText(`active, ${status}`);
}
