import type { Names } from '../../lenses/names.js';
import { type Address, accountOf } from '../../places/address.js';
import { kindOf } from '../../places/kind-of.js';
import { fit, fitMiddle } from '../../text/fit.js';
import { sanitise } from '../../text/sanitise.js';
import { width } from '../../text/width.js';

const SEPARATOR = ' › ';
/** A part is not cut below this while another is longer. */
const PART_CELLS_MIN = 8;

/** The steps that lead to an address, outermost first, sanitised. DIDs stand as handles where those are known. */
export function breadcrumb(address: Address | undefined, names: Names): readonly string[] {
  if (!address) return ['atscope'];
  const owner = ownerText(address, names);
  const steps = kindOf(address).steps(address);
  return (owner === undefined ? steps : [owner, ...steps]).map(sanitise);
}

/** The account that an address is about, as a handle where one is known; undefined where it is about none. */
export function ownerText(address: Address, names: Names): string | undefined {
  const repo = accountOf(address);
  return repo?.startsWith('did:') ? (names(repo) ?? repo) : repo;
}

/** The steps on one line of at most `cells`: the longest ones are cut in their middle first. */
export function breadcrumbText(parts: readonly string[], cells: number): string {
  const widths = parts.map(width);
  let total = widths.reduce((sum, part) => sum + part, 0) + SEPARATOR.length * (parts.length - 1);
  let room = widths;
  while (total > cells) {
    const longest = Math.max(...room);
    if (longest <= PART_CELLS_MIN) break;
    room = room.with(room.indexOf(longest), longest - 1);
    total -= 1;
  }
  const text = parts
    .map((part, index) => {
      const cells = room[index] ?? 0;
      return cells < width(part) ? fitMiddle(part, cells) : part;
    })
    .join(SEPARATOR);
  return width(text) <= cells ? text : fit(text, cells);
}
