import { encode } from '@atcute/cbor';
import { beforeAll, describe, expect, test } from 'vitest';
import { checkLabel } from '../../../src/atproto/labels/label-signature.js';
import { highS, newKey, type TestKey } from '../../support/plc/written-log.js';

const did = 'did:plc:labeler';
const label = { ver: 1, src: did, uri: 'did:plc:a', val: 'spam', cts: '2026-01-02T03:04:05.678Z' };
const members = { ...label, cid: 'bafy', neg: true, exp: '2027-01-01T00:00:00Z' };

describe.each(['k256', 'p256'] as const)('a label that is signed with %s', (curve) => {
  let key: TestKey;
  let labeler: Parameters<typeof checkLabel>[1];

  beforeAll(async () => {
    key = await newKey(curve);
    labeler = { did, key: key.did.slice('did:key:'.length), whyNoKey: 'names none' };
  });

  const withSig = (bytes: Uint8Array) => ({
    $bytes: Buffer.from(bytes).toString('base64').replace(/=+$/, ''),
  });
  const signed = async (signature: object, sent: object = signature) => ({
    ...sent,
    sig: withSig(await key.key.sign(encode(signature))),
  });

  test('is good whatever members it has beside those that are signed', async () => {
    for (const one of [label, members]) {
      expect(await checkLabel(await signed(one), labeler)).toEqual({ state: 'good' });
      const more = { $type: 'com.atproto.label.defs#label', seen: 7, ...one };
      expect(await checkLabel(await signed(one, more), labeler)).toEqual({ state: 'good' });
    }
  });

  test.each([
    ['another value', { val: 'ham' }],
    ['no version', { ver: undefined }],
    ['that it is taken back', { neg: true }],
    ['that it is not taken back', { neg: false }],
    ['another time', { cts: '2026-01-02T03:04:05.679Z' }],
    ['a version', { cid: 'bafy' }],
    ['an object for a value', { exp: {} }],
  ])('is bad where it says %s', async (_what, change) => {
    const { state } = await checkLabel(await signed(label, { ...label, ...change }), labeler);
    expect(state).toBe('bad');
  });

  test('is bad with the other s, and with another key', async () => {
    const bytes = await key.key.sign(encode(label));
    expect(await checkLabel({ ...label, sig: withSig(highS(bytes, curve)) }, labeler)).toMatchObject({
      state: 'bad',
    });
    const other = { ...labeler, key: (await newKey(curve)).did.slice('did:key:'.length) };
    expect(await checkLabel(await signed(label), other)).toMatchObject({ state: 'bad' });
  });

  test('is of who says it alone, and is not checked without a key', async () => {
    const sent = await signed(label);
    expect(await checkLabel(sent, { ...labeler, did: 'did:plc:other' })).toMatchObject({ state: 'bad' });
    expect(await checkLabel(sent, { ...labeler, key: undefined })).toMatchObject({ state: 'unknown' });
    expect(await checkLabel(label, labeler)).toEqual({ state: 'none' });
  });
});
