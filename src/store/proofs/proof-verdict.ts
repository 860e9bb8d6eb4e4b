import { saysTheSame } from '../../archive/same-record.js';
import type { ProofResult } from '../../atproto/proof/record-proof.js';
import { addressKey, shownRecordOf } from '../../places/address.js';
import { archiveAt } from '../archives/archives-selectors.js';
import type { RecordText } from '../records/records-state.js';
import type { State } from '../state.js';
import { currentVisit, shownPlace } from '../visits/visits-selectors.js';
import { type ArchivedVerdict, archivedVerdict } from './archived-verdict.js';
import type { ProofEntry } from './proofs-state.js';

/** What a proof says of a record as it is shown. */
export type ProofVerdict =
  | 'checking'
  /** These bytes are in the repository, and today's key has signed it. */
  | 'signed'
  /** The same, by a key that was the account's when it was signed and is no more. */
  | 'past'
  /** Another version is in the repository than the one shown. */
  | 'changed'
  /** What is shown is not what its bytes say. */
  | 'differs'
  /** It is proved that there is no such record. */
  | 'absent'
  /** What was sent proves nothing either way. */
  | 'incomplete'
  | 'unasked'
  | ArchivedVerdict;

/** What the title says of it. ✓ stands for `signed` and for nothing less. */
export const VERDICT_WORDS: Readonly<Record<ProofVerdict, string>> = {
  checking: '… checking',
  signed: '✓ signed',
  past: '~ signed with a past key',
  changed: '≠ changed since',
  differs: '✗ not what was signed',
  absent: '✗ not in the repository',
  incomplete: 'proof incomplete',
  unasked: 'not checked: no answer',
  unsound: '✗ archive not sound',
  'car-shape': '✗ not a proof',
  'block-hash': '✗ bytes and CID differ',
  'missing-block': 'proof incomplete',
  'not-dag-cbor': '✗ not DAG-CBOR',
  'no-commit': '✗ no commit',
  'commit-shape': '✗ bad commit',
  'wrong-account': '✗ of another account',
  signature: '✗ bad signature',
  'node-shape': '✗ bad tree',
  'empty-node': '✗ bad tree',
  'key-order': '✗ bad tree',
  'key-layer': '✗ bad tree',
  'key-prefix': '✗ bad tree',
  'subtree-bounds': '✗ bad tree',
  'duplicate-key': '✗ bad tree',
  truncated: '✗ cut off',
  'key-unknown': 'not checked: no answer',
  'record-path': '✗ bad name',
  'record-shape': '✗ not a record',
};

/** What a proof says of a record; `record` is undefined where none could be read. */
export function verdictOf(entry: ProofEntry, record: RecordText | undefined): ProofVerdict {
  if (entry.status !== 'checked') return entry.status;
  const { fault, proof } = entry.result;
  if (fault) return fault.kind === 'missing-block' ? 'incomplete' : fault.kind;
  if (proof.record === undefined) return 'absent';
  // A proof says nothing of what is not there to be held against it.
  if (record === undefined) return 'checking';
  if (record.change !== undefined && record.change.kind !== 'new') return 'changed';
  const isSame = saysSame(entry.result, proof.record.bytes, record.json);
  const isItsCid = record.cid === undefined || record.cid === proof.record.cid;
  if (!isSame) return isItsCid ? 'differs' : 'changed';
  if (!isItsCid) return 'differs';
  return proof.key.status === 'current' ? 'signed' : 'past';
}

// By the proof: the one text that was held against it last. A frame must not read both anew.
const compared = new WeakMap<ProofResult, { readonly json: string; readonly isSame: boolean }>();

function saysSame(result: ProofResult, bytes: Uint8Array, json: string): boolean {
  const known = compared.get(result);
  if (known?.json === json) return known.isSame;
  const isSame = saysTheSame(bytes, json);
  compared.set(result, { json, isSame });
  return isSame;
}

/** What the record pane says of the record that is open; undefined where none is, or nothing was asked. */
export function shownVerdict(state: State): ProofVerdict | undefined {
  const place = shownPlace(currentVisit(state));
  const address = place && shownRecordOf(place);
  if (!address) return undefined;
  const key = addressKey(address);
  const record = state.records.get(key);
  if (address.kind === 'archiveRecord') {
    return record?.value && archivedVerdict(archiveAt(state, address), address);
  }
  const entry = state.proofs.get(key);
  if (entry === undefined) return undefined;
  const verdict = verdictOf(entry, record?.value);
  // What failed to load is told where it stands; nothing is under way any more.
  return verdict === 'checking' && entry.status === 'checked' && record?.status === 'failed'
    ? undefined
    : verdict;
}
