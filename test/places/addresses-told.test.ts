import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { parseCommandLine } from '../../src/cli/command-line.js';
import { placeKinds } from '../../src/places/registry.js';

const words = placeKinds.flatMap(
  ({ kind, word = kind, behind, schemes }) =>
    schemes?.map((scheme) => `${scheme}:`) ?? (behind === undefined ? [] : [`/${word}`]),
);

test('the help tells every address', () => {
  const printed = parseCommandLine(['--help'], {});
  for (const word of words) expect('text' in printed ? printed.text : '').toContain(word);
});

test('the README tells every address', async () => {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
  for (const word of words) expect(readme).toContain(word);
});
