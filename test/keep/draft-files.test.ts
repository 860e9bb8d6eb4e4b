import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDrafts } from '../../src/keep/draft-files.js';
import type { Draft } from '../../src/keep/drafts.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const draft = (id: string, more: Partial<Draft> = {}): Draft => ({
  id,
  did: 'did:plc:alice',
  time: 1,
  collection: 'app.bsky.feed.post',
  rkey: undefined,
  base: undefined,
  baseJson: undefined,
  text: '// what it is\n{"text":"hello"',
  problem: undefined,
  ...more,
});

async function drafts() {
  const folder = join(await temporaryFolder(), 'drafts');
  const told: string[] = [];
  return { folder, told, open: () => openDrafts(folder, (text) => told.push(text)) };
}

test('what was typed is there in the next run as it was typed, newest first, of its account only', async () => {
  const { open } = await drafts();
  await open().save(draft('one'));
  await open().save(draft('two', { time: 2, rkey: 'self', base: 'bafy', problem: 'It was refused.' }));
  await open().save(draft('his', { did: 'did:plc:bob' }));
  expect(await open().list('did:plc:alice')).toEqual([
    draft('two', { time: 2, rkey: 'self', base: 'bafy', problem: 'It was refused.' }),
    draft('one'),
  ]);
  await open().save(draft('one', { text: 'another', untyped: ['{}'] }));
  await open().remove('two');
  expect(await open().list('did:plc:alice')).toEqual([draft('one', { text: 'another', untyped: ['{}'] })]);
});

test('only its owner may read it', async () => {
  const { folder, open } = await drafts();
  await open().save(draft('one'));
  for (const name of ['.', ...(await readdir(folder))]) {
    expect((await stat(join(folder, name))).mode & 0o077, name).toBe(0);
  }
});

test('what is no draft stays where it is, and is told', async () => {
  const { folder, told, open } = await drafts();
  await open().save(draft('one'));
  await writeFile(join(folder, 'torn.json'), '{"id":"torn"', { mode: 0o600 });
  await writeFile(join(folder, 'other.json'), JSON.stringify(draft('one')), { mode: 0o600 });
  const odd = JSON.stringify({ ...draft('odd'), untyped: [7] });
  await writeFile(join(folder, 'odd.json'), odd, { mode: 0o600 });
  await writeFile(join(folder, 'notes.txt'), 'mine');
  expect(await open().list('did:plc:alice')).toEqual([draft('one')]);
  expect([...told].sort()).toEqual([
    expect.stringContaining('odd.json is not a draft of atscope'),
    expect.stringContaining('other.json is not a draft of atscope'),
    expect.stringContaining('torn.json cannot be read'),
  ]);
  expect(await readdir(folder)).toHaveLength(5);
});

test('a disk that takes nothing is told to who saves', async () => {
  const { folder, open } = await drafts();
  await open().save(draft('one'));
  await writeFile(`${folder}-file`, '');
  await expect(openDrafts(join(`${folder}-file`, 'in'), () => {}).save(draft('two'))).rejects.toThrow(
    'ENOTDIR',
  );
});
