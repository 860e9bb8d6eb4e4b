import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromUint8Array } from '@atcute/repo';
import { verifyRepoCar } from '@atproto/repo';
import type { ArchiveProblem } from '../../../src/archive/archive.js';
import { openArchive } from '../../../src/archive/open-archive.js';
import { XrpcError } from '../../../src/atproto/calls/xrpc-error.js';
import { checkedLog } from '../../../src/atproto/plc/checked-log.js';
import type { VerifyOptions } from '../../../src/cli/verified.js';
import { verifyFile } from '../../../src/cli/verify-file.js';
import { Archives } from '../../../src/keep/archives.js';
import { DID, signerKey } from '../build-repo.js';
import type { UnsoundRepo } from './row.js';

type Client = VerifyOptions['client'];

/** A network that knows the key of the tests, of today and of always. */
const reached = {
  resolve: async (did: string) => ({ did, signingKey: signerKey.replace('did:key:', '') }),
  plcLog: async () => checkedLog({ did: DID, entries: [], lines: [] }),
} as unknown as Client;

const noRoute = { failure: 'connection', service: 'plc.test', nsid: 'did', message: 'no route' } as const;
const offline = { resolve: () => Promise.reject(new XrpcError(noRoute)) } as unknown as Client;

let files = 0;

/** All that `verify` finds in a CAR; with `of` also what `openArchive` does where it is to be another's. */
export async function problemsOf(
  car: Uint8Array,
  folder: string,
  { of, isOffline = false }: Pick<UnsoundRepo, 'of' | 'isOffline'> = {},
): Promise<readonly ArchiveProblem[]> {
  const file = join(folder, `${files++}.car`);
  writeFileSync(file, car);
  try {
    const { text, exitCode } = await verifyFile(file, {
      client: isOffline ? offline : reached,
      config: { archives: new Archives('', { copies: 2 }) },
      signal: new AbortController().signal,
      isJson: true,
    });
    const { ok, problems } = JSON.parse(text) as { ok: boolean; problems: readonly ArchiveProblem[] };
    if (ok !== (problems.length === 0) || ok !== (exitCode === 0)) {
      throw new Error(`verify contradicts itself: ${text}`);
    }
    if (of === undefined) return problems;
    const archive = await openArchive(file, { did: of });
    archive.close();
    return [...problems, ...archive.problems];
  } finally {
    rmSync(file);
  }
}

/** Whether the reference implementation refuses a CAR. */
export async function isRefusedByReference(car: Uint8Array, of = DID): Promise<boolean> {
  return await verifyRepoCar(car, of, signerKey).then(
    () => false,
    () => true,
  );
}

/** Whether the reader of `@atcute/repo` does: it looks at no hash and at no signature. */
export function isRefusedByAtcute(car: Uint8Array): boolean {
  try {
    for (const entry of fromUint8Array(car)) void entry.record;
    return false;
  } catch {
    return true;
  }
}
