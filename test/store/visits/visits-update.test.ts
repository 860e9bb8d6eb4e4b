import { describe, expect, test } from 'vitest';
import { type Address, formatAddress, parseAddress } from '../../../src/places/address.js';
import { atFirst } from '../../../src/store/cursor/list-cursor.js';
import type { NoticeState } from '../../../src/store/notice/notice-state.js';
import type { OverlaysState } from '../../../src/store/overlays/overlays-state.js';
import type { Pane, VisitsState } from '../../../src/store/visits/visits-state.js';
import {
  back,
  backOut,
  firstVisit,
  forward,
  up,
  visitAddress,
  withEveryVisit,
  withVisit,
} from '../../../src/store/visits/visits-update.js';
import { spell } from '../../../src/text/sentence.js';
import { cursorAt, cursorsAt } from '../../support/screen/screen-fixtures.js';

type Going = VisitsState & NoticeState & OverlaysState;

const alice = 'alice.test';
const posts = 'alice.test/app.bsky.feed.post';
const post = 'alice.test/app.bsky.feed.post/3kabc';
const likes = 'alice.test/app.bsky.feed.post/3kabc/likes';
const followers = 'alice.test/followers';
const bob = 'bob.test';

function addressOf(text: string): Address {
  const parsed = parseAddress(text);
  if (!parsed.ok) throw new Error(spell(parsed.reason, String));
  return parsed.address;
}

const start: Going = { ...firstVisit([]), notice: undefined, overlay: undefined };

/** What one does, in a word: an address to go to, a pane to focus, or a step. */
function step(state: Going, what: string): Going {
  switch (what) {
    case '[':
      return back(state);
    case ']':
      return forward(state);
    case 'Esc':
      return backOut(state);
    case 'u':
      return up(state);
    case 'list':
    case 'record':
    case 'live':
      return withVisit(state, { focus: what, ...(what === 'live' ? {} : { side: what }) });
    default:
      return visitAddress(state, addressOf(what));
  }
}

const walk = (...steps: string[]): Going => steps.reduce(step, start);

const textOf = ({ address }: { address: Address | undefined }): string =>
  address ? formatAddress(address).replace('at://', '') : 'start';

/** The places around where one is, as `before > here < after`, and the pane with the keys where it is not the first one. */
const around = ({ earlier, visit: place, later }: Going): string =>
  [...earlier.map(textOf), `> ${textOf(place)}`, ...later.map(textOf)].join(' ');

describe('where one is', () => {
  test.each<[what: string, steps: string[], around: string, notice?: RegExp]>([
    ['at first, the start screen', [], '> start'],
    ['going somewhere', [alice, followers], `start ${alice} > ${followers}`],
    ['going where one is already', [alice, alice], `start > ${alice}`],
    ['going to the same account by another spelling', [alice, 'at://alice.test'], `start > ${alice}`],
    ['[ goes back', [alice, followers, '['], `start > ${alice} ${followers}`],
    ['[ [ goes further back', [alice, followers, '[', '['], `> start ${alice} ${followers}`],
    ['[ on the first place stays', ['['], '> start', /first place/],
    ['] goes forward again', [alice, followers, '[', ']'], `start ${alice} > ${followers}`],
    ['] on the last place stays', [alice, ']'], `start > ${alice}`, /last place/],
    ['going elsewhere forgets the way forward', [alice, followers, '[', bob], `start ${alice} > ${bob}`],
    ['Esc on the start screen stays', ['Esc'], '> start', /This is the start. :place\.go-to goes/],
    ['Esc goes back to the place before', [alice, 'Esc'], `> start ${alice}`],
    ['… whatever that is', [posts, bob, 'Esc'], `start > ${posts} ${bob}`],
    ['… and does not go up', [post, likes, alice, 'Esc', 'Esc'], `start > ${post} ${likes} ${alice}`],
    ['Esc after a followed reference goes back', [bob, post, 'Esc'], `start > ${bob} ${post}`],
    ['Esc Esc comes to the start screen', [posts, post, 'Esc', 'Esc'], `> start ${posts} ${post}`],
    ['going round leaves each place once behind', [alice, bob, alice, bob], `start ${alice} > ${bob}`],
    ['… by another spelling, too', [alice, bob, 'ALICE.test'], `start ${bob} > ${alice}`],
    ['u goes from a record to its list', [post, 'u'], `start ${post} > ${posts}`],
    ['u goes from a list to its account', [posts, 'u'], `start ${posts} > ${alice}`],
    ['u goes from the likes of a record to the record', [likes, 'u'], `start ${likes} > ${post}`],
    ['u goes up whatever way one came', [bob, post, 'u', 'u'], `start ${bob} ${post} ${posts} > ${alice}`],
    ['… and Esc back from there', [bob, post, 'u', 'Esc'], `start ${bob} > ${post} ${posts}`],
    ['u over the place before leaves it once', [posts, post, 'u'], `start ${post} > ${posts}`],
    ['u on an account stays', [alice, 'u'], `start > ${alice}`, /nothing above this place/],
    ['Esc in the live pane leaves the pane', [posts, 'live', 'Esc'], `start > ${posts}`],
    ['Esc in the record beside a list leaves the pane', [posts, 'record', 'Esc'], `start > ${posts}`],
    ['Esc twice there leaves the list, too', [posts, 'record', 'Esc', 'Esc'], `> start ${posts}`],
  ])('%s', (_, steps, expected, notice) => {
    const state = walk(...steps);
    expect(around(state)).toBe(expected);
    const said = state.notice && spell(state.notice.text, (id) => `:${id}`);
    if (notice) expect(said).toMatch(notice);
    else expect(said).toBeUndefined();
  });

  test.each<[steps: string[], focus: Pane, side: 'list' | 'record']>([
    [[], 'collections', 'list'],
    [[alice], 'collections', 'list'],
    [[followers], 'list', 'list'],
    [[post], 'record', 'record'],
    [[posts, 'record', 'Esc'], 'list', 'list'],
    [[post, 'live', 'Esc'], 'record', 'record'],
    [[alice, 'live', 'Esc'], 'collections', 'list'],
  ])('after %j the keys go to the %s', (steps, focus, side) => {
    expect(walk(...steps).visit).toMatchObject({ focus, side });
  });
});

