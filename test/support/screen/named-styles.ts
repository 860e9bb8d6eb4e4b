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
 * reversed nor underlined have none. Throws where the line holds a style that the palette has no look of.
 */
export function namedStyles(line: string): string {
  const runs: { from: number; to: number; style: string }[] = [];
  const on = new Set<string>();
  let cell = 0;
  for (const [at, part] of line.split(SEQUENCE).entries()) {
    if (at % 2 === 1) switchOn(on, part);
    else {
      const width = stringWidth(part);
      const shows = part.trim() !== '' || on.has('inverse') || on.has('underline');
      const style = [...on].sort().join(' ');
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

function switchOn(on: Set<string>, codes: string): void {
  const colour = /^38;5;(\d+)$/.exec(codes)?.[1];
  const named = ON[codes];
  if (colour !== undefined || codes === '39' || codes === '0' || codes === '') {
    for (const one of [...on]) if (one.startsWith('colour') || codes === '0' || codes === '') on.delete(one);
    if (colour !== undefined) on.add(`colour ${colour}`);
  } else if (named !== undefined) on.add(named);
  else if (OFF[codes]) for (const one of OFF[codes]) on.delete(one);
  else throw new Error(`No name for the style ${codes}.`);
}
