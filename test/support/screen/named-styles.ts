import stringWidth from 'string-width';

// What the palette writes: an attribute or a colour, and what takes it away again.
const ON: Readonly<Record<string, string>> = {
  '1': 'bold',
  '2': 'dim',
  '4': 'underline',
  '7': 'inverse',
  '9': 'struck',
};
const OFF: Readonly<Record<string, readonly string[]>> = {
  '22': ['bold', 'dim'],
  '24': ['underline'],
  '27': ['inverse'],
  '29': ['struck'],
};
const SEQUENCE = /\u001B\[([\d;]*)m/;

/**
 * The styles of a line in words, by the cells that they stand in, counted from 1: `3–9 bold colour 80, 12 inverse`. Blanks that are neither
 * reversed, underlined nor in a colour of their own have none. Throws where the line holds a style that the palette has no look of.
 */
export function namedStyles(line: string): string {
  const runs: { from: number; to: number; style: string }[] = [];
  const on = new Set<string>();
  let cell = 0;
  for (const [at, part] of line.split(SEQUENCE).entries()) {
    if (at % 2 === 1) switchOn(on, part);
    else {
      const width = stringWidth(part);
      const style = [...on].sort().join(' ');
      const shows = part.trim() !== '' || /behind|inverse|underline/.test(style);
      const last = runs.at(-1);
      if (width > 0 && shows && style !== '') {
        if (last?.to === cell && last.style === style) last.to = cell + width;
        else runs.push({ from: cell + 1, to: cell + width, style });
      }
      cell += width;
    }
  }
  return runs.map(({ from, to, style }) => `${from === to ? from : `${from}–${to}`} ${style}`).join(', ');
}

/** A parameter of a sequence, with the colour that it takes. */
const PARAMETER = /(?:38|48);(?:5;\d+|2;\d+;\d+;\d+)|\d+/g;
const COLOUR = /^(38|48);(?:5;(\d+)|2;(\d+;\d+;\d+))$/;

function switchOn(on: Set<string>, codes: string): void {
  for (const code of codes === '' ? ['0'] : (codes.match(PARAMETER) ?? [codes])) {
    const [, plane, index, rgb] = COLOUR.exec(code) ?? [];
    const named = ON[code];
    if (plane !== undefined || code === '39' || code === '49') {
      const kind = plane === '48' || code === '49' ? 'behind' : 'colour';
      for (const one of [...on]) if (one.startsWith(kind)) on.delete(one);
      if (plane !== undefined) on.add(`${kind} ${index ?? rgb}`);
    } else if (code === '0') on.clear();
    else if (named !== undefined) on.add(named);
    else if (OFF[code]) for (const one of OFF[code]) on.delete(one);
    else throw new Error(`No name for the style ${code}.`);
  }
}
