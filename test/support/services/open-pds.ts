import { type HostPolicy, hostPolicy } from '../../../src/atproto/calls/host-policy.js';
import { type CallJournal, createJournal, type JournalEntry } from '../../../src/atproto/calls/journal.js';
import { createTransport, type Transport } from '../../../src/atproto/calls/transport.js';
import { createPdsSource } from '../../../src/atproto/pds-source.js';
import type { RepoSource } from '../../../src/atproto/repo-source.js';

export interface OpenPds extends AsyncDisposable {
  readonly repo: RepoSource;
  readonly transport: Transport;
  readonly journal: CallJournal;
  /** Resolves with the first entry, now or later, that `test` is true of. */
  entry(test: (entry: JournalEntry) => boolean): Promise<JournalEntry>;
}

export interface OpenPdsOptions {
  readonly did?: string;
  readonly timeoutMs?: number;
  readonly policy?: HostPolicy;
}

/** The repo of an account at `pds`, with a transport of its own; its host policy is that of a test network. */
export function openPds(
  pds: string,
  { did = 'did:plc:nobody', timeoutMs = 10_000, policy = hostPolicy([pds]) }: OpenPdsOptions = {},
): OpenPds {
  const journal = createJournal();
  const transport = createTransport({ journal, policy, timeoutMs });
  const identity = {
    did,
    pds,
    handle: undefined,
    signingKey: undefined,
    document: {},
    fetchedAt: 0,
    cached: false,
  };
  return {
    repo: createPdsSource(transport, policy, identity),
    transport,
    journal,
    entry(test) {
      return new Promise((resolve) => {
        function look() {
          const found = journal.entries().find(test);
          if (found !== undefined) {
            leave();
            resolve(found);
          }
        }
        const leave = journal.subscribe(look);
        look();
      });
    },
    [Symbol.asyncDispose]: () => transport.close(),
  };
}
