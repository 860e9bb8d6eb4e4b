import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { NARROW } from '../../src/text/character-classes.js';

/** What it takes for a cell each without looking closer, since it was changed. */
const STAND_ALONE = `[${NARROW}\\u2580-\\u259F]`;
/** What could make one thing of two: marks, an emoji variant, a keycap, a joiner with what it joins. */
const BEHIND = ['', 'a', '\u0301', '\uFE0F', '\uFE0E', '\u20E3', '\u200D\u{1F525}', '\u{1F3FD}', '\u0903'];
const BEFORE = ['\u0600', '\u{1F469}\u200D', '\u0915\u094D', '\u1100', '漢'];

/** The widths of all those characters beside each of these, by one string-width or the other. */
function widths(measure: (text: string) => number, characters: string, behind: string[], before: string[]) {
  const found: number[] = [];
  const isMeant = new RegExp(characters);
  for (let unit = 0x20; unit < 0xd800; unit += 1) {
    const character = String.fromCharCode(unit);
    if (!isMeant.test(character)) continue;
    for (const rest of behind) found.push(measure(character + rest));
    for (const rest of before) found.push(measure(rest + character));
  }
  return found.join('');
}

test('string-width counts what it counted before it was changed (test/tools/build/patches.ts)', async () => {
  const given = [STAND_ALONE, BEHIND, BEFORE].map((one) => JSON.stringify(one)).join();
  const unchanged = `import stringWidth from 'string-width';
    ${widths}
    process.stdout.write(widths(stringWidth, ${given}));`;
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--input-type=module',
    '--eval',
    unchanged,
  ]);
  expect(stdout.length).toBeGreaterThan(10_000);
  expect(widths(stringWidth, STAND_ALONE, BEHIND, BEFORE) === stdout, 'the same widths').toBe(true);
});
