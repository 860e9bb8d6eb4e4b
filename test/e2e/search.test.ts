import { expect, test } from 'vitest';
import { faultStage, posts } from '../support/terminal/faults.js';

const stage = faultStage();

/** The first row of the screen that shows a text, and where. */
function found(text: string, below = 0) {
  const y = stage.terminal.screen().findIndex((row, index) => index >= below && row.includes(text));
  return { y, x: stage.terminal.screen()[y]!.indexOf(text) };
}

test('a record is searched as one types, n and N go from match to match, and Esc ends that before all else', async () => {
  const { urls } = await stage.faulty({});
  await stage.open(urls, posts);
  await stage.waitForIn('list', /of 100 loaded/);
  stage.terminal.press('4');
  await stage.terminal.waitFor('/ search');
  stage.terminal.press('/');
  stage.terminal.write('app.bsky');
  await stage.waitForIn('record', /1\/1 /);
  expect(stage.terminal.text()).toContain('of 100 loaded');
  stage.terminal.press('Enter');
  await stage.terminal.waitForGone(' / app.bsky');

  stage.terminal.press('g');
  stage.terminal.press('/');
  stage.terminal.write('e');
  await stage.waitForIn('record', /1\/[2-9]/);
  stage.terminal.press('Enter');
  stage.terminal.press('n');
  await stage.waitForIn('record', /2\/[2-9]/);
  stage.terminal.press('N');
  await stage.waitForIn('record', /1\/[2-9]/);
  stage.terminal.press('p');
  await stage.waitForIn('record', /[2-9]\/[2-9]/);

  stage.terminal.press('Esc');
  await stage.terminal.waitFor(() => !/ \d+\/\d+ /.test(stage.terminal.screen()[0]!));
  // Without a search it turns the pages again.
  stage.terminal.press('n');
  await stage.waitForIn('list', /of 200 loaded/);
  await stage.goesOnAndEnds();
});

test('help and the answer of a call are searched, and closing them ends that', async () => {
  const { urls } = await stage.faulty({});
  await stage.open(urls, posts);
  await stage.waitForIn('list', /of 100 loaded/);
  stage.terminal.press('?');
  await stage.terminal.waitFor('Help');
  stage.terminal.press('/');
  stage.terminal.write('quit');
  await stage.terminal.waitFor(/Help.* ── 1\/\d+/);
  await stage.terminal.waitFor(' / quit');
  stage.terminal.press('Enter');
  await stage.terminal.waitForGone(' / quit');
  const { x, y } = found('quit');
  expect(stage.terminal.cell(x, y)).toMatchObject({ underline: true, bold: true });
  stage.terminal.press('Esc');
  await stage.terminal.waitFor(() => !/ 1\/\d+/.test(stage.terminal.screen()[0]!));
  await stage.terminal.waitFor('Help');
  stage.terminal.press('Esc');
  await stage.waitForIn('list', /of 100 loaded/);

  stage.terminal.press('x');
  await stage.terminal.waitFor('Calls');
  stage.terminal.press('Enter');
  await stage.terminal.waitFor('status');
  stage.terminal.press('/');
  stage.terminal.write('nothing like it');
  await stage.terminal.waitFor('no match');
  stage.terminal.press('Esc');
  await stage.terminal.waitForGone('no match');
  stage.terminal.press('/');
  stage.terminal.write('status');
  await stage.terminal.waitFor(/ 1\/\d+ · /);
  stage.terminal.press('Enter');
  await stage.terminal.waitForGone(' / status');
  // The search, the call, the calls.
  stage.terminal.press('Esc');
  await stage.terminal.waitFor(() => !/ 1\/\d+ · /.test(stage.terminal.screen()[0]!));
  stage.terminal.press('Esc');
  await stage.terminal.waitFor('Calls');
  stage.terminal.press('Esc');
  await stage.waitForIn('list', /of 100 loaded/);
  await stage.goesOnAndEnds();
});

test('J and K go from reference to reference of a record, and j goes by lines of its JSON', async () => {
  const { urls } = await stage.faulty({});
  await stage.open(urls, posts);
  await stage.waitForIn('list', /of 100 loaded/);
  // The second one is a reply.
  stage.terminal.press('j');
  await stage.waitForIn('record', /"reply"/);
  stage.terminal.press('4');
  stage.terminal.press('G');
  stage.terminal.press('K');
  await stage.waitForIn('record', /reply\.(root|parent)\.uri/);
  const last = /reply\.(root|parent)\.uri/.exec(stage.terminal.screen()[0]!)![0];
  stage.terminal.press('K');
  await stage.waitForIn('record', last.includes('root') ? /reply\.parent\.uri/ : /reply\.root\.uri/);
  stage.terminal.press('J');
  await stage.waitForIn('record', new RegExp(last.replaceAll('.', '\\.')));
  stage.terminal.press('J');
  await stage.terminal.waitFor('No reference follows.');
  await stage.goesOnAndEnds();
});
