import { TextWalk } from './text-walk.js';

/** The texts of a record in DAG-CBOR, as a search reads them: all strings but names of members and `$type`. */
export function* textsOf(body: Uint8Array): Generator<string> {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const walk = new TextWalk();
  for (walk.begin(bytes, 0, bytes.length); walk.next(); ) yield bytes.toString('utf8', walk.start, walk.end);
}