describe('a place that one comes back to', () => {
  test('is as it was left', () => {
    const left = withVisit(walk(posts), { cursors: cursorsAt({ list: cursorAt(30, 11) }), order: 'oldest' });
    expect(back(visitAddress(left, addressOf(bob))).visit).toBe(left.visit);
  });

  test('is one that the new place takes the list from where it is the same list', () => {
    const list = cursorAt(30, 11, 'at://…/30');
    const left = withVisit(walk(posts), { cursors: cursorsAt({ list }), order: 'oldest' });
    expect(visitAddress(left, addressOf(post)).visit).toMatchObject({ cursors: { list }, order: 'oldest' });
    expect(visitAddress(left, addressOf(followers)).visit).toMatchObject({
      cursors: { list: atFirst },
      order: undefined,
    });
  });

  test('is one that the new place takes the collections from where it is the same account', () => {
    const collections = cursorAt(4, 2, 'app.bsky.feed.post');
    const left = withVisit(walk(alice), { cursors: cursorsAt({ collections }) });
    expect(visitAddress(left, addressOf('ALICE.test/followers')).visit.cursors.collections).toEqual(
      collections,
    );
    expect(visitAddress(left, addressOf(bob)).visit.cursors.collections).toEqual(atFirst);
  });

  test('has an id that no other has had, so that whoever waited for it can tell', () => {
    const first = walk(alice, followers);
    const second = step(step(first, '['), bob);
    expect(second.visit.id).not.toBe(first.visit.id);
  });
});

test('going somewhere puts away what lay over the place, and what was said of the one before', () => {
  const asked: Going = {
    ...walk(alice),
    overlay: { kind: 'menu', view: 'help', cursor: atFirst },
    notice: { kind: 'info', text: 'x' },
  };
  expect(step(asked, followers)).toMatchObject({ overlay: undefined, notice: undefined });
  expect(step(asked, alice)).toMatchObject({ overlay: undefined, notice: { text: 'x' } });
  expect(step(asked, '[')).toMatchObject({ notice: undefined });
});

test('a focus that is asked for is had, at a new place and at the same', () => {
  const state = visitAddress(start, addressOf(posts), 'record');
  expect(state.visit.focus).toBe('record');
  expect(visitAddress(state, addressOf(posts), 'list').visit.focus).toBe('list');
});

test('Esc from the first place that is remembered comes to the start screen', () => {
  const state = { ...walk(alice), earlier: [] };
  expect(around(step(state, 'Esc'))).toBe(`> start ${alice}`);
});

test('two hundred places are remembered, the oldest go', () => {
  const state = Array.from({ length: 250 }, (_, number) => `n${number}.test`).reduce(step, start);
  expect(state.earlier).toHaveLength(199);
  expect(state.earlier[0]?.address).toEqual({ kind: 'repo', repo: 'n50.test' });
});

test('a change of each place reaches those before and behind', () => {
  const state = withEveryVisit(walk(alice, followers, '['), (place) => ({ ...place, order: 'oldest' }));
  const places = [...state.earlier, state.visit, ...state.later];
  expect(places.map(({ order }) => order)).toEqual(['oldest', 'oldest', 'oldest']);
});
