import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = new URL('../../', import.meta.url).pathname;
const documents = ['README.md', 'CONTRIBUTING.md', 'docs/architecture.md'];

/** The paths of the repository that a text names in code. */
const pathsIn = (text: string): readonly string[] =>
  [...text.matchAll(/`((?:src|test|tools|docs)\/[\w./-]*)`/g)].flatMap(([, path]) => path ?? []);

test.each(documents)('what %s names is there', (document) => {
  const paths = pathsIn(readFileSync(join(root, document), 'utf8'));
  expect(paths.length).toBeGreaterThan(2);
  expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

test('the architecture has all of its parts, once each', () => {
  const text = readFileSync(join(root, 'docs/architecture.md'), 'utf8');
  const parts = ['rooms', 'values', 'State', 'One key press', 'One click', 'One frame', 'Glossary'];
  const headings = [...text.matchAll(/^## (?:The )?(.+)$/gm)].map(([, heading]) => heading);
  expect(headings).toEqual(parts);
});

test('the architecture tells of every room', () => {
  const text = readFileSync(join(root, 'docs/architecture.md'), 'utf8');
  const rooms = readdirSync(join(root, 'src'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'launcher')
    .map(({ name }) => name);
  expect(rooms.filter((room) => !text.includes(`| \`src/${room}/\` |`))).toEqual([]);
});
