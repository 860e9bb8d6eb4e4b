import { describe, expect, test, vi } from 'vitest';
import { type CallNoted, createJournal } from '../../../src/atproto/calls/journal.js';

const call = (given: Partial<CallNoted> = {}): CallNoted => ({
  method: 'GET',
  nsid: 'com.atproto.repo.getRecord',
  url: new URL('https://pds.example/xrpc/com.atproto.repo.getRecord?repo=did:plc:a&rkey=self'),
  headers: {},
  ...given,
});

test('an entry says how its call stands, and is replaced rather than changed', () => {
  const journal = createJournal();
  const id = journal.begin(call());
  const before = journal.entries();
  expect(before[0]).toMatchObject({ nsid: 'com.atproto.repo.getRecord', milliseconds: undefined });

  journal.progress(id, { status: 200, answer: Buffer.from('{"a":1}'), done: true });
  expect(before[0]).toMatchObject({ status: undefined, body: undefined });
  expect(journal.entries()[0]).toMatchObject({ id, status: 200, bytes: 7, body: '{"a":1}' });
  expect(journal.entries()[0]?.milliseconds).toBeTypeOf('number');
});

test.each([
  -3_600_000, 3_600_000, -31_536_000_000,
])('a call lasts as long as it lasts, with the clock set by %d ms meanwhile', (byMs) => {
  const journal = createJournal();
  const started = Date.now();
  const id = journal.begin(call());
  using clock = vi.spyOn(Date, 'now');
  clock.mockReturnValue(started + byMs);
  journal.progress(id, { done: true });
  const { startedAt, milliseconds } = journal.entries()[0]!;
  expect(startedAt).toBeGreaterThanOrEqual(started);
  expect(milliseconds).toBeGreaterThanOrEqual(0);
  expect(milliseconds).toBeLessThan(60_000);
});

test('the list is the same array until something changes', () => {
  const journal = createJournal();
  journal.begin(call());
  const entries = journal.entries();
  expect(journal.entries()).toBe(entries);
  journal.begin(call());
  expect(journal.entries()).not.toBe(entries);
});

test('listeners hear of each change until they leave', () => {
  const journal = createJournal();
  const listener = vi.fn();
  const leave = journal.subscribe(listener);
  journal.progress(journal.begin(call()), { done: true });
  leave();
  journal.begin(call());
  expect(listener).toHaveBeenCalledTimes(2);
});

describe('what it remembers is bounded', () => {
  test('the oldest calls are forgotten, and word of them is no longer taken', () => {
    const journal = createJournal({ entries: 3 });
    const ids = [1, 2, 3, 4, 5].map(() => journal.begin(call()));
    journal.progress(ids[0]!, { status: 200 });
    expect(journal.entries().map(({ id }) => id)).toEqual(ids.slice(2));
  });

  test('of a large answer the start is kept, without the character that the cut goes through', () => {
    const journal = createJournal({ wholeBody: 4 });
    const id = journal.begin(call());
    journal.progress(id, { answer: Buffer.from('"a€b"') });
    expect(journal.entries()[0]).toMatchObject({ bytes: 7, body: '"a' });
  });

  test('when all answers together are too large, the oldest are let go first', () => {
    const journal = createJournal({ allBodies: 10 });
    for (const body of ['"111"', '"222"', '"333"']) {
      journal.progress(journal.begin(call()), { status: 200, answer: Buffer.from(body), done: true });
    }
    expect(journal.entries().map(({ body }) => body)).toEqual([undefined, '"222"', '"333"']);
    expect(journal.entries()[0]).toMatchObject({ status: 200, bytes: 5 });
  });

  test('answers of forgotten calls no longer count', () => {
    const journal = createJournal({ entries: 1, allBodies: 6 });
    for (const body of ['"1"', '"2"', '"3"', '"4"']) {
      journal.progress(journal.begin(call()), { answer: Buffer.from(body) });
    }
    expect(journal.entries().map(({ body }) => body)).toEqual(['"4"']);
  });
});

describe('secrets never enter', () => {
  test('headers that carry them, or that nobody has thought of, are left out; of a token is said that it was there', () => {
    const journal = createJournal();
    journal.begin(
      call({
        headers: {
          Authorization: 'Bearer s3cret',
          cookie: 's3cret',
          dpop: 's3cret',
          'x-new': 's3cret',
          Accept: 'a/b',
        },
      }),
    );
    expect(journal.entries()[0]?.headers).toEqual({ Authorization: 'Bearer ‹hidden›', Accept: 'a/b' });
  });

  test('parameters that carry them are hidden, record keys are not', () => {
    const journal = createJournal();
    journal.begin(
      call({ url: new URL('https://me:s3cret@pds.example/a?token=s3cret&apiKey=s3cret&rkey=self') }),
    );
    expect(journal.entries()[0]?.url).toBe('https://pds.example/a?token=hidden&apiKey=hidden&rkey=self');
  });

  test.each([
    ['POST', 'com.atproto.repo.createRecord'],
    ['GET', 'com.atproto.server.getServiceAuth'],
    ['POST', 'com.atproto.server.createSession'],
  ])('the answer of %s %s is not kept', (method, nsid) => {
    const journal = createJournal();
    journal.progress(journal.begin(call({ method, nsid })), {
      answer: Buffer.from('{"accessJwt":"s3cret"}'),
    });
    expect(JSON.stringify(journal.entries())).not.toContain('s3cret');
    expect(journal.entries()[0]).toMatchObject({ bytes: 22, body: undefined });
  });
});
