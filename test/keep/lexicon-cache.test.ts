import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type KeptLexicon, LexiconFile } from '../../src/keep/lexicon-cache.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const outcome = {
  failed(error: unknown): never {
    throw error;
  },
};

const lexicon = (nsid: string, json = '{}'): KeptLexicon => ({
  nsid,
  did: 'did:plc:alice',
  cid: 'bafy',
  fetchedAt: 1,
  json,
});

describe('lexicons of earlier runs', () => {
  test('are there for the next run that asks the same services', async () => {
    const file = join(await temporaryFolder(), 'not/yet/lexicons.tsv');
    const files = new LexiconFile(file, 'here', outcome);
    files.set(lexicon('com.example.a', '{"tab":"\\t"}'));
    files.set(lexicon('com.example.b'));
    files.delete('com.example.b');
    await files.flush();
    const next = new LexiconFile(file, 'here', outcome);
    expect(next.get('com.example.a')).toEqual(lexicon('com.example.a', '{"tab":"\\t"}'));
    expect(next.get('com.example.b')).toBeUndefined();
    expect(new LexiconFile(file, 'there', outcome).get('com.example.a')).toBeUndefined();
  });

  test('are passed over where the file holds something else', async () => {
    const file = join(await temporaryFolder(), 'lexicons.tsv');
    const files = new LexiconFile(file, 'here', outcome);
    files.set(lexicon('com.example.good'));
    await files.flush();
    const good = await readFile(file, 'utf8');
    const odd = [
      'nonsense',
      'here\tcom.example.cut\t{"nsid":"com.ex',
      'here\tcom.example.less\t{"nsid":"com.example.less"}',
      'here\tcom.example.other\t{"nsid":"com.example.x","did":"","cid":"","fetchedAt":1,"json":""}',
      'here\tcom.example.date\t{"nsid":"com.example.date","did":"","cid":"","fetchedAt":"now","json":""}',
    ];
    await writeFile(file, `${odd.join('\n')}\n${good.replace('\n', '\tof a later version\n')}`);
    const next = new LexiconFile(file, 'here', outcome);
    for (const name of ['cut', 'less', 'other', 'date']) {
      expect(next.get(`com.example.${name}`), name).toBeUndefined();
    }
    expect(next.get('com.example.good')).toEqual(lexicon('com.example.good'));
  });

  test('are as many as the file has room for, those used last', async () => {
    const files = new LexiconFile(join(await temporaryFolder(), 'lexicons.tsv'), 'here', outcome);
    files.set(lexicon('com.example.first'));
    files.set(lexicon('com.example.second'));
    files.get('com.example.first');
    for (let at = 0; at < 299; at++) files.set(lexicon(`com.example.x${at}`));
    expect(files.get('com.example.second')).toBeUndefined();
    expect(files.get('com.example.first')).toBeDefined();
    for (let at = 0; at < 30; at++) files.set(lexicon(`com.example.y${at}`, 'x'.repeat(200_000)));
    expect(files.get('com.example.first')).toBeUndefined();
    expect(files.get('com.example.y29')).toBeDefined();
    files.set(lexicon('com.example.huge', 'x'.repeat(300_000)));
    expect(files.get('com.example.huge')).toBeUndefined();
    await files.flush();
  });
});
