import { describe, expect, it } from 'vitest';
import { diffArchives } from '../../src/archive/diff.js';
import { type PlainRecord, plainArchive } from '../support/archive/plain-archive.js';
import { randomFrom } from '../support/random.js';

function entry(path: string, text: string): PlainRecord {
  const [collection = '', rkey = ''] = path.split('/');
  return { collection, rkey, value: { text } };
}

describe('diffArchives', () => {
  it('tells what was created, updated and deleted, with both CIDs, in the order of the keys', async () => {
    const before = await plainArchive([entry('a.b.c/1', 'x'), entry('a.b.c/2', 'x'), entry('a.b.d/1', 'x')]);
    const after = await plainArchive([entry('a.b.c/2', 'y'), entry('a.b.d/1', 'x'), entry('a.b.d/2', 'z')]);
    expect([...diffArchives(before, after)]).toEqual([
      {
        op: 'delete',
        collection: 'a.b.c',
        rkey: '1',
        cid: undefined,
        prev: before.cid(0),
        oldRow: 0,
        newRow: -1,
      },
      {
        op: 'update',
        collection: 'a.b.c',
        rkey: '2',
        cid: after.cid(0),
        prev: before.cid(1),
        oldRow: 1,
        newRow: 0,
      },
      {
        op: 'create',
        collection: 'a.b.d',
        rkey: '2',
        cid: after.cid(2),
        prev: undefined,
        oldRow: -1,
        newRow: 2,
      },
    ]);
    expect([...diffArchives(after, after)]).toEqual([]);
  });

  it('turns any archive into any other', async () => {
    const random = randomFrom(12);
    // Keys whose order by collection is not that of their letters: `a.b.c-d` and `a.b.c/…`.
    const draw = () =>
      new Map(
        Array.from({ length: 300 }, () => [
          `${random.pick(['a.b.c', 'a.b.c-d', 'a.b.cd', 'z.b.c'])}/${random.below(120)}`,
          `text ${random.below(3)}`,
        ]),
      );
    for (let round = 0; round < 5; round++) {
      const [old, now] = [draw(), draw()];
      const entries = (map: Map<string, string>) => [...map].map(([path, text]) => entry(path, text));
      const before = await plainArchive(entries(old));
      const after = await plainArchive(entries(now));
      const ops = [...diffArchives(before, after)].map((c) => `${c.op} ${c.collection}/${c.rkey}`).sort();
      const expected = [...new Set([...old.keys(), ...now.keys()])].flatMap((path) => {
        if (!old.has(path)) return [`create ${path}`];
        if (!now.has(path)) return [`delete ${path}`];
        return old.get(path) === now.get(path) ? [] : [`update ${path}`];
      });
      expect(ops).toEqual(expected.sort());
    }
  });
});
