import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test('dates that others wrote are read in one place: Date.parse makes days of such as do not exist', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.tsx?$/.test(name),
  );
  const parsing = files.filter((name) => /Date\.parse\(/.test(readFileSync(join('src', name), 'utf8')));
  expect(parsing).toEqual([join('text', 'date-time.ts')]);
});
