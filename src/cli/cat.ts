import type { AtClient } from '../atproto/client.js';
import type { Config } from '../keep/config.js';
import { accountOf, formatAddress, shownRecordOf } from '../places/address.js';
import { readArgument } from '../places/address-argument.js';
import type { Address } from '../places/addresses.js';
import { archivedRecord } from '../places/archives/archive-listings.js';
import { blobBytes } from '../places/blobs/blob-bytes.js';
import { type BlobPlace, isBlobPlace } from '../places/blobs/blob-place.js';
import { blobFileName, textOf } from '../places/blobs/blob-type.js';
import { identityJson } from '../places/identity/identity-json.js';
import { kindOf } from '../places/kind-of.js';
import { recordJson } from '../places/records.js';
import { safeJson } from '../text/safe-json.js';
import { sanitise } from '../text/sanitise.js';
import { EXIT_DONE, EXIT_UNUSABLE } from './exit-codes.js';
import { openPlace, type PlaceOptions } from './open-place.js';
import type { Locations } from './options.js';
import { type Output, openOutput } from './output.js';
import { complain, type OpenServices, withoutScreen } from './without-screen.js';

/** Print what an address is. It is as typed. */
export interface CatLine extends Locations {
  readonly kind: 'cat';
  readonly address: string;
}

const INDENT = 2;

/**
 * Writes the JSON of a record to stdout, each value as its server wrote it, or of an account its identity, of an archive what it is. Resolves to the exit code: 1
 * where it cannot be asked for; 2 where the address is neither.
 */
export async function cat(line: CatLine, open: OpenServices): Promise<number> {
  const parsed = readArgument(line.address);
  if (!parsed.ok) return unusable(parsed.reason);
  const { address } = parsed;
  return await withoutScreen(line, open, async (client, config) => {
    const output = openOutput(process.stdout);
    if (isBlobPlace(address)) return await catBlob(address, { client, config, output });
    const { shows, source } = kindOf(address);
    const json =
      shows === 'list' || (shows === 'contents' && source === 'archive')
        ? await documentOf(address, { client, config, signal: output.signal })
        : await jsonOf(address, { client, archives: config.archives }, output.signal);
    if (json === undefined) {
      return unusable(`this is a list: atscope ls ${formatAddress(address)} prints its rows.`);
    }
    await output.write(safeJson(json, INDENT));
    return EXIT_DONE;
  });
}

/** Writes the bytes of a blob as they are, once they were held against its CID. On a terminal, only where they are text. */
async function catBlob(
  address: BlobPlace,
  { client, config, output }: Pick<PlaceOptions, 'client' | 'config'> & { readonly output: Output },
): Promise<number> {
  const { bytes, servedAs } = await blobBytes(address, { client, archives: config.archives }, output.signal);
  if (process.stdout.isTTY !== true) await output.write(bytes);
  else {
    const text = textOf(bytes);
    if (text === undefined) {
      const name = blobFileName(address.cid, bytes, servedAs);
      return unusable(
        `this blob is no text, and a terminal cannot show it: atscope cat ${formatAddress(address)} > ${name} keeps it.`,
      );
    }
    await output.write(
      `${text
        .split(/\r\n|\n|\r/)
        .map(sanitise)
        .join('\n')}\n`,
    );
  }
  return EXIT_DONE;
}

function unusable(reason: string): number {
  complain(sanitise(reason));
  return EXIT_UNUSABLE;
}

/** Of a place that is one thing told row by row; undefined where its rows are all that there is. */
async function documentOf(address: Address, options: Omit<PlaceOptions, 'as'>): Promise<string | undefined> {
  const { listing } = await openPlace(address, { ...options, as: undefined });
  return await listing?.document?.(options);
}

async function jsonOf(
  address: Address,
  services: Pick<Config, 'archives'> & { readonly client: AtClient },
  signal: AbortSignal,
): Promise<string | undefined> {
  if (address.kind === 'archiveRecord') return recordJson(await archivedRecord(address, services, signal));
  const { client } = services;
  const repo = accountOf(address);
  if (repo === undefined) return undefined;
  const record = shownRecordOf(address);
  if (record?.kind !== 'record') return await accountJson(repo, client, signal);
  const identity = await client.resolve(repo, { signal });
  return recordJson(await client.repo(identity).get(record.collection, record.rkey, { signal }));
}

/** Asked for anew, as one who looks wants what is so now. */
async function accountJson(repo: string, client: AtClient, signal: AbortSignal): Promise<string> {
  const identity = await client.resolve(repo, { fresh: true, signal });
  const asked = repo.startsWith('did:') ? undefined : repo;
  return identityJson(identity, await client.checkHandle(identity, { signal, asked }));
}
