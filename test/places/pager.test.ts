import { describe, expect, test } from 'vitest';
import { Pager, pagerNote } from '../../src/places/pager.js';
import { spell } from '../../src/text/sentence.js';

type Answer = { rows: string[]; cursor?: string } | Error;

/** A listing that answers by the cursor it is asked with; `first` is the answer without one. */
function listingOf(answers: Record<string, Answer | Answer[]>) {
  const asked: string[] = [];
  return {
    asked,
    key: (row: string) => row,
    async load(cursor: string | undefined, { signal }: { signal: AbortSignal }) {
      const at = cursor ?? 'first';
      asked.push(at);
      const found = answers[at];
      const answer = Array.isArray(found) ? found.shift() : found;
      if (answer === undefined) throw new Error(`nobody expected to be asked with ${at}`);
      if (answer instanceof Error) throw answer;
      signal.throwIfAborted();
      return { rows: answer.rows, cursor: answer.cursor };
    },
  };
}

const go = new AbortController().signal;

async function rowsOf(pager: Pager<string>, calls = 50): Promise<string> {
  const pages: string[] = [];
  for (let call = 0; call < calls && !pager.ended; call++) {
    const { rows } = await pager.next({ signal: go });
    pages.push(Array.from({ length: rows.length }, (_, index) => rows.at(index)).join(''));
  }
  return pages.join(' ');
}

test('says what is odd of a page, until the next one comes', async () => {
  const odd = Object.assign([] as string[], { note: 'null in place of a list' });
  const pager = new Pager(listingOf({ first: { rows: odd, cursor: '1' }, 1: { rows: odd } }));
  await pager.next({ signal: go });
  expect(pager.note && spell(pager.note, (id) => id)).toBe('null in place of a list');
});

const nothing = { rows: [] as string[] };

describe('the pages that a pager gives', () => {
  const table: {
    what: string;
    answers: Record<string, Answer>;
    pages: string;
    note?: string;
    limit?: number;
  }[] = [
    {
      what: 'follow the cursors to the end',
      answers: { first: { rows: ['a', 'b'], cursor: '1' }, 1: { rows: ['c'] } },
      pages: 'ab c',
    },
    { what: 'are one empty page where there is no row', answers: { first: nothing }, pages: '' },
    {
      what: 'leave empty ones out between others',
      answers: {
        first: { rows: ['a'], cursor: '1' },
        1: { ...nothing, cursor: '2' },
        2: { ...nothing, cursor: '3' },
        3: { rows: ['b'] },
      },
      pages: 'a b',
    },
    {
      what: 'end when a cursor comes a second time, with the rows that came with it',
      answers: {
        first: { rows: ['a'], cursor: '1' },
        1: { rows: ['b'], cursor: '2' },
        2: { rows: ['c'], cursor: '1' },
      },
      pages: 'a b c',
      note: 'stopped: the service gave the same cursor twice',
    },
    {
      what: 'end when the same page comes with ever new cursors',
      answers: { first: { rows: ['a', 'b'], cursor: '1' }, 1: { rows: ['a', 'b'], cursor: '2' } },
      pages: 'ab ',
      note: 'stopped: the service gave the same page twice',
    },
    {
      what: 'end in peace where the last page comes twice and has no cursor',
      answers: { first: { rows: ['a', 'b'], cursor: '1' }, 1: { rows: ['a', 'b'] } },
      pages: 'ab ',
    },
    {
      what: 'do not repeat the row that the cursor stands for',
      answers: {
        first: { rows: ['a', 'b'], cursor: 'b' },
        b: { rows: ['b', 'c'], cursor: 'c' },
        c: { rows: ['c', 'd', 'e'] },
      },
      pages: 'ab c de',
    },
    {
      what: 'count a page that holds only the row of its cursor as empty',
      answers: { first: { rows: ['a', 'b'], cursor: 'b' }, b: { rows: ['b'] } },
      pages: 'ab ',
    },
    {
      what: 'keep a row that comes again later: a service may list one thing twice',
      answers: { first: { rows: ['a', 'b'], cursor: '1' }, 1: { rows: ['c', 'a', 'b'] } },
      pages: 'ab cab',
    },
    {
      what: 'hold no more rows than are wanted',
      answers: { first: { rows: ['a', 'b'], cursor: '1' }, 1: { rows: ['c', 'd'], cursor: '2' } },
      limit: 3,
      pages: 'ab c',
    },
    {
      what: 'end with the page that is exactly enough',
      answers: { first: { rows: ['a', 'b'], cursor: '1' } },
      limit: 2,
      pages: 'ab',
    },
  ];

  test.each(table)('$what', async ({ answers, pages, note, limit }) => {
    const pager = new Pager(listingOf(answers), { limit });
    expect(await rowsOf(pager)).toBe(pages);
    expect(pagerNote(pager.status)).toBe(note);
  });
});

describe('many empty pages in a row', () => {
  const answers = Object.fromEntries([
    ['first', { ...nothing, cursor: '1' }],
    ...Array.from({ length: 6 }, (_, index) => [
      String(index + 1),
      { ...nothing, cursor: String(index + 2) },
    ]),
    ['7', { rows: ['a'] }],
  ]);

  test('are followed five at a time, and the next call goes on behind them', async () => {
    const listing = listingOf(answers);
    const pager = new Pager(listing);
    expect((await pager.next({ signal: go })).rows.length).toBe(0);
    expect(listing.asked).toEqual(['first', '1', '2', '3', '4']);
    expect(pager.status).toEqual({ kind: 'empty', pages: 5 });
    expect(spell(pagerNote(pager.status) ?? '', () => 'n')).toBe('5 empty pages in a row: n asks for more');
    const { rows, cursor } = await pager.next({ signal: go });
    expect([rows.at(0), cursor]).toEqual(['a', '7']);
    expect(pager.status).toEqual({ kind: 'ended', why: 'complete' });
  });
});

describe('a page that fails', () => {
  test('is asked for again, and only that one', async () => {
    const listing = listingOf({
      first: { rows: ['a'], cursor: '1' },
      1: { ...nothing, cursor: '2' },
      2: [new Error('gone'), { rows: ['b'] }],
    });
    const pager = new Pager(listing);
    await pager.next({ signal: go });
    await expect(pager.next({ signal: go })).rejects.toThrow('gone');
    expect(pager.ended).toBe(false);
    expect((await pager.next({ signal: go })).rows.at(0)).toBe('b');
    expect(listing.asked).toEqual(['first', '1', '2', '2']);
  });

  test('and so is one that is aborted, even if its answer came', async () => {
    const stop = new AbortController();
    const listing = listingOf({ first: { rows: ['a'], cursor: '2' } });
    const aborted = {
      key: listing.key,
      async load(cursor: string | undefined, options: { signal: AbortSignal }) {
        const answer = await listing.load(cursor, options);
        if (listing.asked.length === 1) stop.abort();
        return answer;
      },
    };
    const pager = new Pager(aborted, { limit: 1 });
    await expect(pager.next({ signal: stop.signal })).rejects.toThrow(/abort/i);
    // Its row does not count against the limit.
    expect((await pager.next({ signal: go })).rows.at(0)).toBe('a');
    expect(pager.status).toEqual({ kind: 'ended', why: 'limit' });
  });
});

test('the order that is wanted is asked for', async () => {
  let wanted: string | undefined;
  const pager = new Pager<string>(
    {
      key: (row) => row,
      load: async (_cursor, { order }) => {
        wanted = order;
        return { rows: [], cursor: undefined };
      },
    },
    { order: 'oldest' },
  );
  await pager.next({ signal: go });
  expect(wanted).toBe('oldest');
});
