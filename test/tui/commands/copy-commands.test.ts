import { describe, expect, test } from 'vitest';
import { copyOptions } from '../../../src/store/overlays/copy-options.js';
import type { State } from '../../../src/store/state.js';
import { defaultCommands, remapCommands } from '../../../src/tui/commands/commands.js';
import { commandFor } from '../../../src/tui/commands/commands-here.js';
import { did, stateOf } from '../../support/screen/screen-fixtures.js';

const menu = (state: State): State => ({
  ...state,
  overlay: { kind: 'copy', options: copyOptions(state), cursor: { key: undefined, index: 0, top: 0 } },
});
const idFor = (key: string, state = menu(stateOf()), commands = defaultCommands) =>
  commandFor(key, { state, commands })?.id;

describe('the copy menu', () => {
  test('offers what a post has, each by its letter', () => {
    const options = copyOptions(stateOf());
    const texts = Object.fromEntries(options.map(({ id, text }) => [id, text]));
    expect(texts).toMatchObject({
      uri: expect.stringMatching(/^at:\/\/did:plc:/),
      did,
      text: 'post number 0',
      json: expect.stringContaining('"text"'),
      curl: expect.stringMatching(/^curl .*getRecord\?repo=did.*&collection=app\.bsky\.feed\.post&rkey=/),
    });
    expect(options.map(({ id }) => id)).toEqual(expect.arrayContaining(['rkey', 'web', 'ndjson', 'csv']));
    expect(JSON.stringify(texts)).not.toMatch(/authorization/i);
  });

  test.each([
    ['u', 'copy.uri'],
    ['d', 'copy.did'],
    ['j', 'copy.json'],
    ['k', 'copy.rkey'],
    ['v', 'copy.value'],
    ['w', 'copy.web'],
    ['Enter', 'copy.selected'],
    ['Down', 'move.down'],
    ['Up', 'move.up'],
    ['G', 'move.last'],
  ])('%s is %s there', (key, id) => expect(idFor(key)).toBe(id));

  test('letters mean what they mean elsewhere where it is not open', () => {
    expect(idFor('j', stateOf())).toBe('move.down');
    expect(idFor('u', stateOf())).toBe('place.up');
  });

  test('a letter that the user gave is taken', () => {
    const { commands } = remapCommands({ 'copy.uri': ['z'] });
    expect(idFor('z', menu(stateOf()), commands)).toBe('copy.uri');
  });
});
