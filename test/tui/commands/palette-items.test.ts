import { describe, expect, test } from 'vitest';
import { atFirst } from '../../../src/store/cursor/list-cursor.js';
import { promptOf } from '../../../src/store/overlays/prompt.js';
import type { Person } from '../../../src/store/people/people-state.js';
import { defaultCommands } from '../../../src/tui/commands/commands.js';
import { type PaletteItem, paletteItems, paletteKey } from '../../../src/tui/commands/palette-items.js';
import { stateOf } from '../../support/screen/screen-fixtures.js';

const person = (handle: string, name: string): Person => ({ did: `did:plc:${handle}`, handle, name });
const people = [
  person('bob.test', 'Bob Builder'),
  person('quite.test', 'Bobby Tables'),
  person('x.test', 'Zoë Quince'),
];
const recents = [
  { address: 'at://bobcat.test', title: undefined },
  { address: 'carol.test/followers', title: 'Followers of Carol' },
];

const items = (text: string, found: readonly Person[] = people) =>
  paletteItems({
    state: stateOf({
      state: { overlay: { kind: 'goto', prompt: promptOf(text), cursor: atFirst }, people: found, recents },
    }),
    commands: defaultCommands,
  });

const called = (item: PaletteItem | undefined): string =>
  item?.kind === 'command'
    ? `:${item.command.name}`
    : item
      ? `${item.kind} ${item.kind === 'reason' ? '' : item.address}`.trim()
      : '';

describe('what Enter does for what is typed behind the colon', () => {
  test.each([
    ['pref', ':preferences'],
    ['exit', ':quit'],
    ['exi', ':quit'],
    ['exp', ':export'],
    ['export-h', ':export-history'],
    ['q', ':quit'],
    ['wq', ':quit'],
    ['followers', ':followers'],
    ['FOLLOW', ':follow'],
    // Nothing that others see is done by the beginning of a word.
    ['fol', ':follows'],
    ['lik', ':likes'],
    ['like', ':like'],
    ['unli', ':unlike'],
    ['next', ':next-pane'],
    ['next p', ':next-pane'],
    ['filter', ':filter'],
    ['history', ':history'],
    ['alice.test', 'address at://alice.test'],
    ['at://alice.test/app.bsky.feed.post', 'address at://alice.test/app.bsky.feed.post'],
    ['bobc', 'recent at://bobcat.test'],
    ['carol', 'recent carol.test/followers'],
    ['@bob', 'recent at://bobcat.test'],
    ['bob.', 'person at://bob.test'],
    ['builder', 'person at://bob.test'],
    ['quite', 'person at://quite.test'],
    ['tables', 'person at://quite.test'],
    ['zoe', 'person at://x.test'],
    ['zoë quin', 'person at://x.test'],
  ])('%s → %s', (text, expected) => expect(called(items(text)[0])).toBe(expected));

  test.each([
    'xyzzy',
    'wrote',
    'firehose',
    'Janine Okafor',
    'rldw',
    'qit',
    'wtch',
    '12',
    '😀',
  ])('%s → nothing, and says so', (text) =>
    expect(items(text, [])[0]).toMatchObject({ kind: 'reason', title: expect.stringContaining(text) }));

  test('a place that is known is offered once, before who the search finds', () => {
    const all = items('bob', [person('bobcat.test', 'Bob Cat'), ...people]).map(called);
    expect(all.slice(0, 3)).toEqual([
      'recent at://bobcat.test',
      'person at://bob.test',
      'person at://quite.test',
    ]);
    expect(all.filter((one) => one.includes('bobcat'))).toHaveLength(1);
  });

  test('what a name does not have is looked for in descriptions, below', () => {
    const all = items('downwards ndjson', []).map(called);
    expect(all[0]).toBe('reason');
    expect(items('ndjson', []).map(called)).toEqual(['reason', ':people', ':posts', ':export-history']);
  });

  test('people can be looked for by any words', () => {
    expect(items('jane doe', []).at(1)).toMatchObject({ kind: 'command', argument: 'jane doe' });
  });

  test('each line has a key of its own', () => {
    for (const text of ['', 'p', 'peo', 'people', 'people ', 'bob', 'follow', 'words']) {
      const keys = items(text).map(paletteKey);
      expect(new Set(keys).size, text).toBe(keys.length);
    }
  });
});
