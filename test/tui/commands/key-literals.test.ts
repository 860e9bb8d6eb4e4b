import { globSync, readFileSync } from 'node:fs';
import { parseSync, Visitor } from 'oxc-parser';
import { describe, expect, test } from 'vitest';
import { defaultCommands } from '../../../src/tui/commands/commands.js';
import { keyMentions } from '../../support/screen/key-mentions.js';

interface Literal {
  readonly file: string;
  readonly text: string;
}

const src = new URL('../../../src/', import.meta.url).pathname;

/** Every text that stands in the source, in pieces where something is put into it. */
const literals: readonly Literal[] = globSync('**/*.{ts,tsx}', { cwd: src }).flatMap((file) => {
  const found: Literal[] = [];
  const { program } = parseSync(file, readFileSync(src + file, 'utf8'));
  new Visitor({
    Literal({ value }) {
      if (typeof value === 'string') found.push({ file, text: value });
    },
    TemplateElement({ value }) {
      found.push({ file, text: value.cooked ?? value.raw });
    },
    JSXText({ value }) {
      found.push({ file, text: value });
    },
  }).visit(program);
  return found;
});

/** What names a key on purpose. */
const meant: Readonly<Record<string, string>> = {
  'cli/login.ts: Enter': 'a question of the command line, where no key is bound',
  'cli/rm-records.ts: |': 'a pipe of the shell',
  'cli/verbs/completions.ts: |': 'a pipe of fish',
  'cli/command-line.ts: ?': '--help tells of the program as it comes, and reads no settings',
};

test('the source is read', () => {
  expect(literals.length).toBeGreaterThan(2_000);
});

test.each([
  ['r tries again', ['r']],
  ['none: Esc ends it, w watches', ['Esc', 'w']],
  ['nothing: : goes elsewhere, q quits.', [':', 'q']],
  ['a handle, a DID', []],
])('a key is found in “%s”', (text, keys) => {
  expect(keyMentions(text)).toEqual(keys);
});

describe('sentences in the source', () => {
  test('name no key, which may be bound to something else', () => {
    const named = literals.flatMap(({ file, text }) =>
      keyMentions(text).map((key) => ({ where: `${file}: ${key}`, text })),
    );
    expect(named.filter(({ where }) => !(where in meant))).toEqual([]);
    // An exception that nothing needs any more goes.
    expect(Object.keys(meant).filter((where) => !named.some((one) => one.where === where))).toEqual([]);
  });

  test('name commands that there are', () => {
    const ids = new Set(defaultCommands.map(({ id }) => id));
    const named = literals.flatMap(({ file, text }) =>
      [...text.matchAll(/\{key:([^}]*)\}/g)].map(([, id = '']) => ({ file, id })),
    );
    expect(named.length).toBeGreaterThan(15);
    expect(named.filter(({ id }) => !ids.has(id))).toEqual([]);
  });

  test('name commands by id, and not by name', () => {
    const names = new Set(defaultCommands.flatMap(({ name }) => name ?? []));
    const literally = literals.flatMap(({ file, text }) =>
      [...text.matchAll(/(?<=^|\s):([a-z-]+)/g)]
        .filter(([, name = '']) => names.has(name))
        .map(([word]) => ({ file, word })),
    );
    expect(literally).toEqual([]);
  });
});
