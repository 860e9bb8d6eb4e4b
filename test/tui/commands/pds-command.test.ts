import { expect, test } from 'vitest';
import { defaultCommands } from '../../../src/tui/commands/commands.js';
import { commandFor } from '../../../src/tui/commands/commands-here.js';
import { profilePart } from '../../../src/tui/views/profile.js';
import { account, failed, type Scene, stateOf } from '../../support/screen/screen-fixtures.js';

const inProfile = (scene: Scene = {}) => stateOf({ ...scene, visit: { focus: 'profile' } });
const host = { kind: 'host', host: 'morel.us-east.host.bsky.network' };

test('Enter in the profile goes to the PDS of the account, and says so where none is known', () => {
  const enter = (state = inProfile()) => commandFor('Enter', { state, commands: defaultCommands });
  expect(enter()?.id).toBe('place.pds');
  expect(enter()?.refuse?.(inProfile())).toBeUndefined();
  const unknown = inProfile({ account: account({ identity: failed(new Error('away')) }) });
  expect(enter(unknown)?.refuse?.(unknown)).toBe('It is not known which PDS this account has.');
});

test('a click on the line of the PDS goes there, wherever it stands', () => {
  const seen = profilePart.see(inProfile(), undefined as never);
  const at = (change: object, size = { width: 60, height: 14 }) =>
    profilePart.picture({ ...seen, ...change }, size).hits();
  const target = { kind: 'place', address: host };
  expect(at({})).toEqual([{ x: 0, y: 3, width: 60, height: 1, target }]);
  expect(at({ cursor: { key: undefined, index: 2, top: 2 } }, { width: 60, height: 4 })).toEqual([
    { x: 0, y: 1, width: 60, height: 1, target },
  ]);
  expect(at({}, { width: 60, height: 3 })).toEqual([]);
  expect(at({ account: undefined })).toEqual([]);
});
