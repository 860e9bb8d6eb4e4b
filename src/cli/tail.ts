import type { Queued } from '../atproto/streams/event-queue.js';
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
    const targets = await Promise.all(
      addresses.map(async (address): Promise<Target> => {
        const repo = accountOf(address) ?? '';
        const did = repo.startsWith('did:') ? repo : (await client.resolve(repo, { signal })).did;
        return { did, collection: collectionOf(address), rkey: recordOf(address)?.rkey };
      }),
    );
    const streams = createEventStreams({ urls: config.settings.streams, proxies });
    const tell = statusTeller(complain);
    return await new Promise<number>((resolve, reject) => {
      const subscription = new TailSubscription(
        () => streams,
        (batch, status) => {
          if (status) tell(status);
          const text = batch.filter((one) => isWanted(one, targets)).map((one) => `${tailJson(one)}\n`);
          if (text.length > 0) output.write(text.join('')).catch(reject);
        },
      );
      signal.addEventListener('abort', () => resolve(EXIT_DONE), { once: true });
      subscription.begin({
        collections: targets.every(({ collection }) => collection !== undefined)
          ? [...new Set(targets.flatMap(({ collection }) => collection ?? []))]
          : [],
        dids: [...new Set(targets.map(({ did }) => did))],
      });
    }).finally(() => streams.close());
  });
}

/** Why there are no events of an address, as a sentence. */
function whyNotTailed(address: Address): string | undefined {
  const isOfAccount = accountOf(address) !== undefined;
  const isWhole = address.kind === 'repo' || (isOfAccount && collectionOf(address) !== undefined);
  return isWhole
    ? undefined
    : `there are no live events of ${formatAddress(address)}: name an account, a collection or a record.`;
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
