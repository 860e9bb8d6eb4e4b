import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lenses } from '../../src/lenses/lens-for.js';
import { placeKinds } from '../../src/places/registry.js';
import { views } from '../../src/tui/views/registry.js';

const src = new URL('../../src/', import.meta.url).pathname;
const files = globSync('**/*.{ts,tsx}', { cwd: src });
const text = (file: string): string => readFileSync(join(src, file), 'utf8');

/** The files that import a value of a file; types cost nothing where something is added. */
const importersOf = (file: string): readonly string[] =>
  files.filter((other) => {
    const path = relative(dirname(other), file).replace(/\.tsx?$/, '.js');
    const spelt = path.startsWith('.') ? path : `./${path}`;
    return new RegExp(`^import (?!type ).*from '${spelt.replaceAll('.', '\\.')}'`, 'm').test(text(other));
  });

/** Names that a file exports with a type. */
const exportsOf = (file: string, type: string): readonly string[] =>
  [...text(file).matchAll(new RegExp(`export const (\\w+): ${type}`, 'g'))].flatMap(([, name]) => name ?? []);

describe('a kind of place is a file, and a line in the registry', () => {
  const kinds = files.filter((file) => dirname(file) === 'places/kinds');

  test('every file is one kind, under its own name', () => {
    expect(placeKinds).toHaveLength(kinds.length);
    expect(kinds.length).toBeGreaterThan(15);
  });

  test.each(kinds)('nothing but the registry knows %s', (kind) => {
    expect(importersOf(kind).filter((file) => dirname(file) !== 'places/kinds')).toEqual([
      'places/registry.ts',
    ]);
  });
});

describe('a lens is a file, and a line in the list', () => {
  const found = files
    .filter((file) => dirname(file) === 'lenses')
    .flatMap((file) => exportsOf(file, 'Lens').map((name) => ({ file, name })));

  test('every one is in the list, or is the one for all else', () => {
    expect(found.map(({ name }) => name)).toContain('fallbackLens');
    expect(lenses).toHaveLength(found.length - 1);
  });

  test('nothing above the places knows one', () => {
    const known = found.flatMap(({ file }) => importersOf(file));
    expect(known.filter((file) => !/^(lenses|places)\//.test(file))).toEqual([]);
  });
});

describe('a view is a file, and a line in the registry', () => {
  test('every one is in the registry', () => {
    const registry = text('tui/views/registry.ts');
    const found = files
      .filter((file) => dirname(file) === 'tui/views')
      .flatMap((file) =>
        [...text(file).matchAll(/export const (\w+View)\b/g)].flatMap(([, name]) => name ?? []),
      );
    expect(found.filter((name) => !registry.includes(`  ${name},`))).toEqual([]);
    expect(found).toHaveLength(views.length);
  });
});

describe('a command is an entry of a table', () => {
  const tables = files.filter((file) => /^tui\/commands\/[\w-]+-commands\.ts$/.test(file));

  test.each(tables)('%s is part of all of them', (table) => {
    const known = importersOf(table);
    expect(known.some((file) => file.startsWith('tui/commands/'))).toBe(true);
  });
});
