import { hash } from 'node:crypto';
import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type CidLink, CidLinkWrapper, encode, toBytes } from '@atcute/cbor';
import { P256PrivateKeyExportable } from '@atcute/crypto';
import { writeCar } from '../../src/archive/write-car.js';
import { CID_BYTES, DAG_CBOR_PREFIX } from '../../src/atproto/proof/cid-bytes.js';
import { layerOf } from '../../src/atproto/proof/tree-key.js';
import { randomFrom } from '../support/random.js';

/** A sound, signed repository in several files, which have the same blocks in different orders. */
export interface MadeRepo {
  readonly did: string;
  /** `did:key:` of who signed it. */
  readonly key: string;
  /** As atscope writes it: each node, then what is below it. */
  readonly preOrder: string;
  /** As the reference PDS sends it where all is of one rev: the commit, then by CID, the last one first. */
  readonly pdsOrder: string;
  readonly randomOrder: string;
}

const DID = 'did:plc:benchbenchbenchbenchbenc';
const WRITE_BYTES = 2 ** 20;
const FIRST_MICROSECONDS = Date.UTC(2023, 3, 1) * 1000;
const TID_DIGITS = '234567abcdefghijklmnopqrstuvwxyz';
const WORDS =
  'harbor lantern quiet river stone morning the a of and window letter garden winter orange signal paper'.split(
    ' ',
  );

/** What of a hundred records is of which collection, in the order of their keys. */
const SHARES = [
  ['app.bsky.feed.like', 45],
  ['app.bsky.feed.post', 38],
  ['app.bsky.feed.repost', 7],
  ['app.bsky.graph.follow', 10],
] as const;

/** Makes a repository of so many records in a folder, in all orders. Always the same one but for the signature. */
export async function makeRepo(folder: string, records: number): Promise<MadeRepo> {
  const made = await makePreOrder(folder, records);
  const pdsOrder = join(folder, `${records}-pds.car`);
  const randomOrder = join(folder, `${records}-random.car`);
  reorder(made.preOrder, pdsOrder, (first, second, cids) =>
    cids.compare(
      cids,
      first * CID_BYTES,
      (first + 1) * CID_BYTES,
      second * CID_BYTES,
      (second + 1) * CID_BYTES,
    ),
  );
  const random = randomFrom(7);
  const places = Float64Array.from({ length: records * 2 }, () => random.next());
  reorder(made.preOrder, randomOrder, (first, second) => (places[first] ?? 0) - (places[second] ?? 0));
  return { ...made, pdsOrder, randomOrder };
}

/** The same, as atscope writes it only. */
export async function makePreOrder(
  folder: string,
  records: number,
): Promise<Pick<MadeRepo, 'did' | 'key' | 'preOrder'>> {
  const signer = await P256PrivateKeyExportable.createKeypair();
  const draft = join(folder, `${records}.draft`);
  const preOrder = join(folder, `${records}-pre.car`);
  const out = new FrameFile(draft);
  const { keys, cids } = writeRecords(out, records);
  const root = new Tree(out, keys, cids).write();
  const commit = { did: DID, version: 3, data: linkOf(root), rev: tidOf(records + 1), prev: null };
  const sig = await signer.sign(encode(commit) as Uint8Array<ArrayBuffer>);
  out.end(out.block(encode({ ...commit, sig: toBytes(sig) })));
  (await writeCar([draft], preOrder)).archive.close();
  rmSync(draft);
  return { did: DID, key: await signer.exportPublicKey('did'), preOrder };
}

/** A CAR that is being written, whose root is put into its header when it is known. */
export class FrameFile {
  readonly #fd: number;
  #parts: Uint8Array[] = [];
  #held = 0;

  constructor(file: string) {
    this.#fd = openSync(file, 'wx');
    this.#put(headerOf(Buffer.alloc(CID_BYTES)));
  }

  /** Writes a block and gives its CID. */
  block(body: Uint8Array): Buffer {
    const cid = Buffer.alloc(CID_BYTES);
    cid.writeUInt32BE(DAG_CBOR_PREFIX);
    cid.write(hash('sha256', body, 'binary'), 4, 'latin1');
    this.#put(varint(CID_BYTES + body.length));
    this.#put(cid);
    this.#put(body);
    return cid;
  }

