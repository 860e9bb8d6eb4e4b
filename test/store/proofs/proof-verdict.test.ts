import { encode } from '@atcute/cbor';
import { describe, expect, it } from 'vitest';
import { ProofFault, type ProofFaultKind } from '../../../src/atproto/proof/proof-fault.js';
import type { ProofResult, RecordProof } from '../../../src/atproto/proof/record-proof.js';
import { VERDICT_WORDS, verdictOf } from '../../../src/store/proofs/proof-verdict.js';
import type { ProofEntry } from '../../../src/store/proofs/proofs-state.js';
import { endChecking, noteProof } from '../../../src/store/proofs/proofs-update.js';
import type { RecordText } from '../../../src/store/records/records-state.js';

const json = '{"text":"proved"}';
const shown: RecordText = { uri: 'at://a', cid: 'bafy1', json };

const proof: RecordProof = {
  did: 'did:plc:a',
  path: 'a.b.c/3k',
  bytes: 1,
  blocks: 1,
  record: { cid: 'bafy1', bytes: encode({ text: 'proved' }) },
  nodes: [],
  commit: {
    cid: 'bafy2',
    did: 'did:plc:a',
    rev: '3k',
    time: 0,
    data: 'bafy3',
    signature: new Uint8Array(),
    unsigned: new Uint8Array(),
  },
  key: { status: 'current', key: 'zQ3' },
};
const checked = (result: ProofResult): ProofEntry => ({ status: 'checked', result });
const holds = (odd: Partial<RecordProof> = {}) => checked({ fault: undefined, proof: { ...proof, ...odd } });
const faulty = (kind: ProofFaultKind) => checked({ fault: new ProofFault(kind, 'No.'), proof: {} });

describe('what a proof says of the record that is shown', () => {
  it.each<[string, ProofEntry, RecordText | undefined, string]>([
    ['is signed', holds(), shown, '✓ signed'],
    ['is signed, where the service tells no CID', holds(), { ...shown, cid: undefined }, '✓ signed'],
    [
      'was signed by a key of the past',
      holds({ key: { status: 'past', key: 'zQ3', from: 0, to: 1 } }),
      shown,
      '~ signed with a past key',
    ],
    ['is shown with another text', holds(), { ...shown, json: '{"text":"forged"}' }, '✗ not what was signed'],
    ['is shown under another CID', holds(), { ...shown, cid: 'bafy9' }, '✗ not what was signed'],
    [
      'is another version than is there now',
      holds(),
      { ...shown, cid: 'bafy9', json: '{"text":"before"}' },
      '≠ changed since',
    ],
    [
      'was changed by a live event',
      holds(),
      { ...shown, change: { kind: 'changed', time: 0 } },
      '≠ changed since',
    ],
    ['is not there', holds({ record: undefined }), shown, '✗ not in the repository'],
    ['is not there, and was not shown', holds({ record: undefined }), undefined, '✗ not in the repository'],
    ['has not come yet', holds(), undefined, '… checking'],
    ['is asked for', { status: 'checking' }, shown, '… checking'],
    ['could not be asked', { status: 'unasked', error: new Error('No.') }, shown, 'not checked: no answer'],
    ['lacks a block', faulty('missing-block'), shown, 'proof incomplete'],
    ['has a bad signature', faulty('signature'), shown, '✗ bad signature'],
    ['has a bad tree', faulty('key-layer'), shown, '✗ bad tree'],
  ])('%s', (_what, entry, record, words) => {
    expect(VERDICT_WORDS[verdictOf(entry, record)]).toBe(words);
  });

  it('has ✓ for one answer only', () => {
    const marked = Object.entries(VERDICT_WORDS).filter(([, words]) => words.includes('✓'));
    expect(marked.map(([verdict]) => verdict)).toEqual(['signed']);
  });
});

describe('the proofs that are known', () => {
  it('keep one for each record, and forget one that nobody waits for', () => {
    const asked = noteProof({ proofs: new Map() }, 'one', { status: 'checking' });
    expect(asked.proofs.get('one')).toEqual({ status: 'checking' });
    expect(endChecking(asked, 'one').proofs.size).toBe(0);
    const done = noteProof(asked, 'one', holds());
    expect(endChecking(done, 'one')).toBe(done);
    expect(endChecking(done, 'two')).toBe(done);
  });

  it('are as many as records are kept', () => {
    let state = { proofs: new Map() as ReadonlyMap<string, ProofEntry> };
    for (let index = 0; index < 100; index++) state = noteProof(state, `${index}`, { status: 'checking' });
    expect(state.proofs.size).toBe(32);
    expect(state.proofs.has('99')).toBe(true);
  });
});
