import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromUint8Array } from '@atcute/car';
import { encode, toBytes } from '@atcute/cbor';
import { fromString } from '@atcute/cid';
import { P256PrivateKeyExportable } from '@atcute/crypto';
import { openArchive } from '../../src/archive/open-archive.js';
import { CID_BYTES } from '../../src/atproto/proof/cid-bytes.js';
import { FrameFile, linkOf, type MadeRepo, Tree, tidOf } from './made-repo.js';

export interface ChangedRepo {
  /** `did:key:` of who signed it. */
  readonly key: string;
  /** What a host sends of it to whoever has it as it was. */
  readonly since: string;
}

/** Changes some records of a repository, deletes some and writes some new ones, all over it, so many in all. */
export async function changeRepo(folder: string, repo: MadeRepo, changes: number): Promise<ChangedRepo> {
  const whole = join(folder, 'changed.car');
  const out = new FrameFile(whole);
  const archive = await openArchive(repo.preOrder);
  const keys: string[] = [];
  const cids = Buffer.alloc((archive.records + changes) * CID_BYTES);
  function add(key: string, cid: Uint8Array): void {
    cids.set(cid, keys.length * CID_BYTES);
    keys.push(key);
  }
  const step = Math.floor(archive.records / changes);
  for (let row = 0; row < archive.records; row++) {
    const { name } = archive.collectionOf(row);
    const key = `${name}/${archive.rkey(row)}`;
    const kind = row % step === step - 1 ? Math.floor(row / step) % 3 : undefined;
    const block = (text: string): Buffer => out.block(encode({ $type: name, text }));
    if (kind === 0) add(key, block(`changed ${row}`));
    else if (kind !== 1) add(key, fromString(archive.cid(row)).bytes);
    // Behind the one that stays: its key begins with it.
    if (kind === 2) add(`${key}~`, block(`new ${row}`));
  }
  const root = new Tree(out, keys, cids).write();
  const signer = await P256PrivateKeyExportable.createKeypair();
  const rev = tidOf(archive.records * 200);
  const commit = { did: repo.did, version: 3, data: linkOf(root), rev, prev: null };
  archive.close();
  const sig = await signer.sign(encode(commit) as Uint8Array<ArrayBuffer>);
  out.end(out.block(encode({ ...commit, sig: toBytes(sig) })));
  return { key: await signer.exportPublicKey('did'), since: sinceOf(folder, repo.preOrder, whole) };
}

/** The blocks of the second that the first has not. */
function sinceOf(folder: string, before: string, after: string): string {
  const had = new Set(
    [...fromUint8Array(readFileSync(before))].map(({ cid }) => cid.digest.contents.toString()),
  );
  const bytes = readFileSync(after);
  const car = fromUint8Array(bytes);
  const entries = [...car].filter(({ cid }) => !had.has(cid.digest.contents.toString()));
  const parts = entries.map(({ entryStart, entryEnd }) => bytes.subarray(entryStart, entryEnd));
  const since = join(folder, 'since.car');
  writeFileSync(since, Buffer.concat([bytes.subarray(0, car.header.headerEnd), ...parts]));
  return since;
}
