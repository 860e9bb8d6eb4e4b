import { formatAddress } from '../places/address.js';
import type { Listing } from '../places/listing.js';
import type { ListingContext } from '../places/place-kind.js';
import type { AccountAddress } from '../places/repo-addresses.js';
import { contentsLines } from '../store/contents/contents-lines.js';

/** A place of an account. */
interface ContentsRow {
  /** As one types it to go there. */
  readonly address: string;
  /** The kind of the place: `followers`, `collection`. */
  readonly kind: string;
  readonly collection: string | undefined;
}

/** What there is to see of an account, as a list: what there is about it, then its collections, as the screen has them. */
export function contentsListing(
  address: AccountAddress,
  { client, identity, archives }: ListingContext,
): Listing<ContentsRow> {
  return {
    address,
    columns: [{ title: 'address', width: 0, drop: 0 }],
    orders: [],
    dependsOnViewer: true,
    async load(_cursor, { signal }) {
      if (identity === undefined) throw new TypeError('An account has an identity.');
      const { collections } = await client.repo(identity).describe({ signal });
      const viewer = client.sessions.current?.did;
      const lines = contentsLines({
        repo: address.repo,
        collections,
        kept: (await archives?.of(identity.did)) ?? [],
        isSignedIn: viewer !== undefined,
        isOwn: viewer === identity.did,
      });
      const rows = lines.flatMap((line) => (line.kind === 'place' ? [rowOf(line.address)] : []));
      return { rows, cursor: undefined };
    },
    row: ({ address: text }) => ({
      cells: [text],
      opens: undefined,
      uri: undefined,
      cid: undefined,
      did: identity?.did,
    }),
    key: ({ address: text }) => text,
    dids: () => [],
    json: (row) => JSON.stringify(row),
  };
}

function rowOf(address: Parameters<typeof formatAddress>[0]): ContentsRow {
  return {
    address: formatAddress(address).replace(/^at:\/\//, ''),
    kind: address.kind,
    collection: address.kind === 'collection' ? address.collection : undefined,
  };
}
