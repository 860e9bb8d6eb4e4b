/** Longer addresses are dropped by terminals (VTE, iTerm2). */
const URL_CHARACTERS_MAX = 2083;
/** All that may stand in the sequence. */
const PRINTABLE = /^[\x21-\x7e]*$/;

let isDrawn = false;

/** Whether links are drawn as links of the terminal from now on, where it is known to take them. */
export function drawLinks(isWanted: boolean): void {
  isDrawn = isWanted;
}

/**
 * A painted text that opens a web address where the terminal has it clicked (OSC 8). The text is our own or has been sanitised: links
 * of the network's own never get here. Rows of one wrapped link have the same `id`, so that they light up together.
 */
export function linked(painted: string, url: string | undefined, id: string): string {
  if (!isDrawn || painted === '' || url === undefined || !/^https?:\/\//i.test(url)) return painted;
  // A URL in its normal form has everything percent-encoded that a terminal would obey.
  const target = URL.parse(url)?.href;
  if (target === undefined || target.length > URL_CHARACTERS_MAX || !PRINTABLE.test(target)) return painted;
  return `\x1b]8;id=${id.replace(/[^\w.-]/g, '')};${target}\x1b\\${painted}\x1b]8;;\x1b\\`;
}

/** A web address in a text, and where it stands. */
interface Found {
  readonly start: number;
  readonly end: number;
  readonly url: string;
}

const WEB_ADDRESS = /https?:\/\/[^\s<>"“”…]+/gi;

/** Web addresses as people write them into sentences: marks behind them belong to the sentence. */
function webAddressesIn(text: string): readonly Found[] {
  return [...text.matchAll(WEB_ADDRESS)].flatMap(({ 0: match, index }) => {
    const written = match.replace(/[.,;:!?)\]}'’]+$/, '');
    return URL.canParse(written) ? [{ start: index, end: index + written.length, url: written }] : [];
  });
}

/** The rows of a sanitised text, which begin at `offsets`, each with its web addresses as links. */
export function rowsWithLinks(text: string, offsets: readonly number[], id: string): string[] {
  const found = isDrawn ? webAddressesIn(text) : [];
  return offsets.map((from, row) => {
    const to = offsets[row + 1] ?? text.length;
    let out = '';
    let at = from;
    for (const [index, { start, end, url }] of found.entries()) {
      if (end <= from || start >= to) continue;
      const [head, tail] = [Math.max(start, from), Math.min(end, to)];
      out += text.slice(at, head) + linked(text.slice(head, tail), url, `${id}.${index}`);
      at = tail;
    }
    return out + text.slice(at, to);
  });
}
