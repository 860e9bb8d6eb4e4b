import type { AtClient } from '../../atproto/client.js';
import type { Column } from '../../lenses/column.js';
import { isoTime, localDay } from '../../text/date-time.js';
import type { Address } from '../addresses.js';
import type { Listing } from '../listing.js';
import { type LogRow, logRows } from './log-rows.js';

const columns: readonly Column[] = [
  { title: '', width: 1, drop: 0 },
  { title: 'when', isLocalTime: true, width: 10, drop: 1 },
  { title: 'what it changed', width: 0, drop: 0 },
  { title: 'by key', width: 12, drop: 3 },
  { title: 'CID', width: 59, drop: 5, spare: true },
];

/** What the PLC directory has written down of an account, operation by operation, the newest first: all of it is checked. */
export function logListing(
  address: Extract<Address, { kind: 'log' }>,
  did: string,
  client: Pick<AtClient, 'plcLog' | 'documentUrl'>,
): Listing<LogRow> {
  const { repo } = address;
  const isPlc = did.startsWith('did:plc:');
  return {
    address,
    columns,
    orders: [],
    dependsOnViewer: false,
    empty: isPlc ? undefined : noLog(did, client),
    async load(_cursor, options) {
      if (!isPlc) return { rows: [], cursor: undefined };
      return { rows: logRows(await client.plcLog(did, options)), cursor: undefined };
    },
    row: ({ mark, createdAt, what, signer, cid, wrong }) => ({
      cells: [mark, createdAt === undefined ? '' : localDay(createdAt), what, signer, cid ?? ''],
      opens: opened(repo, createdAt),
      uri: undefined,
      name: cid,
      cid,
      did,
      wrong,
      ...(mark === '~' && { struck: true }),
    }),
    key: ({ cid, what }) => cid ?? what,
    dids: () => [],
    json: ({ json }) => json,
  };
}

/** The account as it was from then on. */
function opened(repo: string, createdAt: number | undefined): Address | undefined {
  const at = createdAt === undefined ? null : isoTime(createdAt);
  return at === null ? undefined : { kind: 'identity', repo, at };
}

/** What there is to say of an account that no directory has. */
export function noLog(did: string, { documentUrl }: Pick<AtClient, 'documentUrl'>): string {
  const url = documentUrl(did);
  const method = did.split(':', 2).join(':');
  const source = url === undefined ? 'its document says today' : `${url} says today`;
  return `A ${method} has no log: it is what ${source}, and nobody writes down what it was.`;
}
