import { describe, expect, test } from 'vitest';
import { archiveSource } from '../../../src/places/archives/archive-source.js';
import { errorSentence } from '../../../src/text/error-sentence.js';
import { plainArchive } from '../../support/archive/plain-archive.js';

const POST = 'app.bsky.feed.post';
const did = 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa';
const key = (index: number) => `3k${String(index).padStart(3, '0')}`;
const posts = Array.from({ length: 250 }, (_, index) => ({
  collection: POST,
  rkey: key(index),
  value: { $type: POST, text: `post ${index}` },
}));
/** `{"big": 2^60}`, which the encoder at hand takes for no integer. */
const big = Uint8Array.of(0xa1, 0x63, 0x62, 0x69, 0x67, 0x1b, 0x10, 0, 0, 0, 0, 0, 0, 0);
const archive = await plainArchive([
  { collection: 'app.bsky.actor.profile', rkey: 'self', value: { displayName: 'Alice' } },
  ...posts,
  { collection: 'app.bsky.graph.follow', rkey: '3kz', value: big },
]);
const source = archiveSource(archive);

async function all(reverse: boolean, limit?: number): Promise<string[]> {
  const uris: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await source.list(POST, cursor, { reverse, limit });
    for (let at = 0; at < page.items.length; at++) {
      uris.push((page.items.at(at)?.value() as { uri: string }).uri);
    }
    cursor = page.cursor;
  } while (cursor !== undefined);
  return uris;
}

describe('the records of an archive', () => {
  test('stand in the collections that hold some', async () => {
    const { collections } = await source.describe();
    expect(collections).toEqual(['app.bsky.actor.profile', POST, 'app.bsky.graph.follow']);
  });

  test.each([1, 7, 50, 100, 250, 300])('come in pages of %d, each once, in both orders', async (limit) => {
    const oldestFirst = posts.map(({ rkey }) => `at://${did}/${POST}/${rkey}`);
    expect(await all(true, limit)).toEqual(oldestFirst);
    expect(await all(false, limit)).toEqual(oldestFirst.toReversed());
  });

  test('come from any key on, whether or not there is a record of it', async () => {
    async function first(cursor: string, reverse: boolean): Promise<unknown> {
      const { items } = await source.list(POST, cursor, { reverse, limit: 1 });
      return (items.at(0)?.value() as { uri: string } | undefined)?.uri.split('/').at(-1);
    }
    expect(await first(key(100), false)).toBe(key(99));
    expect(await first(key(100), true)).toBe(key(101));
    expect(await first(`${key(100)}a`, false)).toBe(key(100));
    expect(await first(`${key(100)}a`, true)).toBe(key(101));
    expect(await first('zzz', false)).toBe(key(249));
    expect(await first('zzz', true)).toBeUndefined();
    expect(await first('2', false)).toBeUndefined();
  });

  test('are as a PDS gives them, and no digit is lost', async () => {
    const item = await source.get('app.bsky.graph.follow', '3kz');
    const cid = archive.cid(archive.find('app.bsky.graph.follow', '3kz'));
    expect(item.text()).toBe(
      `{"uri":"at://${did}/app.bsky.graph.follow/3kz","cid":"${cid}","value":{"big":1152921504606846976}}`,
    );
    expect(await source.list('app.none.here', undefined)).toEqual({ items: [], cursor: undefined });
  });

  test('are told of where there is none', async () => {
    const error = await source.get(POST, 'none').catch((thrown: unknown) => thrown);
    expect(errorSentence(error)).toBe(`There is no record ${POST}/none in ${archive.file}.`);
  });

  test('are told of in their place where the file holds something else by now', async () => {
    const broken = archiveSource({
      ...archive,
      read(row) {
        if (archive.rkey(row) === key(3)) throw new Error('its bytes are not those of its CID');
        return archive.read(row);
      },
    });
    const { items } = await broken.list(POST, undefined, { reverse: true, limit: 5 });
    expect(items.length).toBe(5);
    expect(items.at(3)?.value()).toMatchObject({
      value: 'This record cannot be read: its bytes are not those of its CID',
    });
    expect(items.at(4)?.value()).toMatchObject({ value: { text: 'post 4' } });
  });
});
