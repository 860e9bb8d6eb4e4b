import { describe, expect, test } from 'vitest';
import { askAuthority, authorityName } from '../../../src/atproto/lexicons/ask-authority.js';
import { LexiconError } from '../../../src/atproto/lexicons/lexicon.js';

const DID = 'did:plc:z72i7hdynmk6r22z27h6tvur';
const OTHER = 'did:web:example.com';

const dnsError = (code: string): Error => Object.assign(new Error(code), { code });

/** The problem, or the DID. */
async function asked(records: readonly string[][] | Error, signal?: AbortSignal): Promise<string> {
  const names: string[] = [];
  try {
    return await askAuthority(
      'com.example.garden.plant',
      async (name) => {
        names.push(name);
        if (records instanceof Error) throw records;
        return records as string[][];
      },
      signal,
    );
  } catch (error) {
    if (!(error instanceof LexiconError)) throw error;
    expect(error.message).toContain('_lexicon.garden.example.com');
    expect(names).toEqual(['_lexicon.garden.example.com']);
    return error.kind;
  }
}

describe('who publishes a lexicon', () => {
  test('is asked for at its authority, its parts turned round', () => {
    expect(authorityName('app.bsky.feed.post')).toBe('_lexicon.feed.bsky.app');
  });

  const cases: readonly (readonly [string, readonly string[][] | Error, string])[] = [
    ['the one that DNS names', [[`did=${DID}`]], DID],
    ['the one that DNS names in several strings', [['did=did:plc:z72i7hd', 'ynmk6r22z27h6tvur']], DID],
    ['the one beside records of other kinds', [['v=spf1 -all'], [`did=${OTHER}`]], OTHER],
    ['the one that is named twice', [[`did=${DID}`], [`did=${DID}`]], DID],
    ['nobody where there is no such name', dnsError('ENOTFOUND'), 'no-authority'],
    ['nobody where the name has no texts', dnsError('ENODATA'), 'no-authority'],
    ['nobody where no text names one', [['DID is here']], 'no-authority'],
    ['nobody where it is no DID that is named', [['did=alice.test']], 'no-authority'],
    ['nobody where two are named', [[`did=${DID}`], [`did=${OTHER}`]], 'several'],
    ['nobody where one of two is no DID', [[`did=${DID}`], ['did=x']], 'several'],
    ['not known where DNS fails', dnsError('ESERVFAIL'), 'unreachable'],
  ];
  for (const [what, records, is] of cases) {
    test(`is ${what}`, async () => {
      expect(await asked(records)).toBe(is);
    });
  }

  test('is nobody where the name would be too long for DNS', async () => {
    const long = `com.${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(50)}.name`;
    const asking = askAuthority(long, async () => [], undefined);
    await expect(asking).rejects.toMatchObject({ kind: 'no-authority' });
  });

  test('is not waited for once the place is left', async () => {
    const leaving = new AbortController();
    const asking = askAuthority('com.example.a.b', () => new Promise(() => {}), leaving.signal);
    leaving.abort();
    await expect(asking).rejects.toMatchObject({ name: 'AbortError' });
  });
});
