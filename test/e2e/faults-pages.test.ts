import { existsSync, readFileSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { describe, expect, test } from 'vitest';
import type { Answer } from '../faults/answer.js';
import { gzipBomb, inTurn, json, upstream } from '../faults/answers.js';
import { deferred } from '../support/deferred.js';
import { faultStage, getRecord, listRecords, posts } from '../support/terminal/faults.js';

const stage = faultStage();

describe('cursors', () => {
  test('one that comes again stops the list, which says so', async () => {
    const again = upstream((page) => ({ ...(page as object), cursor: 'again' }));
    const { pds, urls } = await stage.faulty({ pds: { [listRecords]: again } });
    await stage.open(urls, posts);
    await stage.waitForIn('list', /100 loaded/);
    stage.terminal.press('G');
    await stage.waitForIn('list', /stopped: the service gave the same cursor twice/);
    const asked = pds.count(listRecords);
    stage.terminal.press('G', 'n');
    await stage.terminal.waitFor('This is the last page: the service has no more.');
    expect(pds.count(listRecords)).toBe(asked);
    await stage.goesOnAndEnds();
  });

  test('on pages without records are followed five times, and n asks for more', async () => {
    const empty: Answer = (request) => json({ records: [], cursor: `${request.query.get('cursor') ?? ''}x` });
    const { pds, urls } = await stage.faulty({ pds: { [listRecords]: empty } });
    await stage.open(urls, posts);
    await stage.waitForIn('list', /5 empty pages in a row: n asks for more/);
    expect(
      pds.requests
        .filter(({ nsid }) => nsid === listRecords)
        .at(-1)
        ?.query.get('cursor'),
    ).toBe('xxxx');
    stage.terminal.press('n');
    await stage.terminal.waitFor(() => pds.count(listRecords) === 10);
    await stage.waitForIn('list', /5 empty pages in a row: n asks for more/);
    pds.answers.delete(listRecords);
    stage.terminal.press('n');
    await stage.waitForIn('list', /of 100 loaded/);
    await stage.goesOnAndEnds();
  });
});

describe('records of odd shapes', () => {
  const uri = (rkey: string) => `at://${stage.network.seed.alice.did}/app.bsky.feed.post/${rkey}`;
  const raw =
    (body: () => string): Answer =>
    (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(body());
    };
  const big =
    '{"$type":"app.bsky.feed.post","text":"big","n":9007199254740993,"m":-123456789012345678901234567890}';

  test('without $type, without a value, and with numbers past 2^53 are rows like others', async () => {
    const { urls } = await stage.faulty({
      pds: {
        [listRecords]: raw(
          () => `{"records":[
            {"uri":"${uri('one')}","cid":"bafyone","value":{"text":"without a type"}},
            {"uri":"${uri('two')}","cid":"bafytwo","value":null},
            {"uri":"${uri('three')}","cid":"bafythree","value":${big}},
            {"uri":"${uri('four')}","cid":"bafyfour"},
            {"uri":7,"value":[1,[2,[3]]]},
            null, "text", 7, [[]]
          ]}`,
        ),
      },
    });
    await stage.open(urls, posts);
    await stage.waitForIn('list', /1–9 of 9 .*without a type.*one.*two.*big.*three.*four/);
    await stage.waitForIn('record', /{ "text": "without a type"/);
    stage.terminal.press('j');
    await stage.waitForIn('record', /bafytwo.*null/);
    stage.terminal.press('j');
    await stage.waitForIn('record', /"n": 9007199254740993, "m": -123456789012345678901234567890/);
    stage.terminal.press('y', 'j');
    await stage.terminal.waitFor("Sent to the terminal's clipboard: the JSON.");
    expect(stage.terminal.clipboard.at(-1)?.replace(/\s/g, '')).toBe(big);
    // Each of the others is looked at, and opened if it can be.
    for (const shown of [/bafyfour/, /1, \[/, /null/, /"text"/, /7/, /\[/]) {
      stage.terminal.press('j');
      await stage.waitForIn('record', shown);
    }
    stage.terminal.press('Enter');
    await stage.goesOnAndEnds();
  });

  test.each([
    ['null', /─ *null/],
    ['[9007199254740993]', /9007199254740993/],
    ['{"text":7,"createdAt":{},"embed":"no","reply":null}', /"text": 7, "createdAt": {}/],
  ])('a record that is %s is shown as that', async (value, shown) => {
    const { urls } = await stage.faulty({
      pds: { [getRecord]: raw(() => `{"uri":"${uri('odd')}","cid":"bafyodd","value":${value}}`) },
    });
    await stage.open(urls, uri('odd'));
    await stage.waitForIn('record', /bafyodd/);
    await stage.waitForIn('record', shown);
    await stage.goesOnAndEnds();
  });
});

describe('an answer of 60 MB', () => {
  const megabyte = 1_000_000;

  test('is cut off when it is over 10 MiB, the rows stay, and memory stays bounded', async () => {
    const taken = deferred<number>();
    const huge: Answer = async (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const socket = response.socket!;
      const before = socket.bytesWritten;
      const body = function* () {
        yield '{"records":[],"padding":"';
        for (let sent = 0; sent < 60; sent++) yield 'x'.repeat(megabyte);
        yield '"}';
      };
      await pipeline(body, response).catch(() => {});
      taken.resolve(socket.bytesWritten - before);
    };
    const { urls } = await stage.faulty({ pds: { [listRecords]: inTurn(upstream(), huge) } });
    await stage.open(urls, posts, { shell: false });
    await stage.waitForIn('list', /of 100 loaded/);
    const before = peakMemory(stage.terminal.pid);
    stage.terminal.press('G');
    await stage.waitForIn(
      'list',
      /sent too much: the answer is larger than 10485760 bytes \(.*r tries again/,
    );
    await stage.waitForIn('list', /of 100 loaded/);
    // What the sockets of both sides hold comes on top of what was taken.
    expect(await taken.promise).toBeLessThan(30 * megabyte);
    // Halves are asked for, down to one row, and each answer is cut off: what the last of them held may not be collected yet.
    if (before !== undefined) expect(peakMemory(stage.terminal.pid)! - before).toBeLessThan(150 * megabyte);
    await stage.goesOnAndEnds();
  });

  test('that comes out of 60 KB is refused, too', async () => {
    const { urls } = await stage.faulty({ pds: { [listRecords]: gzipBomb() } });
    await stage.open(urls, posts);
    await stage.waitForIn('list', /sent too much: the answer is larger than 10485760 bytes/);
    await stage.goesOnAndEnds();
  });

  /** Bytes of memory that a process has had at most; undefined where the system does not tell. */
  function peakMemory(pid: number): number | undefined {
    const file = `/proc/${pid}/status`;
    const peak = existsSync(file) ? /VmHWM:\s+(\d+) kB/.exec(readFileSync(file, 'utf8')) : null;
    return peak ? Number(peak[1]) * 1024 : undefined;
  }
});
