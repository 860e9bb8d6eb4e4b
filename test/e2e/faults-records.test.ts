import { describe, expect, test } from 'vitest';
import type { Answer } from '../faults/answer.js';
import {
  cutOff,
  drop,
  error,
  hang,
  html,
  inTurn,
  json,
  stall,
  text,
  truncatedJson,
  upstream,
  withPds,
} from '../faults/answers.js';
import { deadOrigin } from '../faults/service.js';
import { sampled } from '../support/full.js';
import {
  describeRepo,
  faultStage,
  getRecord,
  impatient,
  listRecords,
  posts,
} from '../support/terminal/faults.js';

const stage = faultStage();

const page = { records: [], cursor: 'next' };

/** What a service does wrong, and what the pane says that asked. Whoever says it names the service and the method. */
const faults: readonly (readonly [what: string, answer: Answer, sentence: string])[] = [
  ['answers 500', error(500), 'The service failed: \\S+ answered 500 InternalServerError to METHOD'],
  [
    'answers 503',
    error(503, 'NotEnoughResources', 'Busy'),
    'The service is overloaded: \\S+ answered 503 NotEnoughResources to METHOD',
  ],
  ['never answers', hang(), '\\S+ did not answer in time: no full answer within 6 s \\(METHOD\\)'],
  ['stops in the middle', stall(page), '\\S+ did not answer in time: no full answer within 6 s \\(METHOD\\)'],
  ['hangs up', drop(), '\\S+ cannot be reached: the connection broke off \\(METHOD\\)'],
  ['hangs up in the middle', cutOff(page), '\\S+ cannot be reached: the connection broke off.* \\(METHOD\\)'],
  [
    'sends JSON cut short',
    truncatedJson(page),
    '\\S+ sent something unexpected: the answer is JSON cut short after \\d+ bytes \\(METHOD\\)',
  ],
  [
    'sends a web page',
    html(),
    '\\S+ sent something unexpected: the answer is a web page and not JSON \\(METHOD\\)',
  ],
  [
    'sends nothing',
    text('', { type: 'application/json' }),
    '\\S+ sent something unexpected: the answer is empty \\(METHOD\\)',
  ],
  ['sends an array', json([]), '\\S+ sent something unexpected: .* \\(METHOD\\)'],
];

const saying = (sentence: string, nsid: string) =>
  new RegExp(`${sentence.replace('METHOD', nsid.replaceAll('.', '\\.'))}.*r tries again`);

/** Only who waits for a time-out has it come sooner. */
const patience = async (what: string) =>
  /never|stops/.test(what) ? { home: await stage.home(impatient) } : {};

describe('the first page of a list', () => {
  test.each(
    sampled(faults),
  )('when the PDS %s: said in the list, and r asks again', async (what, answer, sentence) => {
    const { pds, urls } = await stage.faulty({ pds: { [listRecords]: answer } });
    await stage.open(urls, posts, await patience(what));
    await stage.waitForIn('list', saying(sentence, listRecords));
    await stage.waitForIn('left', /Alice Liddell.*130 followers.*app\.bsky\.feed.*▸ post/);
    pds.answers.delete(listRecords);
    stage.terminal.press('r');
    await stage.waitForIn('list', /of 100 loaded/);
    await stage.terminal.waitForGone('r tries again');
    await stage.goesOnAndEnds();
  });
});

describe('the second page', () => {
  test.each(
    sampled(faults.filter(([what]) => /503|never answers|hangs up$|web page/.test(what))),
  )('when the PDS %s: the rows stay, and r asks for that page only', async (what, answer, sentence) => {
    const { pds, urls } = await stage.faulty({ pds: { [listRecords]: inTurn(upstream(), answer) } });
    await stage.open(urls, posts, await patience(what));
    await stage.waitForIn('list', /of 100 loaded/);
    stage.terminal.press('G');
    await stage.waitForIn('list', saying(sentence, listRecords));
    // The last rows of the first page are still there to be read and moved through.
    await stage.waitForIn('list', /–100 of 100 loaded.*▌\d{4}-\d\d/);
    await stage.waitForIn('record', new RegExp(stage.network.seed.posts[99]!.uri.slice(-13)));
    const failed = pds.requests.at(-1)!.query.get('cursor');
    const asked = pds.requests.length;
    pds.answers.delete(listRecords);
    stage.terminal.press('r');
    await stage.waitForIn('list', /of 200 loaded/);
    const again = pds.requests.slice(asked).filter(({ nsid }) => nsid === listRecords);
    expect(again.map(({ query }) => query.get('cursor'))).toEqual([failed]);
    await stage.goesOnAndEnds();
  });
});

describe('the collections', () => {
  test.each(
    sampled(faults.filter(([what]) => /500|never answers|hangs up$|cut short|array/.test(what))),
  )('when the PDS %s: said in their pane, the records are there, and r asks again', async (what, answer, sentence) => {
    const { pds, urls } = await stage.faulty({ pds: { [describeRepo]: answer } });
    await stage.open(urls, posts, await patience(what));
    await stage.waitForIn('left', saying(sentence, describeRepo));
    await stage.waitForIn('list', /of 100 loaded/);
    pds.answers.delete(describeRepo);
    stage.terminal.press('2', 'r');
    await stage.waitForIn('left', /app\.bsky\.feed.*▸ post/);
    await stage.goesOnAndEnds();
  });
});

describe('a record', () => {
  const uri = () => stage.network.seed.posts[0]!.uri;

  test.each(
    sampled(faults.filter(([what]) => /503|never answers|hangs up$|cut short|web page|array/.test(what))),
  )('when the PDS %s: said in its pane, the list is there, and r asks again', async (what, answer, sentence) => {
    const { pds, urls } = await stage.faulty({ pds: { [getRecord]: answer } });
    await stage.open(urls, uri(), await patience(what));
    await stage.waitForIn('record', saying(sentence, getRecord));
    await stage.waitForIn('list', /of 100 loaded/);
    pds.answers.delete(getRecord);
    stage.terminal.press('4', 'r');
    await stage.waitForIn('record', /"createdAt"/);
    await stage.goesOnAndEnds();
  });

  test('that there is not is told as that', async () => {
    const { urls } = await stage.faulty({});
    await stage.open(urls, `${posts}/3zzzzzzzzzzzz`);
    await stage.waitForIn(
      'record',
      /There is no such record; it may have been deleted: \S+ answered 400 RecordNotFound to com\.atproto\.repo\.getRecord/,
    );
    await stage.waitForIn('list', /of 100 loaded/);
    await stage.goesOnAndEnds();
  });
});

test('with the whole PDS down each pane says its own, and the profile is the AppView’s', async () => {
  const dead = await deadOrigin();
  const { urls } = await stage.faulty({ plc: { '/did:*': upstream(withPds(dead)) } });
  await stage.open(urls, stage.network.seed.posts[0]!.uri);
  const refused = `${new URL(dead).host} cannot be reached: the connection was refused`;
  await stage.waitForIn('left', new RegExp(`Alice Liddell.*130 followers.*${refused} .*describeRepo`));
  await stage.waitForIn('list', new RegExp(`${refused} .*listRecords.*r tries again`));
  await stage.waitForIn('record', new RegExp(`${refused} .*getRecord.*r tries again`));
  await stage.goesOnAndEnds();
});
