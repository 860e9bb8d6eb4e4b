import { readRecord } from '../atproto/streams/record-reader.js';
import { writeJson } from '../text/written-json.js';

/**
 * A body in DAG-CBOR as the JSON text that services send: links as `{"$link"}`, bytes as `{"$bytes"}`, members in their order, integers
 * exact. Throws a RangeError where the bytes are not CBOR.
 */
export const recordJson = (bytes: Uint8Array): string => writeJson(readRecord(bytes));
