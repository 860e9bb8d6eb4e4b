import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import type { AtClient } from '../../src/atproto/client.js';
import { type Lexicon, LexiconError } from '../../src/atproto/lexicons/lexicon.js';
import type { VerifyOptions } from '../../src/cli/verified.js';
import { checkFor } from '../../src/cli/verify.js';
import { Archives } from '../../src/keep/archives.js';
import { buildRepo, signerKey } from '../archive/build-repo.js';
import { offlineClient } from '../support/offline-client.js';

const folder = mkdtempSync(join(tmpdir(), 'atscope-verify-lexicons-'));
const client = offlineClient();
afterAll(async () => {
  await client.close();
  rmSync(folder, { recursive: true });
});

const POST = 'app.bsky.feed.post';
const LIKE = 'app.bsky.feed.like';
const PLANT = 'com.example.garden.plant';
const TREE = 'com.example.garden.tree';
const createdAt = '2025-01-01T00:00:00.000Z';

const repo = await buildRepo({
  [`${POST}/3ktq2222222aa`]: { $type: POST, text: 'fine', createdAt },
  [`${POST}/3ktq2222222ab`]: { $type: POST, text: 'x'.repeat(301), createdAt },
  [`${POST}/3ktq2222222ac`]: { $type: POST, text: 'no time', langs: ['\u001b[2J'] },
  [`${LIKE}/3ktq2222222aa`]: {
    $type: LIKE,
    subject: { uri: 'at://did:plc:a/app.bsky.feed.post/1', cid: 'no CID' },
    createdAt,
  },
  [`${PLANT}/1`]: { $type: PLANT, name: 'Tomato' },
  [`${PLANT}/2`]: { $type: PLANT, name: 'Bean' },
  [`${TREE}/1`]: { $type: TREE, name: 'Oak' },
});

/** A network that knows the key of the account, and of lexicons what `resolve` has. */
const network = (resolve?: AtClient['lexicons']['resolve'], validate = client.validate) =>
  ({
    resolve: (did: string) => Promise.resolve({ did, signingKey: signerKey.replace('did:key:', '') }),
    validate,
    lexicons: { ...client.lexicons, resolve },
  }) as unknown as VerifyOptions['client'];

let files = 0;
async function verified(car: Uint8Array, options: Partial<VerifyOptions>) {
  const file = join(folder, `${files++}.car`);
  writeFileSync(file, car);
  const check = checkFor(file);
  if (typeof check === 'string') throw new Error(check);
  return await check({
    client: network(),
    config: { archives: new Archives('', { copies: 2 }) },
    signal: new AbortController().signal,
    temporary: () => Promise.reject(new Error('Nothing is pulled.')),
    isJson: true,
    lexicons: 'known',
    ...options,
  });
}

describe('verify --lexicons', () => {
  test('counts by collection, tells each record that is not valid, and ends with 3 though the archive is sound', async () => {
    const { text, exitCode } = await verified(repo.car, {});
    const { ok, problems, lexicons } = JSON.parse(text);
    expect({ ok, problems, exitCode }).toEqual({ ok: true, problems: [], exitCode: 3 });
    expect(lexicons).toMatchObject({
      valid: 1,
      invalid: 3,
      unknown: 3,
      collections: {
        [LIKE]: { valid: 0, invalid: 1, unknown: 0 },
        [POST]: { valid: 1, invalid: 2, unknown: 0 },
        [PLANT]: { valid: 0, invalid: 0, unknown: 2 },
        [TREE]: { valid: 0, invalid: 0, unknown: 1 },
      },
      missing: { [PLANT]: 2, [TREE]: 1 },
    });
    expect(lexicons.problems).toEqual([
      expect.objectContaining({ kind: 'lexicon', path: `${LIKE}/3ktq2222222aa` }),
      {
        kind: 'lexicon',
        path: `${POST}/3ktq2222222ab`,
        cid: expect.stringMatching(/^bafyrei/),
        issues: [{ path: 'text', message: expect.stringContaining('300') }],
      },
      expect.objectContaining({ path: `${POST}/3ktq2222222ac` }),
    ]);
    expect(text).not.toContain('\u001b');
  });

  test('says it in lines, too', async () => {
    const { text } = await verified(repo.car, { isJson: false });
    expect(text).toMatch(
      /^✗ lexicons {3}1 valid, 3 not valid, 3 of no known lexicon\n {4}app\.bsky\.feed\.like {2}0 valid, 1 not valid\n/m,
    );
    expect(text).toMatch(/^lexicon {2}app\.bsky\.feed\.post\/3ktq2222222ab {2}text: .*300/m);
    expect(text).not.toContain('\u001b');
  });

  test('of what is not known alone it ends with 0, and looks at nothing where it is not asked to', async () => {
    const { car } = await buildRepo({ [`${PLANT}/1`]: { $type: PLANT } });
    const { text, exitCode } = await verified(car, {});
    expect(exitCode).toBe(0);
    expect(JSON.parse(text).lexicons).toMatchObject({ valid: 0, invalid: 0, unknown: 1 });
    const plain = await verified(repo.car, { lexicons: undefined });
    expect(plain.exitCode).toBe(0);
    expect(plain.text).not.toContain('lexicons');
  });

  test('with --resolve each lexicon that is not known is asked for once, and what cannot be had is told', async () => {
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const asked: string[] = [];
    let isKnown = false;
    async function resolve(nsid: string): Promise<Lexicon> {
      asked.push(nsid);
      if (nsid === TREE) throw new LexiconError('no-authority', `Nobody has published ${nsid}.`);
      isKnown = true;
      return { nsid, doc: { lexicon: 1, id: nsid, defs: {} }, json: '{}', origin: { kind: 'bundled' } };
    }
    const validate: AtClient['validate'] = async (record, options) =>
      record.collection === PLANT && isKnown ? { status: 'valid' } : await client.validate(record, options);
    try {
      const { text } = await verified(repo.car, { client: network(resolve, validate), lexicons: 'resolve' });
      expect(JSON.parse(text).lexicons).toMatchObject({
        valid: 3,
        invalid: 3,
        unknown: 1,
        missing: { [TREE]: 1 },
      });
      expect(asked.toSorted()).toEqual([PLANT, TREE]);
      expect(said.mock.calls.map(([line]) => line)).toEqual([`atscope: Nobody has published ${TREE}.\n`]);
    } finally {
      said.mockRestore();
    }
  });
});
