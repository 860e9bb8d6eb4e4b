/**
 * The text of one member of a JSON object, cut out of the text of the whole as it stands, so that nothing is lost
 * on the way: digits past 2^53, the order of members, escapes, white space. The last of several members with the
 * name counts, as with `JSON.parse`. Undefined where `json` is not an object or has no such member.
 *
 * `json` must be valid JSON: it comes from a `RawItem`.
 */
export function jsonMember(json: string, name: string): string | undefined {
  let at = skipSpace(json, 0);
  if (json[at] !== '{') return undefined;
  let found: string | undefined;
  at = skipSpace(json, at + 1);
  while (json[at] === '"') {
    const keyEnd = stringEnd(json, at);
    const start = skipSpace(json, skipSpace(json, keyEnd) + 1);
    const end = valueEnd(json, start);
    if (isKey(json.slice(at, keyEnd), name)) found = json.slice(start, end);
    at = skipSpace(json, end);
    if (json[at] !== ',') break;
    at = skipSpace(json, at + 1);
  }
  return found;
}

function isKey(quoted: string, name: string): boolean {
  return quoted.includes('\\') ? JSON.parse(quoted) === name : quoted === `"${name}"`;
}

function skipSpace(json: string, from: number): number {
  let at = from;
  while (' \n\r\t'.includes(json.charAt(at)) && at < json.length) at += 1;
  return at;
}

/** The index behind the closing quote of the string that opens at `from`. */
function stringEnd(json: string, from: number): number {
  for (let at = from + 1; at < json.length; at += 1) {
    const code = json.charCodeAt(at);
    if (code === 0x5c) at += 1;
    else if (code === 0x22) return at + 1;
  }
  return json.length;
}

/** The index behind the value that starts at `from`. Depth is counted, not walked: records may nest without end. */
function valueEnd(json: string, from: number): number {
  let depth = 0;
  let at = from;
  while (at < json.length) {
    switch (json[at]) {
      case '"':
        at = stringEnd(json, at);
        break;
      case '{':
      case '[':
        depth += 1;
        at += 1;
        break;
      case '}':
      case ']':
        // Closing what was open before the value: the value was a bare number or word.
        if (depth === 0) return at;
        depth -= 1;
        at += 1;
        break;
      default:
        if (depth === 0 && ', \n\r\t'.includes(json.charAt(at))) return at;
        at += 1;
        continue;
    }
    if (depth === 0) return at;
  }
  return at;
}
