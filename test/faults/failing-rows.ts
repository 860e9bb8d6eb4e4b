import { expect } from 'vitest';
import type { Answer, ToldAnswer } from './answer.js';
import {
  cutOff,
  drop,
  error,
  gzipBomb,
  hang,
  html,
  inTurn,
  json,
  jsonText,
  limitsUntil,
  rateLimited,
  stall,
  status,
  text,
  truncatedJson,
} from './answers.js';
import { goodPage, posts } from './house.js';
import { asks, type FaultRow } from './row.js';

const listRecords = 'com.atproto.repo.listRecords';
const getRecord = 'com.atproto.repo.getRecord';
const opens = `alice.test/${posts}`;
const MEGABYTE = 1024 * 1024;

/** A page of records that fails in a way, and the sentence for it, in the client and on the screen. */
function page(
  when: string,
  answer: Answer,
  fails: FaultRow['fails'],
  says: RegExp,
  { times = 1, ...more }: Partial<FaultRow> & { times?: number } = {},
): FaultRow {
  return {
    when,
    routes: { [listRecords]: answer },
    ask: asks.page(),
    fails: { ...fails, nsid: listRecords },
    says,
    asked: { [listRecords]: times },
    // Its time runs out by the settings of the program, which no test waits for.
    ...(fails?.failure !== 'timeout' && {
      screen: { opens, shows: [new RegExp(`${says.source}.*r tries again`), /Alice Liddell/] },
    }),
    ...more,
  };
}

const seconds = () => Math.floor(Date.now() / 1000);
const named: ToldAnswer = error(500, 'Named', 'In words');

