import { beforeAll, describe, expect, test } from 'vitest';
import { checkLog } from '../../../src/atproto/plc/check-log.js';
import { logRows } from '../../../src/places/identity/log-rows.js';
import { momentFacts } from '../../../src/places/identity/moment-facts.js';
import {
  didOf,
  type LogLine,
  logLine,
  newKey,
  operationCid,
  plcOperation,
  signed,
  type TestKey,
  tombstone,
} from '../../support/plc/written-log.js';

const HOUR_MS = 3_600_000;
const START = Date.UTC(2024, 1, 1);

let strong: TestKey;
let weak: TestKey;
let signing: TestKey;
let newSigning: TestKey;

beforeAll(async () => {
  [strong, weak, signing, newSigning] = await Promise.all([newKey('p256'), newKey(), newKey(), newKey()]);
});

const end = ({ did }: TestKey): string => did.slice(-6);

/** An account that changed its handle and server, was taken over by the weaker key, and recovered by the stronger one. */
async function lifeLog(): Promise<LogLine[]> {
  const first = await signed(plcOperation(null, [strong, weak], signing), weak);
  const did = await didOf(first);
  const lines = [await logLine(did, first, START)];
  async function add(
    by: TestKey,
    after: number,
    hours: number,
    operation: (prev: string) => object,
    nullified = false,
  ) {
    const line = await signed(operation(lines[after]!.cid) as Record<string, unknown>, by);
    lines.push(await logLine(did, line, START + hours * HOUR_MS, nullified));
  }
  const moved = { handle: 'b.test', pds: 'https://new.test' };
  await add(weak, 0, 1, (prev) => plcOperation(prev, [strong, weak], newSigning, moved));
  await add(
    weak,
    1,
    2,
    (prev) => plcOperation(prev, [weak], newSigning, { ...moved, handle: 'thief.test' }),
    true,
  );
  await add(
    weak,
    2,
    3,
    (prev) => plcOperation(prev, [weak], signing, { ...moved, handle: 'thief.test' }),
    true,
  );
  await add(strong, 1, 4, (prev) => plcOperation(prev, [weak, strong], newSigning, moved));
  return lines;
}

const rowsOf = async (lines: readonly LogLine[]) => logRows(await checkLog(lines[0]!.did, lines));
const told = async (lines: readonly LogLine[]) =>
  (await rowsOf(lines)).map(
    ({ mark, what }) => `${mark} ${what.replace(/recovery of [\d-]+ [\d:]+/, 'recovery of then')}`,
  );

describe('a log, newest first', () => {
  test('says of each operation what it changed against what it follows', async () => {
    expect(await told(await lifeLog())).toEqual([
      `✓ recovery: undoes the 2 operations before it · rotation keys ${end(weak)} 2 → 1, ${end(strong)} 1 → 2`.replaceAll(
        /(\w{6}) (\d)/g,
        '…$1 $2',
      ),
      `~ undone by the recovery of then · signing key …${end(newSigning)} → …${end(signing)}`,
      `~ undone by the recovery of then · handle @b.test → @thief.test · rotation keys …${end(weak)} 2 → 1, − …${end(strong)}, was 1`,
      `✓ handle @a.test → @b.test · PDS pds.test → new.test · signing key …${end(signing)} → …${end(newSigning)}`,
      `✓ created · handle @a.test · PDS pds.test · signing key …${end(signing)} · rotation keys …${end(strong)}, …${end(weak)}`,
    ]);
  });

  test('says which key signed it, by its rank', async () => {
    expect((await rowsOf(await lifeLog())).map(({ signer }) => signer)).toEqual([
      `1/2 …${end(strong)}`,
      `1/1 …${end(weak)}`,
      `2/2 …${end(weak)}`,
      `2/2 …${end(weak)}`,
      `2/2 …${end(weak)}`,
    ]);
  });

  test('has for a program what was served, and what was made of it', async () => {
    const lines = await lifeLog();
    const [recovery, , undone] = (await rowsOf(lines)).map(({ json }) => JSON.parse(json));
    expect(recovery).toMatchObject({
      ...lines[4],
      holds: true,
      nullifies: [lines[2]!.cid, lines[3]!.cid],
      signedBy: { rank: 1, of: 2, key: strong.did },
      changes: [{ what: 'rotation-keys', from: [strong.did, weak.did], to: [weak.did, strong.did] }],
    });
    expect(undone).toMatchObject({
      ...lines[2],
      nullifiedBy: lines[4]!.cid,
      nullifiedAt: lines[4]!.createdAt,
    });
    expect(undone.changes[0]).toEqual({ what: 'handle', from: 'b.test', to: 'thief.test' });
  });

  test('that does not hold says where, and what was not checked', async () => {
    const lines = await lifeLog();
    lines[1]!.operation.alsoKnownAs = ['at://forged.test'];
    const rows = await rowsOf(lines);
    expect(rows.map(({ mark }) => mark).join('')).toBe('???✗✓');
    expect(rows[3]).toMatchObject({
      wrong: expect.stringMatching(/^Operation 2 does not hold: it hashes to/),
    });
    expect(JSON.parse(rows[3]!.json)).toMatchObject({ ...lines[1], holds: false, problem: rows[3]!.wrong });
    expect(JSON.parse(rows[0]!.json)).toMatchObject({ ...lines[4], holds: null });
  });

  test('that is served as nullified without a reason says which one', async () => {
    const [first, second] = await lifeLog();
    second!.nullified = true;
    expect((await rowsOf([first!, second!])).map(({ mark, what }) => `${mark} ${what}`)).toEqual([
      '✗ Operation 2 does not hold: it is served as nullified, and no recovery nullifies it.',
      expect.stringMatching(/^✓ created/),
    ]);
  });

  test('with a line that is no object shows that', async () => {
    const [first] = await lifeLog();
    const rows = logRows(await checkLog(first!.did, [first, 'nothing', null]));
    expect(rows.map(({ mark }) => mark).join('')).toBe('?✗✓');
    expect(JSON.parse(rows[1]!.json)).toMatchObject({ line: 'nothing', holds: false });
  });

  test('with what cannot be encoded says so', async () => {
    const [first, second] = await lifeLog();
    for (const odd of [{ constructor: 1 }, { $link: 1 }]) {
      const rows = logRows(
        await checkLog(first!.did, [first, { ...second, operation: { ...second!.operation, odd } }]),
      );
      expect(rows[0]!.wrong).toBe('Operation 2 does not hold: it cannot be written as DAG-CBOR.');
    }
  });

  test('that is empty or no list is one sentence', async () => {
    for (const json of [[], {}]) {
      const rows = logRows(await checkLog('did:plc:x', json));
      expect(rows).toHaveLength(1);
      expect(rows[0]).toMatchObject({ mark: '✗', wrong: expect.stringMatching(/^The log is/) });
    }
  });

  test('tells a tombstone, what else it is known as, keys and services by name, and nothing', async () => {
    const first = await signed(plcOperation(null, [weak], signing), weak);
    const did = await didOf(first);
    const more = {
      ...plcOperation(await operationCid(first), [weak, weak], signing),
      alsoKnownAs: ['at://a.test', 'https://a.example'],
      verificationMethods: { atproto: signing.did, atproto_label: newSigning.did },
      services: {
        atproto_pds: { type: 'AtprotoPersonalDataServer', endpoint: 'https://pds.test' },
        atproto_labeler: { type: 'AtprotoLabeler', endpoint: 'https://labels.test' },
        toString: { type: 'X', endpoint: 'odd' },
      },
    };
    const second = await signed(more, weak);
    const third = await signed({ ...more, prev: await operationCid(second) }, weak);
    const fourth = await signed(tombstone(await operationCid(third)), weak);
    const operations = [first, second, third, fourth];
    const lines = await Promise.all(operations.map((operation, at) => logLine(did, operation, START + at)));
    expect((await told(lines)).slice(0, 3)).toEqual([
      '✓ tombstone: the account was given up',
      '✓ changed nothing',
      `✓ key atproto_label …${end(newSigning)} · service atproto_labeler AtprotoLabeler https://labels.test · service toString X odd · rotation keys 1 → 2, one of them twice · also known as https://a.example`,
    ]);
  });
});

