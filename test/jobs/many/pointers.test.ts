import { expect, test } from 'vitest';
import { pointersName, pointersOf } from '../../../src/jobs/many/pointers.js';

const URI = 'at://did:plc:aaaaaaaaaaaaaaaaaaaaaaaa/app.bsky.feed.post/3k';

test.each([
  ['app.bsky.graph.follow', { subject: 'did:web:a.test' }, ['did:web:a.test']],
  ['app.bsky.feed.like', { subject: { uri: URI, cid: 'x' } }, [URI]],
  ['app.bsky.feed.post', { text: 'to nobody' }, []],
  ['app.bsky.feed.post', { reply: { root: { uri: URI }, parent: { uri: `${URI}2` } } }, [URI, `${URI}2`]],
  ['app.bsky.graph.follow', { subject: 5 }, []],
  ['app.bsky.graph.follow', null, []],
  ['com.example.garden.note', { subject: 'did:web:a.test' }, []],
])('%s %j points to %j', (collection, record, to) => {
  expect(pointersOf(collection, record).map((pointer) => pointer.to)).toEqual(to);
});

test('what points to nothing has no name', () => {
  expect(pointersName('app.bsky.feed.post')).toBe('replies');
  expect(pointersName('app.bsky.actor.profile')).toBeUndefined();
});
