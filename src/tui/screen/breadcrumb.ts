import type { Names } from '../../lenses/names.js';
import { type Address, accountOf, parentAddress } from '../../places/address.js';
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

/** Where a step leads, told by its index: to the address whose own steps are those up to it. Undefined where none has these. */
export function addressOfStep(address: Address, index: number): Address | undefined {
  const texts = breadcrumb(address, noNames).slice(0, index + 1);
  for (let at: Address | undefined = address; at; at = parentAddress(at)) {
    const own = breadcrumb(at, noNames);
    if (own.length === texts.length && own.every((text, step) => text === texts[step])) return at;
  }
  return undefined;
}

const noNames: Names = () => undefined;

/** The account that an address is about, as a handle where one is known; undefined where it is about none. */
export function ownerText(address: Address, names: Names): string | undefined {
  const repo = accountOf(address);
  return repo?.startsWith('did:') ? (names(repo) ?? repo) : repo;
}

/** The steps on one line of at most `cells`: the longest ones are cut in their middle first. */
export function breadcrumbText(parts: readonly string[], cells: number): string {
  const text = shortened(parts, cells).join(SEPARATOR);
  return width(text) <= cells ? text : fit(text, cells);
}

/** The cells of that line on which each step stands, as far as it is in sight. */
export function stepCells(
  parts: readonly string[],
  cells: number,
): readonly { readonly x: number; readonly width: number; readonly index: number }[] {
  let x = 0;
  return shortened(parts, cells).flatMap((part, index) => {
    const from = x;
    x += width(part) + SEPARATOR.length;
    const shown = Math.min(width(part), cells - from);
    return shown > 0 ? [{ x: from, width: shown, index }] : [];
  });
}

function shortened(parts: readonly string[], cells: number): readonly string[] {
  const widths = parts.map(width);
  let total = widths.reduce((sum, part) => sum + part, 0) + SEPARATOR.length * (parts.length - 1);
  let room = widths;
  while (total > cells) {
    const longest = Math.max(...room);
    if (longest <= PART_CELLS_MIN) break;
    room = room.with(room.indexOf(longest), longest - 1);
    total -= 1;
  }
  return parts.map((part, index) => {
    const shown = room[index] ?? 0;
    return shown < width(part) ? fitMiddle(part, shown) : part;
  });
}
