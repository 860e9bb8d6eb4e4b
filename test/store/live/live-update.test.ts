import { expect, test } from 'vitest';
import type { LiveSource } from '../../../src/store/live/live-state.js';
import { withLiveLeft } from '../../../src/store/live/live-update.js';
import { newTail } from '../../../src/store/tail/tail-state.js';
import { firstVisit, withVisit } from '../../../src/store/visits/visits-update.js';
import type { Watch } from '../../../src/store/watch/watch-state.js';
import { cursorAt } from '../../support/screen/screen-fixtures.js';

const watches = (...dids: string[]): ReadonlyMap<string, Watch> =>
  new Map(
    dids.map((did) => [
      did,
      {
        did,
        repo: did,
        since: 0,
        stream: undefined,
        rates: [],
        polling: false,
        baseline: { status: 'ready', loaded: 0, total: undefined, limited: false, error: undefined },
        live: { gained: 0, lost: 0 },
        away: undefined,
        lines: [],
      },
    ]),
  );

const tail = newTail('tail', 'alice.test', { collections: [], dids: [] });
const ofTail: LiveSource = { kind: 'tail' };
const watch = (did: string): LiveSource => ({ kind: 'watch', did });
const [a, b] = ['did:plc:a', 'did:plc:b'];

/** With the cursor of the live pane somewhere in it, and the keys there. */
const state = (live: LiveSource, left: { tail?: typeof tail; watches?: ReadonlyMap<string, Watch> }) => ({
  ...withVisit(firstVisit([]), { focus: 'live', side: 'record' }),
  live,
  liveCursor: cursorAt(7, 3),
  liveFilter: undefined,
  tail: left.tail,
  watches: left.watches ?? watches(),
});

test.each([
  ['goes on with a watch that is still there', state(watch(a), { watches: watches(a, b) }), watch(a)],
  ['goes on with the tail while there is one', state(ofTail, { tail, watches: watches(a) }), ofTail],
  [
    'shows the newest other watch once its own is over',
    state(watch('did:plc:gone'), { watches: watches(a, b) }),
    watch(b),
  ],
  ['shows a watch once the tail is over', state(ofTail, { watches: watches(a, b) }), watch(b)],
  ['shows the tail once the last watch is over', state(watch(a), { tail }), ofTail],
  ['shows nothing once nothing is left', state(watch(a), {}), undefined],
])('the live pane %s', (_, before, live) => {
  const after = withLiveLeft(before);
  expect(after.live).toEqual(live);
  // Where it stays, so does its cursor.
  expect(after.liveCursor.index).toBe(after.live === before.live ? 7 : 0);
  // The keys leave it only with the last one, for the pane beside it.
  expect(after.visit.focus).toBe(live === undefined ? 'record' : 'live');
});
