import { expect, test } from 'vitest';
import { type Reloadable, reloadTargets } from '../../../src/store/panes/reload-targets.js';

const LIST: Reloadable = {
  pane: 'list',
  account: 'ready',
  hasRecord: false,
  hasList: true,
};

test.each<[string, Partial<Reloadable>, string[]]>([
  ['the list', {}, ['list']],
  ['a record', { pane: 'record', hasRecord: true }, ['record']],
  ['what a list shows beside it, where no record is', { pane: 'record' }, ['list']],
  ['the profile', { pane: 'profile' }, ['account']],
  ['the collections', { pane: 'collections' }, ['description']],
  ['the collections of an account not known yet', { pane: 'collections', account: 'other' }, ['description']],
  ['the list of an account that failed', { account: 'failed' }, ['account', 'list']],
  [
    'the collections of one that failed',
    { pane: 'collections', account: 'failed' },
    ['account', 'description'],
  ],
  ['a list about no account', { account: undefined }, ['list']],
  ['a place with nothing to ask for', { account: undefined, hasList: false }, []],
])('reloading %s asks again for what it shows', (_, place, targets) => {
  expect(reloadTargets({ ...LIST, ...place })).toEqual(targets);
});
