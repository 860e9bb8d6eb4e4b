import type { NewRecord } from './author.js';

/** A lexicon that nobody has heard of. */
export const UNKNOWN_COLLECTION = 'com.example.garden.plant';
/** Records that are hard on who shows them. */
export const ODDITY_COLLECTION = 'com.example.garden.oddity';

/** Whatever a terminal might obey, in values and in names. */
export const ESCAPES: Readonly<Record<string, string>> = {
  clipboard: 'before\x1b]52;c;b3duZWQ=\x07after',
  hyperlink: 'before\x1b]8;;https://evil.example/\x1b\\click me\x1b]8;;\x1b\\after',
  title: 'before\x1b]0;owned\x07after',
  colours: 'before\x1b[31;1;5mred\x1b[0mafter',
  cursor: 'before\x1b[2J\x1b[H\x1b[10;10H\x1b[5A\x1b[?1049l\x1b[?25lafter',
  device: 'before\x1b[6n\x1b[c\x1bP$q"p\x1b\\\x1b_APC\x1b\\after',
  bidi: 'before\u202egnp.exe\u202c \u2066isolate\u2069 \u200fmark\u200eafter',
  newlines: 'one\ntwo\r\nthree\rfour\u2028five\u2029six\u0085seven\ttab\vvertical\fform',
  c1: 'before\u009b31m\u009d0;owned\u009c\u0090dcs\u009c\u0084after',
  c0: 'before\0\x01\x07\x08\x0e\x0f\x7fafter',
  invisible: 'a\u200bb\u200cc\u200dd\u2060e\ufefff\u00adg\u034fh',
  'name\x1b[31m\x1b]0;owned\x07': 'the name of this field has escapes in it',
};

export const ODDITY_BYTES = 200_000;
export const ODDITY_LEVELS = 50;

export function oddities(createdAt: string): NewRecord[] {
  const oddity = (rkey: string, value: Record<string, unknown>): NewRecord => ({
    collection: ODDITY_COLLECTION,
    rkey,
    value: { ...value, createdAt },
  });
  return [
    oddity('escapes', { strings: ESCAPES, list: Object.values(ESCAPES) }),
    oddity('large', large()),
    oddity('deep', { nested: deep(ODDITY_LEVELS) }),
  ];
}

/** About 200 KB of JSON: 1,000 lines, and one long string. */
function large(): Record<string, unknown> {
  const lines = Array.from({ length: 1000 }, (_, i) => ({
    number: i,
    text: `Line ${i}: ${'lorem ipsum '.repeat(9).trim()}`,
  }));
  const rest = ODDITY_BYTES - JSON.stringify(lines).length;
  return { lines, longText: 'one long string without an end '.repeat(Math.ceil(rest / 31)).slice(0, rest) };
}

function deep(levels: number): unknown {
  if (levels === 0) return 'the bottom';
  return levels % 2 === 0 ? { level: levels, inner: deep(levels - 1) } : [levels, deep(levels - 1)];
}
