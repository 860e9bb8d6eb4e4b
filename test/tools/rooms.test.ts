import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { arrowsIn, drawRooms, withDrawing } from './rooms/drawing.js';
import { type Import, importsIn } from './rooms/imports.js';
import { type Breach, breachesOf, circlesIn, floorOf } from './rooms/rules.js';

/** What goes through a wall, the file below `src/` that does it, its text, and what is said of it. */
const SCRATCH: readonly (readonly [does: string, path: string, text: string, message: string])[] = [
  [
    'imports a value from a room above',
    'text/value.ts',
    "import { lensFor } from '../lenses/lens-for.js';\nexport const lens = lensFor;\n",
    'src/text/value.ts:1: text imports up to lenses (lenses/lens-for.ts).',
  ],
  [
    'imports a type from a room above',
    'keep/type.ts',
    "import { join } from 'node:path';\nimport type { Identity } from '../atproto/identity/identity.js';\nexport type { Identity };\n",
    'src/keep/type.ts:2: keep imports up to atproto (atproto/identity/identity.ts).',
  ],
  [
    'names a type of a room above without an import statement',
    'text/type-expression.ts',
    "export type Lens = import('../lenses/lens.js').Lens;\n",
    'src/text/type-expression.ts:1: text imports up to lenses (lenses/lens.ts).',
  ],
  [
    'passes on what a room above exports',
    'text/re-export.ts',
    "export type { Lens } from '../lenses/lens.js';\n",
    'src/text/re-export.ts:1: text imports up to lenses (lenses/lens.ts).',
  ],
  [
    'loads a room above when it is needed',
    'text/dynamic.ts',
    "export const later = () => import('../lenses/lens-for.js');\n",
    'src/text/dynamic.ts:1: text imports up to lenses (lenses/lens-for.ts).',
  ],
  [
    'has the command line import the screen',
    'cli/across-to-tui.ts',
    "export * from '../tui/terminal/clipboard.js';\n",
    'src/cli/across-to-tui.ts:1: cli imports across to tui (tui/terminal/clipboard.ts).',
  ],
  [
    'has the screen import the command line',
    'tui/across-to-cli.ts',
    "export * from '../cli/exit-codes.js';\n",
    'src/tui/across-to-cli.ts:1: tui imports across to cli (cli/exit-codes.ts).',
  ],
  [
    'has the screen know a view',
    'tui/screen/upward.ts',
    "export * from '../views/registry.js';\n",
    'src/tui/screen/upward.ts:1: tui/screen imports up to tui/views/registry.ts.',
  ],
  [
    'has a view know the commands',
    'tui/views/upward.ts',
    "export type { Command } from '../commands/command.js';\n",
    'src/tui/views/upward.ts:1: tui/views imports up to tui/commands/command.ts.',
  ],
  [
    'draws outside of tui with React',
    'store/react.ts',
    "import type { ReactNode } from 'react';\nexport type Drawn = ReactNode;\n",
    'src/store/react.ts:1: only tui draws, store imports react.',
  ],
  [
    'draws outside of tui with Ink',
    'places/ink.ts',
    "export { Box } from 'ink';\n",
    'src/places/ink.ts:1: only tui draws, places imports ink.',
  ],
  [
    'imports itself',
    'text/circle.ts',
    "export * from './circle.js';\n",
    'src/text/circle.ts: imports itself by way of others: text/circle.ts → text/circle.ts.',
  ],
  [
    'opens a room of its own',
    'misc/room.ts',
    "export * from '../text/width.js';\n",
    'src/misc/room.ts:1: there is no room misc.',
  ],
  [
    'imports from the tests',
    'text/outside.ts',
    "export * from '../../test/support/random.js';\n",
    'src/text/outside.ts:1: test/support/random.js is outside of the house.',
  ],
];

const WITHIN_THE_WALLS = 'store/within-the-walls.ts';

describe('in a copy of the source, a scratch file', () => {
  let house: string;
  let breaches: readonly Breach[];

  beforeAll(async () => {
    house = await mkdtemp(join(tmpdir(), 'atscope-rooms-'));
    const src = join(house, 'src');
    await cp('src', src, { recursive: true });
    await mkdir(join(src, 'misc'));
    for (const [, path, text] of SCRATCH) await writeFile(join(src, path), text);
    await writeFile(
      join(src, WITHIN_THE_WALLS),
      "export * from '../places/address.js';\nexport * from '../text/width.js';\nexport * from 'zustand';\n",
    );
    breaches = breachesOf(importsIn(house));
  });

  afterAll(() => rm(house, { recursive: true, force: true }));

  const messagesAbout = (path: string) =>
    breaches.map(({ message }) => message).filter((message) => message.startsWith(`src/${path}:`));

  test.each(SCRATCH)('that %s is found', (_, path, __, message) => {
    expect(messagesAbout(path)).toEqual([message]);
  });

  test('that imports from rooms below, and packages, is let pass', () => {
    expect(messagesAbout(WITHIN_THE_WALLS)).toEqual([]);
  });
});

const imports = (...pairs: readonly (readonly [from: string, to: string])[]): readonly Import[] =>
  pairs.map(([from, to]) => ({ from, to, kind: 'file', line: 1 }));

test('a circle is told once, by its shortest way', () => {
  const found = circlesIn(
    imports(
      ['text/a.ts', 'text/b.ts'],
      ['text/b.ts', 'text/c.ts'],
      ['text/c.ts', 'text/a.ts'],
      ['text/b.ts', 'text/a.ts'],
      ['text/d.ts', 'text/a.ts'],
    ),
  );
  expect(found).toEqual([['text/a.ts', 'text/b.ts']]);
});

test('rooms are drawn from the highest down, with as many arrows as there are imports', () => {
  const drawing = drawRooms(
    imports(
      ['keep/config.ts', 'text/width.ts'],
      ['run.tsx', 'keep/config.ts'],
      ['keep/settings.ts', 'text/width.ts'],
    ),
  );
  expect(drawing).toBe(`\`\`\`mermaid
flowchart TD
  the-door["src/*"]
  keep["keep/"]
  text["text/"]
  the-door -->|1| keep
  keep -->|2| text
\`\`\``);
});

test('a new drawing takes the place of the old one, and what is written around it stays', () => {
  const first = withDrawing('# The house\n', 'old');
  expect(withDrawing(`${first}\nMore.\n`, 'new')).toBe(`${first.replace('old', 'new')}\nMore.\n`);
});

describe('the house as it is', () => {
  let found: readonly Import[];

  beforeAll(() => {
    found = importsIn('.');
  });

  test('has no arrow that leads upward', () => {
    const floor = (room: string) => floorOf(room) ?? Number.NaN;
    const arrows = arrowsIn(found);
    expect(arrows.length).toBeGreaterThan(10);
    expect(arrows.filter(({ from, to }) => !(floor(from) > floor(to)))).toEqual([]);
  });

  test('is what docs/architecture.md draws', async () => {
    const document = await readFile('docs/architecture.md', 'utf8');
    expect(document, 'npm run rooms brings it up to date').toBe(withDrawing(document, drawRooms(found)));
  });
});
