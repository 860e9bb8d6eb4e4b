import { afterEach, describe, expect, test } from 'vitest';
import { createClient } from '../../../src/atproto/client.js';
import { createEventStreams } from '../../../src/atproto/streams/event-streams.js';
import type { Actions } from '../../../src/store/actions.js';
import { createAppStore } from '../../../src/store/create-store.js';
import type { State } from '../../../src/store/state.js';
import type { ToldAnswer } from '../../faults/answer.js';
import { delayed, error, hang, json } from '../../faults/answers.js';
import { alice, documentOf, posts, startHouse } from '../../faults/house.js';
import { deadOrigin } from '../../faults/service.js';
import { deferred } from '../../support/deferred.js';
import { noWatch } from '../../support/no-watch.js';
import { quiet, until } from '../../support/quiet-store.js';
import { watchLine } from '../../support/screen/screen-fixtures.js';

const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const RESOLVE_HANDLE = 'com.atproto.identity.resolveHandle';

/** On the posts of an account, at a moment when nobody has said yet who it is: the service is slow, and never ends its first answer. */
async function openUnresolved(repo: string, second?: ToldAnswer) {
  const route = repo === alice.did ? '/did:*' : RESOLVE_HANDLE;
  const asked = deferred<void>();
  let questions = 0;
  const house = await startHouse();
  const well = route === RESOLVE_HANDLE ? json({ did: alice.did }) : json(documentOf(house.origin));
  house.answers.set(route, () => {
    asked.resolve();
    return questions++ === 0 ? hang() : delayed(20, second ?? well);
  });
  const client = createClient({ plc: house.origin, appview: house.origin });
  const streams = createEventStreams({ urls: [`${(await deadOrigin()).replace('http', 'ws')}/subscribe`] });
  const kept = { at: 1, followers: [], gone: [], lines: [watchLine()] };
  const store = createAppStore({
    client,
    ...quiet,
    watch: {
      ...noWatch,
      streams: () => streams,
      archive: { load: async () => [kept], save: () => {} },
    },
  });
  closing.push(
    () => house.close(),
    () => client.close(),
    () => streams.close(),
    () => store.close(),
  );
  store.actions.goTo({ kind: 'collection', repo, collection: posts });
  await asked.promise;
  return store;
}

const wanted: readonly [string, string, (actions: Actions) => void, (state: State) => boolean][] = [
  ['a watch', alice.did, ({ toggleWatch }) => toggleWatch(), ({ watches }) => watches.has(alice.did)],
  ['a watch', alice.handle, ({ toggleWatch }) => toggleWatch(), ({ watches }) => watches.has(alice.did)],
  ['a tail', alice.handle, ({ toggleTail }) => toggleTail(), ({ tail }) => tail !== undefined],
  [
    'the export of a history',
    alice.handle,
    ({ exportHistory }) => void exportHistory(),
    ({ notice }) => /^Wrote 1 line to/.test(String(notice?.text)),
  ],
];

describe('leaving a place before it is known who its account is', () => {
  test.each(wanted)('does not end %s of %s that was asked for there', async (_, repo, ask, isThere) => {
    const store = await openUnresolved(repo);
    ask(store.actions);
    store.actions.backOut();
    await until(store, (state) => isThere(state) || state.notice?.kind === 'error');
    expect(store.getState().notice?.kind).not.toBe('error');
    expect(isThere(store.getState())).toBe(true);
  });

  test('does not end two things that were asked for there', async () => {
    const store = await openUnresolved(alice.handle);
    store.actions.toggleTail();
    store.actions.toggleWatch();
    store.actions.backOut();
    await until(store, ({ watches, tail }) => watches.size === 1 && tail !== undefined);
    expect(store.getState().notice).toBeUndefined();
  });

  test('tells why, where nobody knows the account', async () => {
    const refusal = error(400, 'InvalidRequest', 'Unable to resolve handle');
    const store = await openUnresolved(alice.handle, refusal);
    store.actions.toggleWatch();
    store.actions.backOut();
    await until(store, ({ notice }) => notice !== undefined);
    expect(store.getState().notice).toMatchObject({
      kind: 'error',
      text: 'The watch was not started.',
      error: { message: /there is no account with the handle alice\.test/ },
    });
  });
});
