import { expect } from 'vitest';
import type { ToldAnswer } from './answer.js';
import { jsonText, text } from './answers.js';
import { posts } from './house.js';
import { asks, type FaultRow } from './row.js';

const listRecords = 'com.atproto.repo.listRecords';
const silent = /answered 400 to \S+: without saying why\.$/;

interface Body {
  readonly when: string;
  readonly answer: ToldAnswer;
  readonly error?: string | undefined;
  readonly says: RegExp;
  /** Tried on the screen too: one of each kind. */
  readonly onScreen?: boolean;
}

const bodies: readonly Body[] = [
  ...[
    '',
    ' ',
    'null',
    '7',
    '"no"',
    '[{"error":"A"}]',
    '{"error":null,"message":null}',
    '{"error":["A"]}',
  ].map(
    (body): Body => ({
      when: `is ${JSON.stringify(body)}`,
      answer: jsonText(body, { status: 400 }),
      says: silent,
    }),
  ),
  {
    when: 'has blank words',
    answer: jsonText('{"error":" ","message":"\\n\\t"}', { status: 400 }),
    says: silent,
  },
  {
    when: 'has a message and no name',
    answer: jsonText('{"error":{"code":7},"message":"the reason"}', { status: 400 }),
    says: /answered 400 to \S+: the reason\.$/,
  },
  {
    when: 'begins with a byte order mark',
    answer: jsonText('\uFEFF{"error":"Odd","message":"the reason"}', { status: 400 }),
    error: 'Odd',
    says: /answered 400 Odd to \S+: the reason\.$/,
    onScreen: true,
  },
  {
    when: 'is called a web page and is JSON',
    answer: text('{"error":"Odd","message":"the reason"}', { status: 400 }),
    error: 'Odd',
    says: /answered 400 Odd to \S+: the reason\.$/,
  },
  {
    when: 'is called JSON and is a web page',
    answer: jsonText('<html><h1>Forbidden</h1></html>', { status: 403 }),
    says: /answered 403 to \S+: with a web page and not JSON\.$/,
    onScreen: true,
  },
  {
    when: 'has bytes that are no UTF-8',
    answer: jsonText(Buffer.from('{"error":"Odd","message":"caf\xe9 \xff"}', 'latin1'), { status: 400 }),
    error: 'Odd',
    says: /answered 400 Odd to \S+: caf\uFFFD \uFFFD\.$/,
  },
  {
    when: 'has control characters and lines',
    answer: jsonText('{"error":"Odd\\u001b[31m","message":"one\\r\\ntwo\\u0007\\u202ethree"}', {
      status: 400,
    }),
    error: 'Odd\u001b[31m',
    says: /^[^\u0000-\u001f\u007f-\u009f\u202e]*answered 400 Odd[^\u0000-\u001f\u007f-\u009f\u202e]*one[^\u0000-\u001f\u007f-\u009f\u202e]*two[^\u0000-\u001f\u007f-\u009f\u202e]*$/,
    onScreen: true,
  },
  {
    when: 'has words of a megabyte',
    answer: jsonText(`{"error":"Odd","message":"${'why '.repeat(250_000)}"}`, { status: 400 }),
    error: 'Odd',
    says: /^.{0,401}$/,
    onScreen: true,
  },
  {
    when: 'has a name of a megabyte',
    answer: jsonText(`{"error":"${'Odd'.repeat(300_000)}","message":"the reason"}`, { status: 400 }),
    error: expect.stringMatching(/^(Odd){33}O…$/),
    says: /^.{0,401}$/,
  },
  ...['__proto__', 'constructor', 'toString'].map(
    (name): Body => ({
      when: `has the name ${name}`,
      answer: jsonText(`{"error":"${name}","message":"the reason"}`, { status: 400 }),
      error: name,
      says: new RegExp(`answered 400 ${name} to \\S+: the reason\\.$`),
    }),
  ),
  {
    when: 'is nested a hundred thousand deep',
    answer: jsonText(`${'['.repeat(100_000)}${']'.repeat(100_000)}`, { status: 400 }),
    says: silent,
  },
  {
    when: 'ends in the middle of its JSON',
    answer: jsonText('{"error":"Odd","mess', { status: 400 }),
    says: silent,
  },
];

const asErrors: readonly FaultRow[] = bodies.map(({ when, answer, error, says, onScreen = false }) => ({
  when: `the body of an error ${when}`,
  routes: { [listRecords]: answer },
  ask: asks.page(),
  fails: { failure: 'status', nsid: listRecords, error },
  says,
  asked: { [listRecords]: 1 },
  ...(onScreen && {
    screen: { opens: `alice.test/${posts}`, shows: [/answered 40[03].*r tries again/, /Alice Liddell/] },
  }),
}));

/** Some services say under 200 that something went wrong. */
const underSuccess: readonly FaultRow[] = (
  [
    [asks.page(), listRecords, 'has no list of records'],
    [asks.record('r1'), 'com.atproto.repo.getRecord', 'has no value'],
    [asks.profile, 'app.bsky.actor.getProfile', ''],
  ] as const
).map(([ask, route, words]) => ({
  when: `${route} is answered 200 with an error in it`,
  routes: { [route]: jsonText('{"error":"Odd","message":"the reason"}') },
  ask,
  fails: { failure: 'malformed', status: undefined },
  says: new RegExp(`the answer .*${words}.*, and says Odd: the reason \\(`),
}));

/** The bodies of errors, whatever they are: each costs a sentence of one line, and no more of the journal than that. */
export const errorBodyRows: readonly FaultRow[] = [...asErrors, ...underSuccess];