/** What comes to nothing, and is told of in words. */
export const failingRows: readonly FaultRow[] = [
  ...['RepoNotFound', 'RepoDeactivated', 'RepoTakendown', 'RepoSuspended', 'InvalidRequest', 'Unheard'].map(
    (name) =>
      page(
        `a page is answered 400 ${name}`,
        error(400, name, 'Why'),
        { failure: 'status', status: 400, error: name },
        new RegExp(`answered 400 ${name}`),
      ),
  ),
  page('it answers 500 again and again', named, { failure: 'status', status: 500 }, /answered 500 Named/, {
    times: 3,
  }),
  page('it has no such method', status(501), { failure: 'status', status: 501 }, /answered 501/),
  page(
    'an error comes as a web page',
    html(404),
    { failure: 'status', status: 404 },
    /There is nothing of this name: \S+ answered 404/,
  ),
  page(
    'an error says nothing',
    status(403),
    { failure: 'status', status: 403 },
    /answered 403 to \S+ ?:? without saying why/,
  ),
  page(
    'an error is JSON of another shape',
    json({ error: { code: 7 }, message: 7 }, { status: 400 }),
    { failure: 'status', status: 400, error: undefined },
    /answered 400 to \S+ ?:? without saying why/,
  ),
  page(
    'an error is a list',
    json([], { status: 400 }),
    { failure: 'status', status: 400, error: undefined },
    /answered 400 to \S+ ?:? without saying why/,
  ),
  page(
    'there is nothing where 200 was due',
    status(204),
    { failure: 'status', status: 204 },
    /answered 204 to \S+ ?:? instead of 200/,
  ),
  page('it never answers', hang(), { failure: 'timeout' }, /no full answer within 0\.3 s/, {
    timeoutMs: 300,
  }),
  page('it stops in the middle', stall(goodPage), { failure: 'timeout' }, /no full answer within 0\.3 s/, {
    timeoutMs: 300,
  }),
  page('it hangs up again and again', drop(), { failure: 'connection' }, /the connection broke off/, {
    times: 3,
  }),
  page(
    'it hangs up in the middle again and again',
    cutOff(goodPage),
    { failure: 'connection' },
    /the connection broke off/,
    { times: 3 },
  ),
  page(
    'the JSON is cut short',
    truncatedJson(goodPage),
    { failure: 'malformed' },
    /JSON cut short after \d+ bytes/,
  ),
  page('it is not JSON', jsonText('records: none'), { failure: 'malformed' }, /is not JSON at byte 0/),
  page('a web page comes with status 200', html(), { failure: 'malformed' }, /a web page and not JSON/),
  page('the answer is empty', jsonText(''), { failure: 'malformed' }, /the answer is empty/),
  ...['[]', 'null', '7', '{}', '{"records":{}}', '{"records":7}'].map((body) =>
    page(
      `the answer is ${body}`,
      jsonText(body),
      { failure: 'malformed' },
      /the answer has no list of records/,
    ),
  ),
  page(
    'it says beforehand that 60 MB will come',
    text(Buffer.alloc(MEGABYTE), { headers: { 'content-length': 60 * MEGABYTE } }),
    { failure: 'too-large' },
    /larger than 10485760 bytes/,
    { asked: {} },
  ),
  page('60 MB come out of 60 KB', gzipBomb(60), { failure: 'too-large' }, /larger than 10485760 bytes/, {
    asked: {},
  }),
  page(
    'the answer does not decompress',
    jsonText('not gzip', { headers: { 'content-encoding': 'gzip' } }),
    { failure: 'malformed' },
    /does not decompress as gzip/,
  ),
  page(
    'the answer is compressed in a way that was not asked for',
    jsonText('x', { headers: { 'content-encoding': 'compress' } }),
    { failure: 'malformed' },
    /compressed as compress, which was not asked for/,
  ),
  page(
    'what listens does not speak HTTP',
    { bare: 'SSH-2.0-OpenSSH_9.6\r\n' },
    { failure: 'malformed' },
    /the answer is not HTTP/,
  ),
  page(
    'a redirect leads into the house',
    { status: 302, headers: { location: 'http://127.0.0.1:1/elsewhere' } },
    { failure: 'status', status: 302 },
    /a redirect to http:\/\/127\.0\.0\.1:1\/elsewhere, which is not followed/,
  ),
  page(
    'a rate limit lasts longer than one would wait',
    rateLimited({ retryAfter: 3600 }),
    { failure: 'status', status: 429, retryAfter: expect.closeTo(Date.now() + 3_600_000, -6) },
    /answered 429/,
  ),
  {
    when: 'a record that is not there comes with limits (bluesky-social/atproto#3436)',
    routes: {
      [getRecord]: error(
        400,
        'RecordNotFound',
        'Could not locate record: at://x',
        limitsUntil(seconds() + 280),
      ),
    },
    ask: asks.record('gone'),
    fails: { error: 'RecordNotFound', retryAfter: undefined },
    says: /There is no such record; it may have been deleted: \S+ answered 400 RecordNotFound to \S+\.$/,
    asked: { [getRecord]: 1 },
    screen: { opens: `${opens}/gone`, shows: [/There is no such record/], never: /again (?:at|on) / },
  },
  ...[40, 3000].map(
    (ahead): FaultRow => ({
      when: `a 502 comes with a rate limit that ends in ${ahead} s (MarshalX/atproto#192)`,
      routes: {
        [listRecords]: inTurn(
          error(502, 'UpstreamFailure', 'Upstream Failure', limitsUntil(seconds() + ahead)),
          json(goodPage),
        ),
      },
      ask: asks.page(),
      gives: goodPage.records,
      asked: { [listRecords]: 2 },
      screen: { opens, shows: [/the second post/, /the first post/] },
    }),
  ),
  ...['0.4', '0', '-5', '0, 0', 'Thu, 01 Jan 2026 00:00:00 GMT', ''].map(
    (retryAfter): FaultRow => ({
      when: `a 429 says Retry-After: ${retryAfter || '(nothing)'} (MarshalX/atproto#379)`,
      routes: { [listRecords]: inTurn(rateLimited({ retryAfter }), json(goodPage)) },
      ask: asks.page(),
      gives: goodPage.records,
      asked: { [listRecords]: 2 },
      screen: { opens, shows: [/the second post/, /the first post/] },
    }),
  ),
];
