import { issuePath } from '../../atproto/lexicons/issue-path.js';
import type { BlobRef } from '../../atproto/writes/write.js';
import { isObject } from '../../text/json-fields.js';
import { memberNames, readJson, writeJson } from '../../text/written-json.js';

/** `{"$file": "photo.jpg"}` in a record: a file whose blob is to stand there. */
export interface FileMember {
  /** Where it stands, such as `embed.images[0].image`. */
  readonly path: string;
  /** The file, as it is written; undefined where that is no text. */
  readonly name: string | undefined;
  /** What the record says that the file is. */
  readonly mimeType: string | undefined;
  /** Members beside these that would be lost. */
  readonly others: readonly string[];
}

const FILE = '$file';
/** What may be left of a blob that was there before. */
const OF_A_BLOB: ReadonlySet<string> = new Set([FILE, 'mimeType', '$type', 'ref', 'size']);

type Container = Record<PropertyKey, unknown>;
type Found = (
  path: readonly PropertyKey[],
  holder: Container,
  value: Readonly<Record<string, unknown>>,
) => void;

/** Every object of a record that names a file, in the order of the text. Throws a SyntaxError where it is no JSON. */
export function fileMembers(json: string): readonly FileMember[] {
  const found: FileMember[] = [];
  eachFile(readJson(json), (path, _holder, value) => {
    const { [FILE]: name, mimeType } = value;
    found.push({
      path: issuePath(path),
      name: typeof name === 'string' ? name : undefined,
      mimeType: typeof mimeType === 'string' ? mimeType : undefined,
      others: Object.keys(value).filter((member) => !OF_A_BLOB.has(member)),
    });
  });
  return found;
}

/** All that a record has under `$file`, wherever that stands, also in what names a file itself. Throws a SyntaxError where it is no JSON. */
export function fileNames(json: string): ReadonlySet<unknown> {
  const names = new Set<unknown>();
  const stack: unknown[] = [readJson(json)];
  while (stack.length > 0) {
    const value = stack.pop();
    if (isObject(value) && Object.hasOwn(value, FILE)) names.add(value[FILE]);
    if (Array.isArray(value) || isObject(value)) for (const inner of Object.values(value)) stack.push(inner);
  }
  return names;
}

/** The same record with blobs in place of the objects at these paths, all else as it was written. */
export function withBlobs(json: string, blobs: ReadonlyMap<string, BlobRef>): string {
  if (blobs.size === 0) return json;
  const record = readJson(json);
  eachFile(record, (path, holder) => {
    const blob = blobs.get(issuePath(path));
    const name = path.at(-1);
    if (blob !== undefined && name !== undefined) holder[name] = blob;
  });
  return writeJson(record);
}

interface Visit {
  readonly value: unknown;
  readonly holder: Container;
  readonly name: PropertyKey;
  readonly above: Visit | undefined;
}

function pathTo(visit: Visit): readonly PropertyKey[] {
  const names: PropertyKey[] = [];
  for (let at = visit; at.above !== undefined; at = at.above) names.push(at.name);
  return names.reverse();
}

/** The record itself cannot be one. A stack of its own: depth comes from strangers. */
function eachFile(record: unknown, found: Found): void {
  const stack: Visit[] = [{ value: record, holder: {}, name: '', above: undefined }];
  for (let visit = stack.pop(); visit !== undefined; visit = stack.pop()) {
    const { value, holder, above } = visit;
    if (above !== undefined && isObject(value) && Object.hasOwn(value, FILE)) {
      found(pathTo(visit), holder, value);
      continue;
    }
    const isList = Array.isArray(value);
    if (!isList && !isObject(value)) continue;
    const names: readonly PropertyKey[] = isList ? [...value.keys()] : memberNames(value);
    const inner = value as Container;
    for (const name of names.toReversed()) {
      // No blob stands at a name that an assignment would take for something else.
      if (name !== '__proto__') stack.push({ value: inner[name], holder: inner, name, above: visit });
    }
  }
}
