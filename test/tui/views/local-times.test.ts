import { stripVTControlCharacters } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { columnTitle } from '../../../src/lenses/column.js';
import { columnWidths } from '../../../src/lenses/column-widths.js';
import { createdMinute } from '../../../src/lenses/created-text.js';
import { identityFacts } from '../../../src/places/identity/identity-facts.js';
import { callLines } from '../../../src/tui/views/call-lines.js';
import { account, call } from '../../support/screen/screen-fixtures.js';

const before = process.env.TZ;
const winter = '2024-02-21T03:11:45Z';
const time = Date.parse(winter);

afterEach(() => {
  if (before === undefined) delete process.env.TZ;
  else process.env.TZ = before;
});

/** Where times in UTC stand beside a local one: in the JSON of a record, of a document, of an answer. */
describe.each([
  ['UTC', '03:11', 'UTC', 'UTC'],
  ['Europe/Berlin', '04:11', '+01:00', 'Berlin'],
  ['America/New_York', '22:11', '-05:00', 'New York'],
  ['Asia/Kolkata', '08:41', '+05:30', 'Kolkata|Calcutta'],
  ['Australia/Adelaide', '13:41', '+10:30', 'Adelaide'],
  ['America/Argentina/Buenos_Aires', '00:11', '-03:00', 'Buenos Aires'],
])('in %s a local time carries its zone', (zone, clock, ahead, name) => {
  test('in the head of a record', () => {
    process.env.TZ = zone;
    expect(createdMinute(winter, undefined)).toMatch(new RegExp(`${clock} ${ahead.replace('+', '\\+')}$`));
  });

  test('in what identifies an account', () => {
    process.env.TZ = zone;
    const found = { ...account().identity.value!, fetchedAt: time };
    const known = { repo: 'alice.test', did: found.did, identity: found, documentUrl: undefined, relays: 0 };
    const facts = identityFacts(known, 0);
    expect(facts.find(({ name }) => name === 'fetched')?.value).toContain(`${clock} ${ahead}`);
  });

  test('above the headers and the answer of a call', () => {
    process.env.TZ = zone;
    const lines = callLines(call({ startedAt: time }), 100).map(stripVTControlCharacters);
    expect(lines.join('\n')).toContain(`${clock}:45 ${ahead} · status`);
  });

  test('over a column of dates, whose title is never cut', () => {
    process.env.TZ = zone;
    const column = { title: 'indexed', isLocalTime: true, width: 16, drop: 1 } as const;
    expect(columnTitle(column)).toMatch(new RegExp(`^indexed, (?:${name})$`));
    const [shown] = columnWidths([column], 60, { widest: [16], areAlike: false });
    expect(shown?.width).toBeGreaterThanOrEqual(columnTitle(column).length);
  });
});
