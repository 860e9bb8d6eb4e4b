import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { type Address, formatAddress } from '../../../src/places/address.js';
import { placeKinds } from '../../../src/places/registry.js';
import { addressOfStep, breadcrumb, breadcrumbText } from '../../../src/tui/screen/breadcrumb.js';
import { hitAt } from '../../../src/tui/screen/picture.js';
import { type StatusView, statusHits, statusLine } from '../../../src/tui/screen/status-line.js';
import { randomAddress } from '../../support/random-address.js';
import { call, defaultWords, did, hostile } from '../../support/screen/screen-fixtures.js';

const hints = [
  { keys: '/', title: 'filter', command: 'list.filter' },
  { keys: ':', title: 'go to', command: 'place.go-to' },
  { keys: '?', title: 'help', command: 'help.show' },
  { keys: 'q', title: 'quit', command: 'quit' },
];

const line = (change: Partial<StatusView>, cells = 80): string =>
  stripVTControlCharacters(
    statusLine(
      {
        place: ['bob.test', 'app.bsky.feed.post'],
        hints,
        notice: undefined,
        words: defaultWords,
        waits: [],
        now: 0,
        ...change,
      },
      cells,
    ),
  );

describe('breadcrumb', () => {
  test.each<[Address | undefined, string[]]>([
    [undefined, ['atscope']],
    [{ kind: 'repo', repo: 'bob.test' }, ['bob.test']],
    [{ kind: 'record', repo: did, collection: 'a.b.c', rkey: '3k' }, ['alice.test', 'a.b.c', '3k']],
    [{ kind: 'followers', repo: 'did:plc:unknown' }, ['did:plc:unknown', 'followers']],
    [
      { kind: 'likes', repo: 'bob.test', collection: 'a.b.c', rkey: '3k' },
      ['bob.test', 'a.b.c', '3k', 'likes'],
    ],
    [{ kind: 'preferences', repo: 'bob.test' }, ['bob.test', 'preferences']],
  ])('%j', (address, steps) => {
    expect(breadcrumb(address, (known) => (known === did ? 'alice.test' : undefined))).toEqual(steps);
  });

  test.each<[Address, (string | undefined)[]]>([
    [{ kind: 'repo', repo: 'bob.test' }, ['at://bob.test']],
    [
      { kind: 'record', repo: did, collection: 'a.b.c', rkey: '3k' },
      [`at://${did}`, `at://${did}/a.b.c`, `at://${did}/a.b.c/3k`],
    ],
    [
      { kind: 'likes', repo: 'bob.test', collection: 'a.b.c', rkey: '3k' },
      ['at://bob.test', 'at://bob.test/a.b.c', 'at://bob.test/a.b.c/3k', 'bob.test/a.b.c/3k/likes'],
    ],
    [{ kind: 'followers', repo: 'bob.test' }, ['at://bob.test', 'bob.test/followers']],
    [{ kind: 'people', words: 'sea' }, [undefined, 'people:sea']],
  ])('the steps of %j lead to what they name', (address, expected) => {
    const steps = breadcrumb(address, () => undefined);
    const found = steps.map((_, index) => addressOfStep(address, index));
    expect(found.map((one) => one && formatAddress(one))).toEqual(expected);
  });

  test.each(
    placeKinds.map(({ kind }) => kind),
  )('of %s ends where one is, and each step leads up to what is written there', (kind) => {
    for (let tries = 0; tries < 50; tries += 1) {
      const address = randomAddress(kind);
      const steps = breadcrumb(address, () => undefined);
      expect(addressOfStep(address, steps.length - 1)).toEqual(address);
      for (const index of steps.keys()) {
        const at = addressOfStep(address, index);
        if (at) expect(breadcrumb(at, () => undefined)).toEqual(steps.slice(0, index + 1));
      }
    }
  });

  test('cuts the longest step in its middle first', () => {
    expect(breadcrumbText(['bob.test', 'app.bsky.feed.post', '3klv'], 30)).toBe(
      'bob.test › app.bs….post › 3klv',
    );
    expect(breadcrumbText(['bob.test', 'app.bsky.feed.post', '3klv'], 10)).toBe('bob.test …');
  });
});