describe('an account as of a time', () => {
  async function at(hours: number, lines?: readonly LogLine[]) {
    const log = lines ?? (await lifeLog());
    const time = START + hours * HOUR_MS;
    return momentFacts('b.test', await checkLog(log[0]!.did, log), { text: '', time }, START + 100 * HOUR_MS);
  }
  const words = async (hours: number, lines?: readonly LogLine[]) =>
    (await at(hours, lines)).facts.map(({ mark = ' ', name, value }) => `${mark} ${name}: ${value}`);

  test('has the handle, server and keys of then', async () => {
    const rows = await words(0.5);
    expect(rows).toContain('  handle: @a.test');
    expect(rows).toContain('  PDS: https://pds.test');
    expect(rows).toContain(`  signing key: K-256 ${signing.did.slice('did:key:'.length)}`);
    expect(rows.find((row) => row.includes('rotation 1'))).toMatch(/P-256 .* · the strongest/);
  });

  test('within what a recovery undid says what counts, and what was served then', async () => {
    const rows = await words(3.5);
    expect(rows).toContain('  handle: @b.test');
    expect(rows).toContain('~ handle: @thief.test');
    expect(rows.find((row) => row.startsWith('~ served then'))).toMatch(/when a recovery undid it/);
    const document = JSON.parse((await at(3.5)).document);
    expect(document).toMatchObject({ counts: { handle: 'b.test' }, served: { handle: 'thief.test' } });
    // Not before, and not after.
    for (const hours of [1.5, 4.5]) expect((await words(hours)).join('\n')).not.toContain('served then');
  });

  test('before it was there says so, and what is to come as what is', async () => {
    expect((await words(-1)).join('\n')).toMatch(/· account: did not exist yet: it was created/);
    expect((await words(1000)).join('\n')).toMatch(/as of: .*, which is still to come: as it is now/);
  });

  test('of a log that does not hold says no more than what holds', async () => {
    const lines = await lifeLog();
    lines[1]!.operation.alsoKnownAs = ['at://forged.test'];
    const rows = await words(3.5, lines);
    expect(rows[0]).toMatch(
      /^✗ log: does not hold, so that what follows is of the operations before that\. Operation 2/,
    );
    expect(rows).toContain('  handle: @a.test');
  });

  test('after a tombstone is given up', async () => {
    const [first] = await lifeLog();
    const gone = await signed(tombstone(first!.cid), weak);
    const lines = [first!, await logLine(first!.did, gone, START + HOUR_MS)];
    expect((await words(2, lines)).join('\n')).toMatch(/✗ account: tombstoned: its DID was given up/);
  });
});
