import { type Fields, fieldsOf, optionalString, stringOf } from './json-fields.js';
import { malformed, StreamFault } from './protocol.js';
import { readFirst, readRecord } from './record-reader.js';

/** A message of an event stream: what its header says that it is, and the bytes of its body. */
export interface EventFrame {
  readonly type: unknown;
  readonly rest: Uint8Array;
}

/**
 * Splits a frame of an event stream into its header and its body (atproto.com/specs/event-stream, “Wire Protocol”). Undefined for an
 * operation that is not known, which is passed over. Throws a StreamFault where it is an error, or no frame.
 */
export function readFrame(frame: Uint8Array): EventFrame | undefined {
  const { value, rest } = decoded(() => readFirst(frame));
  const header = fieldsOf(value, 'a header');
  // One of a number never heard of is passed over; one without any is no frame.
  if (typeof header.op !== 'number') {
    throw malformed('a frame is not of an event stream: its header has no op');
  }
  if (header.op === -1) {
    const body = bodyOf(rest);
    const error = stringOf(body, 'error');
    throw new StreamFault(error, optionalString(body, 'message') ?? error);
  }
  return header.op === 1 ? { type: header.t, rest } : undefined;
}

/** The body of a message. Throws a `malformed` StreamFault where it is no object. */
export function bodyOf(rest: Uint8Array): Fields {
  return fieldsOf(
    decoded(() => readRecord(rest)),
    'a body',
  );
}

export function decoded<Value>(decode: () => Value): Value {
  try {
    return decode();
  } catch {
    throw malformed('a frame is not CBOR');
  }
}
