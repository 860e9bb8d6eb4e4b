import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { accessOf, scopesOf } from '../../../../src/atproto/session/oauth/scopes.js';

const source = fileURLToPath(new URL('../../../../src', import.meta.url));

test('to read asks for nothing that writes', () => {
  const scopes = scopesOf('read');
  expect(scopes[0]).toBe('atproto');
  for (const scope of scopes.slice(1)) {
    const methods = new URLSearchParams(scope.replace(/^rpc\?/, '')).getAll('lxm');
    expect(methods.length).toBeGreaterThan(20);
    for (const nsid of methods) expect(nsid).toMatch(/^app\.bsky\.\w+\.(?:get|list|search)[A-Z]\w+$/);
  }
});

test('to read asks for each query that atscope makes of an AppView', async () => {
  const files = (await readdir(source, { recursive: true })).filter((file) => /\.tsx?$/.test(file));
  const texts = await Promise.all(files.map((file) => readFile(join(source, file), 'utf8')));
  const asked = texts.flatMap(
    (text) => text.match(/(?<=')app\.bsky\.\w+\.(?:get|list|search)[A-Z]\w+(?=')/g) ?? [],
  );
  expect(asked.length).toBeGreaterThan(20);
  const granted = scopesOf('read').join(' ');
  for (const nsid of asked) expect(granted).toContain(`lxm=${nsid}&`);
});

test.each([
  ['atproto', 'read'],
  ['atproto rpc?lxm=a.b.c&aud=*', 'read'],
  ['atproto transition:generic', 'write'],
  ['transition:generic atproto transition:email', 'write'],
  ['atproto transition:generically', 'read'],
  ['', 'read'],
])('who was granted %j may %s', (granted, access) => expect(accessOf(granted)).toBe(access));
