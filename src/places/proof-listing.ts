import { isAbortError } from '../atproto/calls/abort-error.js';
import type { AtClient } from '../atproto/client.js';
import type { Identity } from '../atproto/identity/identity.js';
import { askProof } from '../atproto/proof/ask-proof.js';
import type { Column } from '../lenses/column.js';
import { cellText } from '../text/cell-text.js';
import type { Address } from './addresses.js';
import type { Listing } from './listing.js';
import { type AskedLog, type ProofStep, proofSteps } from './proof-steps.js';

const columns: readonly Column[] = [
  { title: '', width: 1, drop: 0 },
  { title: 'step', width: 8, drop: 1 },
  { title: 'what', width: 0, drop: 0 },
  { title: 'CID or key', width: 59, drop: 5, spare: true },
];

/** The chain that proves a record, from its bytes to the log of its account: all of it is asked for anew. */
export function proofListing({
  address,
  client,
  identity,
}: {
  readonly address: Extract<Address, { kind: 'proof' }>;
  readonly client: Pick<AtClient, 'repo' | 'plcLog' | 'resolve'>;
  readonly identity: Identity;
}): Listing<ProofStep> {
  const { repo, collection, rkey } = address;
  const opened: Partial<Record<ProofStep['step'], Address>> = {
    record: { kind: 'record', repo, collection, rkey },
    document: { kind: 'identity', repo },
  };
  return {
    address,
    columns,
    orders: [],
    dependsOnViewer: false,
    async load(_cursor, { signal }) {
      const [proved, log] = await Promise.all([
        askProof(client, identity, address, { signal }),
        askLog(client, identity.did, signal),
      ]);
      return { rows: proofSteps(proved.result, proved.identity, log), cursor: undefined };
    },
    row: ({ mark, step, said, name }) => ({
      cells: [mark, step, cellText(said), cellText(name)],
      opens: opened[step],
      uri: undefined,
      name: step,
      cid: step === 'key' || step === 'document' || step === 'log' ? undefined : name,
      did: undefined,
    }),
    key: ({ step, name }) => `${step} ${name ?? ''}`,
    dids: () => [],
    json: ({ mark, step, said, name, facts }) => JSON.stringify({ mark, step, said, name, ...facts }),
  };
}

/** The log of an account, checked; undefined for an account that no directory has. What fails is told in the chain, which holds without it. */
export async function askLog(
  { plcLog }: Pick<AtClient, 'plcLog'>,
  did: string,
  signal: AbortSignal,
): Promise<AskedLog | undefined> {
  if (!did.startsWith('did:plc:')) return undefined;
  try {
    return { log: await plcLog(did, { signal }) };
  } catch (error) {
    if (isAbortError(error) || signal.aborted) throw error;
    return { error };
  }
}
