import { expect, test } from 'vitest';
import type { Answer } from '../faults/answer.js';
import { upstream } from '../faults/answers.js';
import { type Deferred, deferred } from '../support/deferred.js';
import { faultStage, listRecords, posts } from '../support/terminal/faults.js';

const stage = faultStage();

test('loading all tells how far it is, is stopped by Esc, and goes on to the end when asked again', async () => {
  const third: Deferred<void> = deferred();
  let asked = 0;
  const pages: Answer = async () => {
    if (++asked === 3) await third.promise;
    return upstream();
  };
  const { urls } = await stage.faulty({ pds: { [listRecords]: pages } });
  await stage.open(urls, posts);
  await stage.waitForIn('list', /of 100 loaded/);

  stage.terminal.press(':');
  stage.terminal.write('load');
  stage.terminal.press('Enter');
  await stage.terminal.waitFor('loading all: 200 rows · Esc stops');
  stage.terminal.press('j');
  await stage.terminal.waitFor('loading all: 200 rows · Esc stops');
  stage.terminal.press('/');
  stage.terminal.write('tomatoes');
  stage.terminal.press('Enter');
  await stage.waitForIn('list', /of 200 · loading/);

  // The filter is still there once the job is stopped, and the list once the filter is cleared.
  stage.terminal.press('Esc');
  await stage.terminal.waitFor('Stopped loading: 200 rows are loaded.');
  await stage.waitForIn('list', /\/tomatoes · \d+ of 200 · more/);
  stage.terminal.press('Esc');
  await stage.waitForIn('list', /of 200 loaded/);

  third.resolve();
  stage.terminal.press(':');
  stage.terminal.write('load');
  stage.terminal.press('Enter');
  await stage.terminal.waitFor('All 250 rows are loaded.');
  expect(stage.network.seed.posts).toHaveLength(250);
  await stage.waitForIn('list', /of 250/);
  await stage.goesOnAndEnds();
});

test('a filter goes on loading; Esc ends that, then the filter, and the row that was found stays', async () => {
  const third: Deferred<void> = deferred();
  let asked = 0;
  const pages: Answer = async () => {
    if (++asked === 3) await third.promise;
    return upstream();
  };
  const { urls } = await stage.faulty({ pds: { [listRecords]: pages } });
  await stage.open(urls, posts);
  await stage.waitForIn('list', /of 100 loaded/);

  const wanted = stage.network.seed.posts[150]!;
  const rkey = wanted.uri.split('/').at(-1)!;
  stage.terminal.press('/');
  stage.terminal.write(rkey);
  stage.terminal.press('Enter');
  await stage.waitForIn('list', /1 of 200 · loading/);
  await stage.waitForIn('record', new RegExp(rkey));

  stage.terminal.press('Esc');
  await stage.waitForIn('list', /1 of 200 · more/);
  third.resolve();
  stage.terminal.press('Esc');
  await stage.waitForIn('list', /–\d+ of 200 loaded/);
  await stage.waitForIn('record', new RegExp(rkey));
  await stage.goesOnAndEnds();
});