  end(root: Buffer): void {
    this.#flush();
    const header = headerOf(root);
    writeSync(this.#fd, header, 0, header.length, 0);
    closeSync(this.#fd);
  }

  #put(bytes: Uint8Array): void {
    this.#parts.push(bytes);
    this.#held += bytes.length;
    if (this.#held > WRITE_BYTES) this.#flush();
  }

  #flush(): void {
    writeSync(this.#fd, Buffer.concat(this.#parts));
    this.#parts = [];
    this.#held = 0;
  }
}

function writeRecords(out: FrameFile, records: number) {
  const random = randomFrom(records);
  const keys: string[] = [];
  const cids = Buffer.alloc((records + 1) * CID_BYTES);
  function add(key: string, record: Readonly<Record<string, unknown>>): void {
    out.block(encode(record)).copy(cids, keys.length * CID_BYTES);
    keys.push(key);
  }
  const words = (count: number): string => Array.from({ length: count }, () => random.pick(WORDS)).join(' ');
  const subject = () => ({
    cid: linkOf(cids, Math.max(0, random.below(keys.length))).$link,
    uri: `at://${DID}/app.bsky.feed.post/${tidOf(random.below(records))}`,
  });
  add('app.bsky.actor.profile/self', { $type: 'app.bsky.actor.profile', description: words(20) });
  for (const [collection, share] of SHARES) {
    const end = keys.length + Math.floor((records * share) / 100);
    for (let index = 0; keys.length < end; index++) {
      const at = index * 100 + random.below(100);
      const createdAt = new Date(FIRST_MICROSECONDS / 1000 + at * 1000).toISOString();
      const record =
        collection === 'app.bsky.feed.post'
          ? { text: words(random.below(45)), langs: ['en'] }
          : { subject: collection === 'app.bsky.graph.follow' ? DID : subject() };
      add(`${collection}/${tidOf(at)}`, { $type: collection, createdAt, ...record });
    }
  }
  return { keys, cids };
}

export class Tree {
  readonly #out: FrameFile;
  readonly #keys: readonly string[];
  readonly #cids: Buffer;
  readonly #layers: Uint8Array;

  constructor(out: FrameFile, keys: readonly string[], cids: Buffer) {
    this.#out = out;
    this.#keys = keys;
    this.#cids = cids;
    this.#layers = Uint8Array.from(keys, (key) => layerOf(Buffer.from(key)));
  }

  /** The CID of its root. */
  write(): Buffer {
    const top = this.#layers.reduce((most, layer) => Math.max(most, layer), 0);
    return this.#node(0, this.#keys.length, top);
  }

  #node(from: number, to: number, layer: number): Buffer {
    const below = (first: number, end: number): CidLink | null =>
      first === end ? null : linkOf(this.#node(first, end, layer - 1));
    const own: number[] = [];
    for (let index = from; index < to; index++) if (this.#layers[index] === layer) own.push(index);
    const l = below(from, own[0] ?? to);
    let before = '';
    const e = own.map((index, at) => {
      const key = this.#keys[index]!;
      let p = 0;
      while (p < before.length && before[p] === key[p]) p++;
      before = key;
      return {
        p,
        k: toBytes(Buffer.from(key.slice(p))),
        v: linkOf(this.#cids, index),
        t: below(index + 1, own[at + 1] ?? to),
      };
    });
    return this.#out.block(encode({ e, l }));
  }
}

/** Copies a CAR: its first block, then the others as they are to be. */
function reorder(
  from: string,
  to: string,
  compare: (first: number, second: number, cids: Buffer) => number,
): void {
  const bytes = readFileSync(from);
  const starts: number[] = [];
  let at = 1 + bytes[0]!;
  while (at < bytes.length) {
    starts.push(at);
    const { value, end } = readVarint(bytes, at);
    at = end + value;
  }
  starts.push(at);
  const cids = Buffer.alloc(starts.length * CID_BYTES);
  const order = Uint32Array.from({ length: starts.length - 2 }, (_, index) => index + 1);
  for (const block of order) {
    const { end } = readVarint(bytes, starts[block]!);
    bytes.copy(cids, block * CID_BYTES, end, end + CID_BYTES);
  }
  order.sort((first, second) => -compare(first, second, cids));
  const fd = openSync(to, 'wx');
  writeSync(fd, bytes, 0, starts[1]!);
  let parts: Buffer[] = [];
  for (const [index, block] of order.entries()) {
    parts.push(bytes.subarray(starts[block], starts[block + 1]));
    if (parts.length < 4096 && index < order.length - 1) continue;
    writeSync(fd, Buffer.concat(parts));
    parts = [];
  }
  closeSync(fd);
}

function headerOf(root: Buffer): Buffer {
  const header = encode({ roots: [linkOf(root)], version: 1 });
  return Buffer.concat([varint(header.length), header]);
}

export const linkOf = (cids: Buffer, index = 0): CidLink =>
  new CidLinkWrapper(Uint8Array.from(cids.subarray(index * CID_BYTES, (index + 1) * CID_BYTES)));

/** The TID of so many seconds after the first one. */
export function tidOf(seconds: number): string {
  let value = BigInt(FIRST_MICROSECONDS + seconds * 1_000_000) << 10n;
  let text = '';
  for (let digit = 0; digit < 13; digit++) {
    text = TID_DIGITS[Number(value & 31n)] + text;
    value >>= 5n;
  }
  return text;
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  return Uint8Array.from([...bytes, rest]);
}

function readVarint(bytes: Uint8Array, at: number): { value: number; end: number } {
  let value = 0;
  for (let index = 0; ; index++) {
    const byte = bytes[at + index]!;
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return { value, end: at + index + 1 };
  }
}
