import { decode, encode } from '@atcute/cbor';
import { isObject } from '../text/json-fields.js';
import type { ArchiveProblem } from './archive.js';

/** How a CID of DAG-CBOR and SHA-256 begins (multicodec 0x71), in base32; one of raw bytes begins with “bafkrei”. */
const CBOR_CID = 'bafyrei';

/** What is wrong with a record: its CID is one of DAG-CBOR, its body is that in its one form, a map, and of the type that its collection is for. */
export function recordProblem(body: Uint8Array, path: string, cid: string): ArchiveProblem | undefined {
  if (!cid.startsWith(CBOR_CID)) {
    return { kind: 'not-dag-cbor', path, cid, message: 'The CID of the record is not one of DAG-CBOR.' };
  }
  let value: unknown;
  try {
    value = decode(body);
    if (Buffer.compare(encode(value), body) !== 0) throw new RangeError('another form');
  } catch {
    return { kind: 'not-dag-cbor', path, cid, message: 'The record is not DAG-CBOR in its one form.' };
  }
  if (!isObject(value)) return { kind: 'record-shape', path, cid, message: 'The record is not a map.' };
  const collection = path.slice(0, path.indexOf('/'));
  if (value.$type === collection) return undefined;
  return { kind: 'record-shape', path, cid, message: 'The “$type” of the record is not its collection.' };
}
