import { afterEach, expect, test } from 'vitest';
import { writtenCar } from '../support/archive/written-car.js';
import { openAtscope } from '../support/terminal/open-atscope.js';
import type { Terminal } from '../support/terminal/terminal.js';

/** A file needs nobody. */
const nowhere = { plc: 'http://127.0.0.1:1', appview: 'http://127.0.0.1:1' };
const POST = 'app.bsky.feed.post';
const post = (text: string) => ({ $type: POST, text, createdAt: '2024-02-21T03:11:00Z' });

const before = await writtenCar({
  [`${POST}/3k22222222222`]: post('Harbor lights at night'),
  [`${POST}/3k22222232222`]: post('nothing of it'),
  'app.bsky.actor.profile/self': { $type: 'app.bsky.actor.profile', displayName: 'Alice' },
});
const after = await writtenCar({
  [`${POST}/3k22222222222`]: post('Harbor lights at dawn'),
  [`${POST}/3k22222232222`]: post('nothing of it'),
  'app.bsky.actor.profile/self': { $type: 'app.bsky.actor.profile', displayName: 'Alice' },
});

let terminal: Terminal;

afterEach(() => terminal.close());

test('all records of a file are searched: S, words, a hit opened, and back', async () => {
  terminal = await openAtscope(nowhere, [before], { columns: 140, rows: 40 });
  await terminal.waitFor('Contents');
  terminal.press('S');
  await terminal.waitFor('Search all records');
  terminal.write('since:noon');
  terminal.press('Enter');
  await terminal.waitFor('noon is no date');
  terminal.press('Ctrl-u');
  terminal.write('NIGHT harbor');
  terminal.press('Enter');
  await terminal.waitFor('1 found');
  expect(terminal.find('Harbor lights')).toBeDefined();
  terminal.press('Enter');
  await terminal.waitFor(/›.*3k22222222222/);
  terminal.press('Esc');
  await terminal.waitFor('1 found');
});

test('what changed from one file to another is listed, with both versions of a record beside each other', async () => {
  terminal = await openAtscope(nowhere, [`car:${after}#diff?from=car:${before}`], { columns: 140, rows: 40 });
  await terminal.waitFor('+0 ~1 −0');
  terminal.press('Enter');
  await terminal.waitFor('1 line differs');
  await terminal.waitFor(/Harbor lights at night.*│.*Harbor lights at dawn/);
  terminal.press('n');
  await terminal.waitFor('difference 1 of 1');
  terminal.press('Esc');
  await terminal.waitFor('changes since');
});
