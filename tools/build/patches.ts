// What is changed in packages on their way into the bundle, and into the tests: both run the same code (see vitest.config.ts).
// Each patch throws where there is nothing to change any more.

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
  change: (source) => source.replaceAll('"function"!=typeof fetch', 'true'),
};

/**
 * Has Ink keep what it worked out about lines (their characters and widths) from one frame to the next, where it would work
 * it out anew: most lines of a frame are those of the frame before. Bounded, since live events bring new lines for ever.
 */
const keptOutputCaches: Patch = {
  file: /[\\/]ink[\\/]build[\\/]output\.js$/,
  change: (source) =>
    source.replace(
      /^(.*)caches = new OutputCaches\(\);(.*)$/s,
      `$1caches = keptCaches();$2
let kept = new OutputCaches();
function keptCaches() {
  if (kept.styledChars.size > 1000 || kept.widths.size > 10_000) kept = new OutputCaches();
  return kept;
}
`,
    ),
};

/**
 * Has string-width read what the emoji are when it meets the first character that may be one: the pattern of all of them
 * takes a sixth of a bare Node to be read.
 */
const emojiWhenNeeded: Patch = {
  file: /[\\/]string-width[\\/]index\.js$/,
  change: (source) =>
    source.replace(
      /^const emojiPrefixRegex = (.*);$/m,
      `let emojiPrefix;
const emojiPrefixRegex = {
  test: (text) => (emojiPrefix ??= $1).test(text),
  exec: (text) => (emojiPrefix ??= $1).exec(text),
};`,
    ),
};

const patches = [yogaWithoutFetch, keptOutputCaches, emojiWhenNeeded];

/** The packages that hold something to change, and those that import them: they run the changed code all together. */
export const PATCHED_PACKAGES: readonly string[] = [
  'ink',
  'ink-table',
  'ink-testing-library',
  'yoga-layout',
  'string-width',
  'wrap-ansi',
  'slice-ansi',
  'cli-truncate',
  'widest-line',
];

/** The source of a file as it is to run. Throws where there is nothing to change in it any more. */
export function patched(path: string, source: string): string {
  const patch = patches.find(({ file }) => file.test(path));
  if (patch === undefined) return source;
  const changed = patch.change(source);
  if (changed === source)
    throw new Error(`${path} has nothing to change any more: see tools/build/patches.ts`);
  return changed;
}

/** The files that are changed, whichever package they are of. */
export const PATCHED_FILES = new RegExp(patches.map(({ file }) => file.source).join('|'));
