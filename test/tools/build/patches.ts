// What is changed in packages on their way into the bundle, and into the tests: both run the same code (see vitest.config.ts).
// Each patch throws where there is nothing to change any more.

import { NARROW } from '../../../src/text/character-classes.ts';

interface Patch {
  /** Which files of node_modules it is for. */
  readonly file: RegExp;
  change(source: string): string;
}

/**
 * Has Yoga, which lays Ink's boxes out, decode its WebAssembly itself. It would fetch it from a data: URL, and the mere
 * name of `fetch` makes Node load an HTTP client of its own: a tenth of the time to the first frame.
 */
const yogaWithoutFetch: Patch = {
  file: /[\\/]yoga-wasm-base64-esm\.js$/,
  change: (source) => inTurn(source, [[/"function"!=typeof fetch/g, 'true']]),
};

/**
 * Has Ink keep what it worked out about lines (their characters and widths) from one frame to the next, where it would work
 * it out anew: most lines of a frame are those of the frame before. Bounded, since live events bring new lines for ever.
 */
const keptOutputCaches: Patch = {
  file: /[\\/]ink[\\/]build[\\/]output\.js$/,
  change: (source) =>
    `${inTurn(source, [['caches = new OutputCaches();', 'caches = keptCaches();']])}
let kept = new OutputCaches();
function keptCaches() {
  if (kept.styledChars.size > 1000 || kept.widths.size > 10_000) kept = new OutputCaches();
  return kept;
}
`,
};

/** Block elements: one cell each, and no part of anything beside them. Frames are full of them. */
const BLOCKS = String.raw`\u2580-\u259F`;

/**
 * Has string-width look at characters one by one only where our own lines do (they are a cell each, and stand alone), and
 * read what the graphemes and the emoji are when it meets the first of the others: these two take a third of a bare Node.
 * An option of it, `ambiguousIsNarrow: false`, would be passed over for those characters. Nobody sets it.
 */
const graphemesWhenNeeded: Patch = {
  file: /[\\/]string-width[\\/]index\.js$/,
  change: (source) =>
    inTurn(source, [
      ['const segmenter = new Intl.Segmenter();', 'let segmenter;'],
      ['segmenter.segment(string)', '(segmenter ??= new Intl.Segmenter()).segment(string)'],
      [
        String.raw`const nonAsciiOrControlRegex = /[^\u{20}-\u{7E}]/v;`,
        `const nonAsciiOrControlRegex = /[^${NARROW}${BLOCKS}]/;`,
      ],
      [
        /^const emojiPrefixRegex = (.*);$/m,
        `let emojiPrefix;
const emojiPrefixRegex = {
  test: (text) => (emojiPrefix ??= $1).test(text),
  exec: (text) => (emojiPrefix ??= $1).exec(text),
};`,
      ],
    ]),
};

/** Has what is asked for the lexicons that `@atproto/api` brings load nothing else of it. */
const lexiconsOfApi: Patch = {
  file: /[\\/]@atproto[\\/]api[\\/]dist[\\/]index\.js$/,
  change: () => "export { schemas } from './client/lexicons.js';",
};

/** Has the lexicons of `@atproto/api` stand alone: a validator over all of them is made beside them as soon as they are loaded. */
const lexiconsAlone: Patch = {
  file: /[\\/]@atproto[\\/]api[\\/]dist[\\/]client[\\/]lexicons\.js$/,
  change: (source) =>
    inTurn(source, [
      [/^import .*$/gm, ''],
      [/^export const lexicons = [\s\S]*/m, ''],
    ]),
};

/** Throws for what is not there. */
function inTurn(source: string, changes: readonly (readonly [RegExp | string, string])[]): string {
  let changed = source;
  for (const [what, replacement] of changes) {
    const before = changed;
    changed = changed.replace(what, replacement);
    if (changed === before) throw new Error(`there is no ${what} any more: see test/tools/build/patches.ts`);
  }
  return changed;
}

const patches = [yogaWithoutFetch, keptOutputCaches, graphemesWhenNeeded, lexiconsOfApi, lexiconsAlone];

/** The packages that hold something to change, and those that import them: they run the changed code all together. */
export const PATCHED_PACKAGES: readonly string[] = [
  'ink',
  'ink-testing-library',
  'yoga-layout',
  'string-width',
  'wrap-ansi',
  'slice-ansi',
  'cli-truncate',
  'widest-line',
  '@atproto/api',
];

/** The source of a file as it is to run. Throws where there is nothing to change in it any more. */
export function patched(path: string, source: string): string {
  const patch = patches.find(({ file }) => file.test(path));
  if (patch === undefined) return source;
  return patch.change(source);
}

/** The files that are changed, whichever package they are of. */
export const PATCHED_FILES = new RegExp(patches.map(({ file }) => file.source).join('|'));
