import { expect, test } from 'vitest';
import { createClient } from '../../../src/atproto/client.js';
import type { CopyOutcome } from '../../../src/store/context.js';
import { createAppStore } from '../../../src/store/create-store.js';
import { type Deferred, deferred } from '../../support/deferred.js';
import { quiet } from '../../support/quiet-store.js';

/** A store whose copies end when the test says so, in the order in which they were begun. */
function copying() {
  const copies: Deferred<CopyOutcome>[] = [];
  const store = createAppStore({
    client: createClient({ appview: 'https://appview.test', plc: 'https://plc.test' }),
    ...quiet,
    effects: {
      ...quiet.effects,
      copy() {
        const outcome = deferred<CopyOutcome>();
        copies.push(outcome);
        return outcome.promise;
      },
    },
  });
  async function ends(copy: number, outcome: CopyOutcome) {
    copies[copy]?.resolve(outcome);
    await copies[copy]?.promise;
    await Promise.resolve();
    return store.getState().notice;
  }
  return { store, ends };
}

test.each<[CopyOutcome, string | undefined, string]>([
  [{ kind: 'copied' }, 'Copied the DID.', 'info'],
  [{ kind: 'sent' }, "Sent to the terminal's clipboard: the DID.", 'info'],
  [{ kind: 'refused', reason: 'This is too much to copy.' }, 'This is too much to copy.', 'error'],
])('what became of a copy is said as it is known: %o', async (outcome, text, kind) => {
  const { store, ends } = copying();
  store.actions.copy({ id: 'did', label: 'DID', text: 'did:plc:x' });
  expect(store.getState().notice).toBeUndefined();
  expect(await ends(0, outcome)).toEqual({ text, kind });
});

test('an earlier copy that ends later says nothing over the notice of the later one', async () => {
  const { store, ends } = copying();
  store.actions.copy({ id: 'did', label: 'DID', text: 'did:plc:x' });
  store.actions.copy({ id: 'handle', label: 'handle', text: 'x.test' });
  expect(await ends(1, { kind: 'copied' })).toMatchObject({ text: 'Copied the handle.' });
  expect(await ends(0, { kind: 'refused', reason: 'no' })).toMatchObject({ text: 'Copied the handle.' });
});

test('nor does it say that it was copied while the later one is under way', async () => {
  const { store, ends } = copying();
  store.actions.copy({ id: 'did', label: 'DID', text: 'did:plc:x' });
  store.actions.copy({ id: 'handle', label: 'handle', text: 'x.test' });
  expect(await ends(0, { kind: 'superseded' })).toBeUndefined();
  expect(await ends(1, { kind: 'sent' })).toMatchObject({
    text: "Sent to the terminal's clipboard: the handle.",
  });
});

test('the menu closes at once, however long it takes to copy', () => {
  const { store } = copying();
  store.setState({ overlay: { kind: 'copy', options: [], cursor: { key: undefined, index: 0, top: 0 } } });
  store.actions.copy({ id: 'did', label: 'DID', text: 'did:plc:x' });
  expect(store.getState().overlay).toBeUndefined();
});
