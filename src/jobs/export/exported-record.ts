import type { Archive } from '../../archive/archive.js';
import { readRecord } from '../../atproto/streams/record-reader.js';
import { writeJson } from '../../text/written-json.js';

/** A record as it leaves. */
export interface ExportedRecord {
  readonly uri: string;
  readonly cid: string;
  readonly collection: string;
  readonly rkey: string;
  /** In DAG-CBOR. */
  readonly body: Uint8Array;
  readonly value: unknown;
  /** The value as atproto writes it: links as `{"$link"}`, bytes as `{"$bytes"}`, members in their order, integers exact. */
  readonly json: string;
}

/** Reads the record of a row, and holds it against its CID. Throws where it does not fit, or is no CBOR. */
export function exportedRecord(archive: Archive, row: number): ExportedRecord {
  const { name: collection } = archive.collectionOf(row);
  const rkey = archive.rkey(row);
  const body = archive.read(row);
  const value = readRecord(body);
  return {
    uri: `at://${archive.did}/${collection}/${rkey}`,
    cid: archive.cid(row),
    collection,
    rkey,
    body,
    value,
    json: writeJson(value),
  };
}

/** `{uri, cid, value}` in one line. */
export const ndjsonLine = ({ uri, cid, json }: ExportedRecord): string =>
  `{"uri":${JSON.stringify(uri)},"cid":${JSON.stringify(cid)},"value":${json}}\n`;
