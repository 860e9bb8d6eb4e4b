import { toBase64Url } from '@atcute/multibase';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkLog } from '../../../src/atproto/plc/check-log.js';
import { termOfKey } from '../../../src/atproto/plc/checked-log.js';
import {
  derSignature,
  didOf,
  highS,
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
let stranger: TestKey;
let oldSigning: TestKey;
let newSigning: TestKey;

beforeAll(async () => {
  [strong, weak, stranger, oldSigning, newSigning] = await Promise.all([
    newKey('p256'),
    newKey('k256'),
    newKey('k256'),
    newKey('k256'),
    newKey('p256'),
  ]);
});

/** The rows of a log: who signs, after which row, how many hours after the first, and what of the rest is odd. */
interface Step {
  readonly by: TestKey;
  /** The row that it follows. Default: the one before. */
  readonly after?: number;
  readonly hours: number;
  readonly nullified?: boolean;
  readonly is?: (prev: string) => Record<string, unknown>;
  readonly written?: (signature: Uint8Array<ArrayBuffer>) => string;
}

/** A log that begins with an account under the keys `strong` and `weak`, made by `weak`. */
async function logOf(...steps: readonly Step[]): Promise<LogLine[]> {
  const first = await signed(plcOperation(null, [strong, weak], oldSigning), weak);
  const did = await didOf(first);
  const lines = [await logLine(did, first, START)];
  for (const { by, after = lines.length - 1, hours, nullified = false, is, written } of steps) {
    const prev = lines[after]!.cid;
    const operation = is?.(prev) ?? plcOperation(prev, [strong, weak], newSigning);
    const line = await signed(operation, by, written);
    lines.push(await logLine(did, line, START + hours * HOUR_MS, nullified));
  }
  return lines;
}

const check = (lines: readonly LogLine[]) => checkLog(lines[0]!.did, lines);
const problemOf = async (lines: readonly LogLine[]) => (await check(lines)).problem;

describe('a log that holds', () => {
  it.each<[string, () => Promise<LogLine[]>]>([
    ['one operation', () => logOf()],
    ['one by each key', () => logOf({ by: weak, hours: 1 }, { by: strong, hours: 2 })],
    ['a tombstone', () => logOf({ by: weak, hours: 1, is: tombstone })],
    [
      'a recovery by a stronger key after exactly 72 hours',
      () => logOf({ by: weak, hours: 1, nullified: true }, { by: strong, hours: 73, after: 0 }),
    ],
    [
      'a recovery of what followed in two steps',
      () =>
        logOf(
          { by: weak, hours: 1, nullified: true },
          { by: weak, hours: 2, nullified: true },
          { by: strong, hours: 3, after: 0 },
        ),
    ],
    [
      'a recovery from a tombstone',
      () => logOf({ by: weak, hours: 1, is: tombstone, nullified: true }, { by: strong, hours: 2, after: 0 }),
    ],
    [
      'an account that nobody may change any more',
      () => logOf({ by: weak, hours: 1, is: (prev) => plcOperation(prev, [], newSigning) }),
    ],
    [
      'one with a member that nobody knows, which hash and signature cover',
      () => logOf({ by: weak, hours: 1, is: (prev) => ({ ...plcOperation(prev, [weak], weak), odd: 1 }) }),
    ],
  ])('%s', async (_what, made) => {
    const lines = await made();
    const log = await check(lines);
    expect(log.problem).toBeUndefined();
    expect(log.entries.map(({ nullifiedAt }) => nullifiedAt !== undefined)).toEqual(
      lines.map(({ nullified }) => nullified),
    );
  });

  it('may begin in the old form, whose recovery key is the stronger one', async () => {
    const create = await signed(
      {
        type: 'create',
        signingKey: weak.did,
        recoveryKey: strong.did,
        handle: 'Old.test',
        service: 'https://old.test',
        prev: null,
      },
      weak,
    );
    const did = await didOf(create);
    const prev = await operationCid(create);
    const lines = [
      await logLine(did, create, START),
      await logLine(did, await signed(plcOperation(prev, [weak], weak), weak), START + 1, true),
      await logLine(did, await signed(plcOperation(prev, [strong], strong), strong), START + 2),
    ];
    const log = await check(lines);
    expect(log.problem).toBeUndefined();
    expect(log.entries.map(({ signer }) => signer)).toEqual([1, 1, 0]);
    expect(log.entries[0]?.operation.account).toMatchObject({
      signingKey: weak.did,
      handle: 'old.test',
      pds: 'https://old.test',
    });
  });
});

describe('what does not hold', () => {
  const changed = (change: (lines: LogLine[]) => void) => async () => {
    const lines = await logOf({ by: weak, hours: 1 });
    change(lines);
    return lines;
  };

  it.each<[string, () => Promise<LogLine[]>, string]>([
    [
      'a CID of something else',
      changed((lines) => {
        lines[1]!.cid = lines[0]!.cid;
      }),
      'Operation 2 does not hold: it hashes to ',
    ],
    [
      'an operation that was changed with its CID',
      async () => {
        const lines = await logOf({ by: weak, hours: 1 });
        lines[1]!.operation.alsoKnownAs = ['at://thief.test'];
        lines[1]!.cid = await operationCid(lines[1]!.operation);
        return lines;
      },
      'Operation 2 does not hold: it is signed by none of the rotation keys of the operation that it follows.',
    ],
    [
      'a line of another account',
      changed((lines) => {
        lines[1]!.did = 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa';
      }),
      'Operation 2 does not hold: it is of another account.',
    ],
    [
      'the log of another account',
      async () => {
        const did = `did:plc:${'a'.repeat(24)}`;
        return (await logOf()).map((line) => ({ ...line, did }));
      },
      'Operation 1 does not hold: it makes another DID: did:plc:',
    ],
    [
      'a signature by a stranger',
      () => logOf({ by: stranger, hours: 1 }),
      'Operation 2 does not hold: it is signed by none of the rotation keys of the operation that it follows.',
    ],
    [
      'a signature by the signing key, which is no rotation key',
      () => logOf({ by: oldSigning, hours: 1 }),
      'Operation 2 does not hold: it is signed by none of the rotation keys',
    ],
    [
      'a high s on K-256',
      () => logOf({ by: weak, hours: 1, written: (bytes) => toBase64Url(highS(bytes, 'k256')) }),
      'Operation 2 does not hold: it is signed by none of the rotation keys',
    ],
    [
      'a high s on P-256',
      () => logOf({ by: strong, hours: 1, written: (bytes) => toBase64Url(highS(bytes, 'p256')) }),
      'Operation 2 does not hold: it is signed by none of the rotation keys',
    ],
    [
      'a signature in DER',
      () => logOf({ by: weak, hours: 1, written: (bytes) => toBase64Url(derSignature(bytes)) }),
      'Operation 2 does not hold: it has a signature that is not written as 64 bytes in base64url',
    ],
    [
      'a padded signature',
      () => logOf({ by: weak, hours: 1, written: (bytes) => `${toBase64Url(bytes)}==` }),
      'Operation 2 does not hold: it has a signature that is not written as 64 bytes in base64url',
    ],
    [
      'a signature with a line end behind it',
      () => logOf({ by: weak, hours: 1, written: (bytes) => `${toBase64Url(bytes)}\n` }),
      'Operation 2 does not hold: it has a signature that is not written as 64 bytes in base64url',
    ],
    [
      'a signature whose spare bits are set',
      () => logOf({ by: weak, hours: 1, written: withSpareBits }),
      'Operation 2 does not hold: it has a signature that is not written as 64 bytes in base64url',
    ],
    [
      'a recovery by the same key',
      () => logOf({ by: weak, hours: 1, nullified: true }, { by: weak, hours: 2, after: 0 }),
      'Operation 3 does not hold: it would undo what a rotation key has signed, and is not signed by a stronger one',
    ],
    [
      'a recovery by a weaker key',
      () => logOf({ by: strong, hours: 1, nullified: true }, { by: weak, hours: 2, after: 0 }),
      'Operation 3 does not hold: it would undo what a rotation key has signed',
    ],
    [
      'a second recovery by the key of the first',
      () =>
        logOf(
          { by: weak, hours: 1, nullified: true },
          { by: strong, hours: 2, after: 0, nullified: true },
          { by: strong, hours: 3, after: 0 },
        ),
      'Operation 4 does not hold: it would undo what a rotation key has signed',
    ],
    [
      'a recovery a moment after 72 hours',
      () => logOf({ by: weak, hours: 1, nullified: true }, { by: strong, hours: 73 + 1e-6, after: 0 }),
      'Operation 3 does not hold: it would undo an operation more than 72 hours after it.',
    ],
    [
      'a recovery in time of the second step, and too late for the first',
      () =>
        logOf(
          { by: weak, hours: 1, nullified: true },
          { by: weak, hours: 60, nullified: true },
          { by: strong, hours: 80, after: 0 },
        ),
      'Operation 4 does not hold: it would undo an operation more than 72 hours after it.',
    ],
    [
      'one after a nullified one',
      () =>
        logOf(
          { by: weak, hours: 1, nullified: true },
          { by: strong, hours: 2, after: 0 },
          { by: strong, hours: 3, after: 1 },
        ),
      'Operation 4 does not hold: it follows an operation that was nullified before.',
    ],
    [
      'one after a tombstone',
      () => logOf({ by: weak, hours: 1, is: tombstone }, { by: strong, hours: 2 }),
      'Operation 3 does not hold: it follows a tombstone.',
    ],
    [
      'two at one time',
      () => logOf({ by: weak, hours: 1 }, { by: weak, hours: 1 }),
      'Operation 3 does not hold: it is not later than the one before it.',
    ],
    [
      'one that is earlier',
      () => logOf({ by: weak, hours: -1 }),
      'Operation 2 does not hold: it is not later than the one before it.',
    ],
    [
      'no time',
      changed((lines) => {
        lines[1]!.createdAt = 'yesterday';
      }),
      'Operation 2 does not hold: it has no time of its own.',
    ],
    [
      'one that follows what is not there',
      () => logOf({ by: weak, hours: 1, is: () => plcOperation('bafyreiabc', [weak], weak) }),
      'Operation 2 does not hold: it follows an operation that is not before it in the log.',
    ],
    [
      'a second beginning',
      () => logOf({ by: weak, hours: 1, is: () => plcOperation(null, [weak], weak) }),
      'Operation 2 does not hold: it follows nothing, and is not the first one.',
    ],
    [
      'a log without its beginning',
      async () => (await logOf({ by: weak, hours: 1 })).slice(1),
      'Operation 1 does not hold: it is the first one, and says that it follows another.',
    ],
    [
      'one in the middle left out',
      async () =>
        (await logOf({ by: weak, hours: 1 }, { by: weak, hours: 2 })).filter((_line, index) => index !== 1),
      'Operation 2 does not hold: it follows an operation that is not before it in the log.',
    ],
    [
      'a tombstone at the beginning',
      async () => {
        const operation = await signed({ type: 'plc_tombstone', prev: null }, weak);
        return [await logLine(await didOf(operation), operation, START)];
      },
      'Operation 1 does not hold: it is a tombstone, and nothing is before it.',
    ],
    [
      'a beginning by a stranger',
      async () => {
        const operation = await signed(plcOperation(null, [weak], weak), stranger);
        return [await logLine(await didOf(operation), operation, START)];
      },
      'Operation 1 does not hold: it is signed by none of its own rotation keys.',
    ],
    [
      'the old form later on',
      () => {
        const keys = { signingKey: weak.did, recoveryKey: weak.did };
        const is = (prev: string) => ({
          type: 'create',
          ...keys,
          handle: 'a.test',
          service: 'https://a.test',
          prev,
        });
        return logOf({ by: weak, hours: 1, is });
      },
      'Operation 2 does not hold: it is of the old form that only a first one may have.',
    ],
    [
      'a type that is not known',
      () =>
        logOf({ by: weak, hours: 1, is: (prev) => ({ ...plcOperation(prev, [weak], weak), type: 'gift' }) }),
      'Operation 2 does not hold: it is of a type that is not known.',
    ],
    [
      'keys that are no list of texts',
      () =>
        logOf({ by: weak, hours: 1, is: (prev) => ({ ...plcOperation(prev, [], weak), rotationKeys: [1] }) }),
      'Operation 2 does not hold: it has no list of rotation keys.',
    ],
    [
      'a flag that no recovery sets',
      () => logOf({ by: weak, hours: 1, nullified: true }),
      'Operation 2 does not hold: it is served as nullified, and no recovery nullifies it.',
    ],
    [
      'a recovery that is not told',
      () => logOf({ by: weak, hours: 1 }, { by: strong, hours: 2, after: 0 }),
      'Operation 2 does not hold: it is nullified by a recovery, and not served as nullified.',
    ],
  ])('%s', async (_what, made, problem) => {
    expect(await problemOf(await made())).toContain(problem);
  });

  it.each<[unknown, string]>([
    [{}, 'The log is not a list.'],
    [[], 'The log is empty.'],
    [[1], 'Operation 1 does not hold: it is not an object.'],
    [[{ did: 'did:plc:x', operation: null }], 'Operation 1 does not hold: it is not an object.'],
  ])('%j', async (json, problem) => {
    expect((await checkLog('did:plc:x', json)).problem).toBe(problem);
  });

  it('ends the check: what stands before it is told, and what stands behind it is not', async () => {
    const log = await check(
      await logOf({ by: weak, hours: 1 }, { by: stranger, hours: 2 }, { by: weak, hours: 3 }),
    );
    expect(log).toMatchObject({ sent: 4 });
    expect(log.entries).toHaveLength(2);
  });

  it('is not looked for any longer where nobody waits', async () => {
    const lines = await logOf();
    await expect(checkLog(lines[0]!.did, lines, AbortSignal.abort(new Error('left')))).rejects.toThrow(
      'left',
    );
  });
});

describe('an account as of a time', () => {
  it('is what counts for it today, and what was served then', async () => {
    const log = await check(
      await logOf({ by: weak, hours: 10, nullified: true }, { by: strong, hours: 20, after: 0 }),
    );
    function at(hours: number): readonly (number | undefined)[] {
      const { canonical, served } = log.asOf(START + hours * HOUR_MS);
      return [canonical, served].map((entry) => entry && log.entries.indexOf(entry));
    }
    expect(at(-1)).toEqual([-1, -1].map(() => undefined));
    expect(at(0)).toEqual([0, 0]);
    expect(at(9)).toEqual([0, 0]);
    expect(at(10)).toEqual([0, 1]);
    expect(at(19)).toEqual([0, 1]);
    expect(at(20)).toEqual([2, 2]);
  });

  it('has the keys of that time', async () => {
    const log = await check(await logOf({ by: weak, hours: 10 }));
    const from = { from: START, to: START + 10 * HOUR_MS };
    expect(termOfKey(log, oldSigning.did, START + HOUR_MS)).toMatchObject(from);
    expect(termOfKey(log, oldSigning.did, START + 10 * HOUR_MS)).toBeUndefined();
    expect(termOfKey(log, oldSigning.did, START - 1)).toBeUndefined();
    expect(termOfKey(log, newSigning.did, START + 10 * HOUR_MS)).toMatchObject({ to: undefined });
  });

  it('has no key by a log that does not hold', async () => {
    const log = await check(await logOf({ by: stranger, hours: 10 }));
    expect(termOfKey(log, oldSigning.did, START + HOUR_MS)).toBeUndefined();
  });
});

/** The same bytes for whoever passes over the four bits that the last character has too many. */
function withSpareBits(signature: Uint8Array<ArrayBuffer>): string {
  const text = toBase64Url(signature);
  const next = { A: 'B', Q: 'R', g: 'h', w: 'x' }[text.at(-1) ?? ''];
  return text.slice(0, -1) + next;
}