describe('statusLine', () => {
  test('says where one is, and which keys help on', () => {
    const found = line({});

    expect(found).toMatch(/^ bob\.test › app\.bsky\.feed\.post +\/ filter {3}: go to {3}\? help {3}q quit $/);
  });

  test('gives up the hints that help least where there is no room for all', () => {
    expect(line({}, 50)).toBe(' bob.test › app.bsky.feed.post    ? help   q quit ');
    expect(line({}, 40)).toMatch(/^ bob\.test.* {3}\? help $/);
    expect(line({}, 62)).toMatch(/^ bob\.test › app\.bsky\.feed\.post +\/ filter {3}\? help {3}q quit $/);
  });

  test('gives the line to a notice', () => {
    expect(line({ notice: { text: 'Copied the DID.', kind: 'info' } }).trim()).toBe('Copied the DID.');
  });

  test('counts the wait for a rate limit down', () => {
    const waits = [
      call({ waitingUntil: 4_000 }),
      call({ waitingUntil: 12_000, url: 'https://public.api.bsky.app/xrpc/x' }),
    ];

    expect(line({ waits, now: 0 })).toContain('waiting for public.api.bsky.app: 12 s');
    expect(line({ waits, now: 11_500 })).toContain('public.api.bsky.app: 1 s');
    expect(line({ waits, now: 20_000 })).toContain('public.api.bsky.app: 0 s');
  });

  test('tells of what goes on in the background, and of the key that stops it', () => {
    const job = { id: 'a', title: 'loading all', unit: 'rows', done: 1_200, stop: () => {} };

    expect(line({ jobs: [job] })).toBe(
      ' bob.test › app.bsky.feed.post     loading all: 1,200 rows · Esc stops   ? help ',
    );
    expect(line({ jobs: [job] }, 50)).toBe(' bob.test …   loading all: 1,200 rows · Esc stops ');
    expect(line({ jobs: [job] }, 40)).toBe(' bob.test › …   loading all: 1,200 rows ');
    expect(line({ jobs: [{ ...job, id: 'b' }, job] }, 100)).toContain(
      'loading all: 1,200 rows (and 1 more) · Esc stops   ? help   q quit',
    );
    expect(line({ jobs: [job], words: () => 'Ctrl-k' })).toContain('Ctrl-k stops');
  });

  test('is exactly as wide as the screen, whatever it says', () => {
    const text = hostile.join(' ');
    const all: Partial<StatusView>[] = [
      {},
      { notice: { text, kind: 'error' } },
      { waits: [call({ waitingUntil: 9, url: text, nsid: text })] },
      { place: breadcrumb({ kind: 'record', repo: text, collection: text, rkey: text }, () => undefined) },
    ];
    for (const view of all)
      for (let cells = 1; cells < 130; cells += 3) expect(stringWidth(line(view, cells))).toBe(cells);
  });
});

describe('a click on the line', () => {
  const jobs = [{ id: 'a', title: 'loading all', unit: 'rows', done: 1_200, stop: () => {} }];
  const full: StatusView = {
    place: ['bob.test', 'app.bsky.feed.post', '3klv'],
    hints,
    notice: undefined,
    words: defaultWords,
    waits: [],
    now: 0,
  };
  const leadsTo = (step: number): Address => ({ kind: 'repo', repo: `step-${step}` });
  const commands: Readonly<Record<string, string>> = {
    '/ filter': 'list.filter',
    ': go to': 'place.go-to',
    '? help': 'help.show',
    'q quit': 'quit',
    '@me.test': 'account.list',
    '● +3 −1': 'pane.live',
  };

  test.each<[string, Partial<StatusView>]>([
    ['as it is', {}],
    ['with who is signed in', { who: '@me.test' }],
    ['with a watch', { watch: { connected: true, texts: ['● +3 −1'] } }],
    ['with a job', { jobs }],
    ['with all of them', { who: '@me.test', jobs, watch: { connected: true, texts: ['● +3 −1'] } }],
    ['with wide characters before the hints', { place: ['日本語.test', '👩‍👩‍👧'] }],
    ['with a notice', { notice: { text: '? help   q quit', kind: 'info' } }],
    ['waiting', { waits: [call({ waitingUntil: 9 })] }],
  ])('hits what stands there at every width, %s', (_, change) => {
    for (let cells = 40; cells < 160; cells += 1) {
      const view = { ...full, ...change };
      const text = line(change.place ? change : { place: full.place, ...change }, cells);
      const hits = statusHits(view, cells, leadsTo);
      for (const { x, y, width, target } of hits) {
        expect([y, x >= 1, x + width <= cells], text).toEqual([0, true, true]);
        const shown = cellsOf(text, x, width);
        if (target.kind === 'command') expect(commands[shown], text).toBe(target.id);
        else if (target.kind === 'place' && target.address.kind === 'repo') {
          const step = view.place[Number(target.address.repo.replace('step-', ''))] ?? '';
          // Cut in its middle, at the end of the line, or both.
          const [head = '', ...tails] = shown.split('…');
          const tail = tails.length === 1 ? (tails[0] ?? '').trim() : '';
          expect(step.startsWith(head.trimEnd()) && step.endsWith(tail), `${shown} in ${text}`).toBe(true);
        }
        expect(hitAt(hits, x, 0)).toBe(target);
      }
      for (const [shown, id] of Object.entries(commands)) {
        if (view.notice || !text.includes(` ${shown} `)) continue;
        expect(
          hits.some(({ target }) => target.kind === 'command' && target.id === id),
          text,
        ).toBe(true);
      }
    }
  });

  /** What stands on some cells of a line. */
  function cellsOf(text: string, x: number, width: number): string {
    let found = '';
    let at = 0;
    for (const { segment } of new Intl.Segmenter().segment(text)) {
      if (at >= x && at < x + width) found += segment;
      at += stringWidth(segment);
    }
    return found;
  }
});

test.each([160, 100, 60, 40])('what came by itself never covers the hints, at %i cells', (cells) => {
  const notice = { text: '+ Bob @bob.test → alice.test', kind: 'news' } as const;
  expect(line({ notice }, cells)).toMatch(/^ \+ Bob .*\? help {3}q quit $/);
  expect(line({ notice: { ...notice, kind: 'info' } }, cells)).not.toContain('help');
});
