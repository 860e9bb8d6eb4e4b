import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { json, status } from '../faults/answers.js';
import { startService } from '../faults/service.js';
import { useSeededNetwork } from '../network/seeded-network.js';
import { openAtscope } from '../support/terminal/open-atscope.js';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atscope-links-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test('from an account to who refers to it, to a record that does, and back; to a post and to a web address', async () => {
  const network = await useSeededNetwork();
  await using constellation = await startService({}, { upstream: network.backlinks });
  const settings = { backlinks: constellation.origin };
  await writeFile(join(folder, 'settings.json'), JSON.stringify(settings));
  await using terminal = await openAtscope(network, ['alice.test', '--config-dir', folder], {
    columns: 160,
    rows: 48,
  });
  await terminal.waitFor(/▌▸ post /);
  terminal.press('2', 'g', 'j', 'j', 'j');
  await terminal.waitFor(/▌ {2}links /);
  await terminal.waitFor("Enter asks a service that is neither the account's own nor the AppView.");
  expect(constellation.asked).toEqual([]);
  terminal.press('Enter');
  await terminal.waitFor(/▌ followers .*1\d\d, the same/);
  await terminal.waitFor('mentions in posts');
  await terminal.waitFor('blocked by');
  expect(constellation.asked.map((call) => call.split('?')[0])).toEqual(['GET /links/all']);

  terminal.press('Enter');
  await terminal.waitFor('followers, to alice.test');
  await terminal.waitFor(/@reader\d+\.test +3l/);
  const newest = terminal.screen().find((line) => line.includes('▌ 20'));
  terminal.press('s');
  await terminal.waitFor('oldest first');
  await terminal.waitFor(() => {
    const first = terminal.screen().find((line) => line.includes('▌ 20'));
    return first !== undefined && first !== newest;
  });
  terminal.press('y');
  await terminal.waitFor('call as curl');
  await terminal.waitFor('alice.test/links/app.bsky.graph.follow:subject');
  terminal.press('Esc');
  await terminal.waitFor(({ text }) => !text().includes('call as curl'));
  terminal.press('Enter');
  await terminal.waitFor(/"subject": "did:plc/);

  terminal.write(`:${network.seed.popular.uri}/links\r`);
  await terminal.waitFor(/likes .*1\d\d, the same/);
  await terminal.waitFor(/replies .*\d, the same/);

  // Ten thousand names that strangers chose, and none of them does anything.
  const many = Array.from({ length: 10_000 }, (_, at) => [
    `a.b.c${at}`,
    { '.d': { records: at, distinct_dids: 1 } },
  ]);
  const evil = {
    '\u001b]0;owned\u0007evil\u001b[2J\nname': { '.x\u202ey': { records: 99_999, distinct_dids: 7 } },
  };
  constellation.answers.set('/links/all', json({ links: { ...Object.fromEntries(many), ...evil } }));
  terminal.write(':links:https://example.com/?a=b\r');
  await terminal.waitFor('links to https://example.com/?a=b');
  await terminal.waitFor(/of 10[,]?003/);
  await terminal.waitFor(/␛\]0;owned.*evil.*99,999/);
  terminal.press('G');
  await terminal.waitFor(/▌ a\.b\.c0 /);
  expect(terminal.title()).not.toContain('owned');

  constellation.answers.set('blue.microcosm.links.getBacklinks', status(400));
  terminal.press('Enter');
  await terminal.waitFor('one kind of link, to https://example.com/?a=b');
  await terminal.waitFor(/answered 400: it takes this target/);
  for (const [columns, rows] of [
    [100, 30],
    [60, 20],
    [40, 10],
  ] as const) {
    terminal.resize(columns, rows);
    await terminal.waitFor('answered 400');
  }
  terminal.press('q');
  expect(await terminal.waitForExit()).toMatchObject({ exitCode: 0 });
});
