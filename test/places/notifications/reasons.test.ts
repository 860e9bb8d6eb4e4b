import { expect, test } from 'vitest';
import { bundledLexicons } from '../../../src/atproto/lexicons/bundled-lexicons.js';
import { NOTIFICATION_ORDERS, reasonsOf, reasonWords } from '../../../src/places/notifications/reasons.js';
import { field, listField } from '../../../src/text/json-fields.js';

const { doc } = (await bundledLexicons()).get('app.bsky.notification.listNotifications')!;
const known = listField(
  field(doc, 'defs', 'notification', 'properties', 'reason'),
  'knownValues',
) as string[];

test('each reason that the lexicon knows has words of its own, and an unknown one is as it came', () => {
  expect(known.length).toBeGreaterThan(10);
  const words = known.map(reasonWords);
  expect(words.filter((word, index) => word === known[index])).toEqual([]);
  expect(new Set(words).size).toBe(known.length);
  expect(reasonWords('waved-at')).toBe('waved-at');
});

test('each is in one of the groups that the list is narrowed to; the first has all', () => {
  const [all, ...groups] = NOTIFICATION_ORDERS;
  expect(reasonsOf(all?.id)).toBeUndefined();
  expect(groups.flatMap(({ id }) => reasonsOf(id) ?? []).toSorted()).toEqual(known.toSorted());
  expect(reasonsOf(undefined)).toBeUndefined();
});
