import { type Labeler, labelerOf } from '../atproto/labels/labeler.js';
import type { Queued } from '../atproto/streams/event-queue.js';
import type { EventStreams, StreamFilter } from '../atproto/streams/event-stream.js';
import { createEventStreams } from '../atproto/streams/event-streams.js';
import type { RepoEvent } from '../atproto/streams/repo-event.js';
import {
  type Address,
  accountOf,
  collectionOf,
  formatAddress,
  parseAddress,
  recordOf,
} from '../places/address.js';
import { endpointOf } from '../places/labels/labelers.js';
import { TailSubscription } from '../store/tail/tail-subscription.js';
import { sanitise } from '../text/sanitise.js';
import { EXIT_DONE, EXIT_UNUSABLE } from './exit-codes.js';
import type { Locations } from './options.js';
import { openOutput } from './output.js';
import { statusTeller } from './stream-status.js';
import { tailJson } from './tail-json.js';
import { complain, type OpenServices, withoutScreen } from './without-screen.js';

/** Print live events, for as long as somebody reads them. `addresses` are as typed. */
export interface TailLine extends Locations {
  readonly kind: 'tail';
  readonly addresses: readonly string[];
  /** Undefined where none is given. */
  readonly streams: readonly string[] | undefined;
}

/** What a labeler says, beside what is tailed of repositories. */
type LabelerAddress = Extract<Address, { kind: 'labelsBy' }>;
const isLabeler = (address: Address): address is LabelerAddress => address.kind === 'labelsBy';

/** What is tailed: an account, one collection of it, or one record. */
interface Target {
  readonly did: string;
  readonly collection: string | undefined;
  readonly rkey: string | undefined;
}

/**
 * Writes live events to stdout, one JSON object a line, until nobody reads any more. Resolves to the exit code: 1 where an account cannot
 * be resolved; 2 where an address is about no account.
 */
export async function tail(line: TailLine, open: OpenServices): Promise<number> {
  const addresses: Address[] = [];
  for (const text of line.addresses) {
    const parsed = parseAddress(text);
    const reason = parsed.ok ? whyNotTailed(parsed.address) : parsed.reason;
    if (reason !== undefined) {
      complain(sanitise(reason));
      return EXIT_UNUSABLE;
    }
    if (parsed.ok) addresses.push(parsed.address);
  }
  return await withoutScreen(line, open, async (client, config, proxies) => {
    const output = openOutput(process.stdout);
    const { signal } = output;
    const repoOf = async (repo: string) =>
      repo.startsWith('did:') ? repo : (await client.resolve(repo, { signal })).did;
    const targets = await Promise.all(
      addresses
        .filter((address) => !isLabeler(address))
        .map(async (address): Promise<Target> => {
          const did = await repoOf(accountOf(address) ?? '');
          return { did, collection: collectionOf(address), rkey: recordOf(address)?.rkey };
        }),
    );
    const opened: EventStreams[] = [];
    try {
      const labelers = await Promise.all(
        addresses.filter(isLabeler).map(async ({ repo }) => {
          const labeler = labelerOf(await client.resolve(repo, { signal }));
          const streams = await client.labelStreams(endpointOf(labeler));
          opened.push(streams);
          return { labeler, streams };
        }),
      );
      const network = createEventStreams({ urls: config.settings.streams, proxies });
      opened.push(network);
      return await new Promise<number>((resolve, reject) => {
        signal.addEventListener('abort', () => resolve(EXIT_DONE), { once: true });
        /** Prints what comes in its order. */
        function follow(streams: EventStreams, filter: StreamFilter, textOf: TextOf): void {
          const tell = statusTeller(complain);
          let written = Promise.resolve();
          new TailSubscription(
            () => streams,
            (batch, status) => {
              if (status) tell(status);
              if (batch.length === 0) return;
              written = written.then(async () => {
                const text = await textOf(batch);
                if (text !== '') await output.write(text);
              });
              written.catch(reject);
            },
          ).begin(filter);
        }
        for (const { labeler, streams } of labelers) {
          follow(streams, { collections: [], dids: [] }, (batch) => labelLines(batch, labeler));
        }
        if (targets.length > 0) {
          follow(network, filterOf(targets), (batch) =>
            batch
              .filter((one) => isWanted(one, targets))
              .map((one) => `${tailJson(one)}\n`)
              .join(''),
          );
        }
      });
    } finally {
      for (const streams of opened) streams.close();
    }
  });
}

type TextOf = (batch: readonly Queued[]) => string | Promise<string>;

const filterOf = (targets: readonly Target[]): StreamFilter => ({
  collections: targets.every(({ collection }) => collection !== undefined)
    ? [...new Set(targets.flatMap(({ collection }) => collection ?? []))]
    : [],
  dids: [...new Set(targets.map(({ did }) => did))],
});

/** Labels, each with how its signature stands. */
async function labelLines(batch: readonly Queued[], labeler: Labeler): Promise<string> {
  const { checkLabel } = await import('../atproto/labels/label-signature.js');
  let text = '';
  for (const one of batch) {
    const isLabel = !('reason' in one) && one.kind === 'label';
    text += `${tailJson(one, isLabel ? await checkLabel(one.json, labeler) : undefined)}\n`;
  }
  return text;
}

/** Why there are no events of an address, as a sentence. */
function whyNotTailed(address: Address): string | undefined {
  if (isLabeler(address)) return undefined;
  const isOfAccount = accountOf(address) !== undefined;
  const isWhole = address.kind === 'repo' || (isOfAccount && collectionOf(address) !== undefined);
  return isWhole
    ? undefined
    : `there are no live events of ${formatAddress(address)}: name an account, a collection, a record, or labels: and a labeler.`;
}

/** One subscription asks for what all targets want; of a record, and of one collection of one account, it lets others through. */
function isWanted(one: Queued, targets: readonly Target[]): boolean {
  if ('reason' in one) return true;
  return targets.some((target) => target.did === one.did && isOf(one, target));
}

function isOf(event: RepoEvent, { collection, rkey }: Target): boolean {
  if (event.kind !== 'commit' || collection === undefined) return rkey === undefined;
  return event.collection === collection && (rkey === undefined || event.rkey === rkey);
}
