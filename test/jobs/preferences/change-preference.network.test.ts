import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { undoEntry } from '../../../src/jobs/changes/undo.js';
import { changePreference, undoPreference } from '../../../src/jobs/preferences/change-preference.js';
import type { PreferenceEdit } from '../../../src/jobs/preferences/preference-edit.js';
import { filterLabel, muteWord } from '../../../src/jobs/preferences/preference-edits.js';
import { UndoFiles } from '../../../src/keep/undo-files.js';
import { type SeededNetwork, useSeededNetwork } from '../../network/seeded-network.js';
import { signUpWithPassword, startRun } from '../../support/session/session-fixtures.js';

const DEFS = 'app.bsky.actor.defs#';
/** What another client keeps there; the reference PDS takes any preference of app.bsky. */
const MOON = { $type: `${DEFS}moonPref`, zebra: 1, a: [{ bb: 1, a: 2 }], n: 9007199254740991 };
const muted = { targets: ['content', 'tag'], actorTarget: 'all', expiresAt: undefined } as const;

let network: SeededNetwork;

beforeAll(async () => {
  network = await useSeededNetwork();
});

async function owner(name: string) {
  const { did, password } = await signUpWithPassword(network.pds, name);
  const one = await startRun(network);
  const other = await startRun(network);
  await one.client.sessions.signIn({ identifier: did, password });
  await other.client.sessions.signIn({ identifier: did, password });
  const undo = new UndoFiles(join(one.folder, 'undo'));
  const { client } = one;
  async function texts(): Promise<readonly string[]> {
    const { items } = await client.preferences();
    return Array.from({ length: items.length }, (_, index) => items.at(index)?.text() ?? '');
  }
  async function undoLast() {
    const entry = await undo.last(did);
    const writer = await client.writer();
    const call = () => expect.fail('no procedure');
    return (
      entry &&
      (await undoEntry(
        {
          client,
          writer,
          undo,
          call,
          putBack: (change, signal) => undoPreference(client, change, { signal }),
        },
        entry,
      ))
    );
  }
  return {
    put: (...preferences: object[]) => client.call('app.bsky.actor.putPreferences', { preferences }),
    change: (edit: PreferenceEdit, seen?: string | null) =>
      changePreference({ client, undo }, edit, { seen }),
    elsewhere: (edit: PreferenceEdit) =>
      changePreference({ client: other.client, undo: new UndoFiles(join(other.folder, 'undo')) }, edit),
    texts,
    undoLast,
  };
}

test('one preference is changed and turned back; what nobody knows here stays byte for byte', async () => {
  const { put, change, texts, undoLast } = await owner('prefs-one');
  await put(MOON, { $type: `${DEFS}adultContentPref`, enabled: true });
  const before = await texts();
  expect(before[0]).toBe(JSON.stringify(MOON));
  expect(await change(muteWord('a', muted, '3k'))).toEqual({ kind: 'changed' });
  expect((await texts()).slice(0, before.length)).toEqual(before);
  expect(await change(muteWord('a', muted, '3l'))).toEqual({ kind: 'same' });
  expect(await change(filterLabel('nudity', undefined, 'hide'))).toEqual({ kind: 'changed' });
  expect(await undoLast()).toMatchObject({ left: [] });
  expect(await undoLast()).toMatchObject({ left: [] });
  expect(await texts()).toEqual(before);
  expect(await undoLast()).toBeUndefined();
});

test('what another client changed meanwhile is kept, and told where it is the same preference', async () => {
  const { change, elsewhere, texts, undoLast } = await owner('prefs-two');
  await change(muteWord('a', muted, '3a'));
  const [seen] = await texts();
  await elsewhere(muteWord('b', muted, '3b'));
  await elsewhere(filterLabel('nudity', undefined, 'warn'));
  const edit = muteWord('c', muted, '3c');
  const outcome = await change(edit, seen);
  expect(outcome).toMatchObject({ kind: 'differs', now: expect.stringContaining('"b"') });
  expect(await texts()).toHaveLength(2);
  const now = outcome.kind === 'differs' ? outcome.now : undefined;
  expect(await change(edit, now)).toEqual({ kind: 'changed' });
  const [words] = await texts();
  expect(JSON.parse(words!).items.map(({ value }: { value: string }) => value)).toEqual(['a', 'b', 'c']);
  // And what was changed since is not turned back.
  await elsewhere(muteWord('d', muted, '3d'));
  expect(await undoLast()).toMatchObject({
    undone: [],
    left: [{ why: expect.stringMatching(/changed meanwhile/), isFinal: true }],
  });
});
