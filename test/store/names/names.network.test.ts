import { afterEach, describe, expect, test } from 'vitest';
import { createClient } from '../../../src/atproto/client.js';
import { createNames } from '../../../src/store/names/names.js';
import { Tasks } from '../../../src/store/tasks.js';
import { error, inTurn, json } from '../../faults/answers.js';
import { startService } from '../../faults/service.js';
import { deferred } from '../../support/deferred.js';

const GET_PROFILES = 'app.bsky.actor.getProfiles';
const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const did = (number: number) => `did:plc:${String(number).padStart(24, 'a')}`;
const profile = (number: number) => ({
  did: did(number),
  handle: `h${number}.test`,
  displayName: `Name ${number}`,
});

async function open(answer: Parameters<typeof startService>[0]) {
  const appview = await startService(answer);
  const client = createClient({ plc: appview.origin, appview: appview.origin });
  closing.push(
    () => appview.close(),
    () => client.close(),
  );
  let changed = deferred();
  const names = createNames({ client, tasks: new Tasks() }, () => changed.resolve());
  async function nextChange() {
    await changed.promise;
    changed = deferred();
  }
  const asked = () => appview.requests.map(({ query }) => query.getAll('actors').length);
  return { names, nextChange, asked };
}

describe('the names of rows in sight', () => {
  test('are handle and display name, asked for in batches of twenty-five, each once', async () => {
    const { names, nextChange, asked } = await open({
      [GET_PROFILES]: (request) =>
        json({
          profiles: request.query
            .getAll('actors')
            .map((one) => profile(Number(one.slice(-3).replace(/a/g, '')))),
        }),
    });
    const dids = Array.from({ length: 30 }, (_, index) => did(index));
    names.want(dids);
    await nextChange();
    if (names.of(did(29)) === undefined) await nextChange();
    expect(asked()).toEqual([25, 5]);
    expect([names.of(did(3)), names.of.displayName?.(did(3))]).toEqual(['h3.test', 'Name 3']);
    names.want([...dids, did(30)]);
    await nextChange();
    expect(asked()).toEqual([25, 5, 1]);
  });

  test('show what an account calls itself where its handle is none, and neither where it has none', async () => {
    const { names, nextChange } = await open({
      [GET_PROFILES]: json({
        profiles: [
          { ...profile(1), handle: 'handle.invalid' },
          { did: did(2), handle: 'h2.test' },
          { ...profile(3), displayName: '' },
        ],
      }),
    });
    names.want([did(1), did(2), did(3), did(4)]);
    await nextChange();
    expect([1, 2, 3, 4].map((one) => [names.of(did(one)), names.of.displayName?.(did(one))])).toEqual([
      [undefined, 'Name 1'],
      ['h2.test', undefined],
      ['h3.test', undefined],
      [undefined, undefined],
    ]);
  });

  test('are not asked for again where the AppView refused, and others are', async () => {
    const { names, nextChange, asked } = await open({
      [GET_PROFILES]: inTurn(error(400, 'InvalidRequest', 'no'), json({ profiles: [profile(2)] })),
    });
    names.want([did(1)]);
    await expect.poll(asked).toEqual([1]);
    await expect
      .poll(() => {
        names.want([did(1), did(2)]);
        return asked();
      })
      .toEqual([1, 1]);
    await nextChange();
    expect(names.of(did(2))).toBe('h2.test');
  });

  test('that are learnt of a profile say that they changed, once', async () => {
    const { names, nextChange, asked } = await open({});
    names.learn(did(1), 'h1.test');
    await nextChange();
    names.learn(did(1), 'h1.test', 'Name 1');
    await nextChange();
    names.learn(did(1), 'h1.test', 'Name 1');
    names.learn(did(1), 'handle.invalid');
    names.learn(did(2), 'h2.test');
    await nextChange();
    expect([names.of(did(1)), names.of.displayName?.(did(1))]).toEqual(['h1.test', 'Name 1']);
    names.want([did(1), did(2)]);
    expect(asked()).toEqual([]);
  });
});
