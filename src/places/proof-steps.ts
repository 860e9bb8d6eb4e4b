import type { Identity } from '../atproto/identity/identity.js';
import type { CheckedLog } from '../atproto/plc/checked-log.js';
import type { ProofKey } from '../atproto/proof/commit-key.js';
import type { ProofResult } from '../atproto/proof/record-proof.js';
import { readRecord } from '../atproto/streams/record-reader.js';
import { byteSize } from '../text/byte-size.js';
import { countText } from '../text/count-text.js';
import { isoTime } from '../text/date-time.js';
import { errorSentence } from '../text/error-sentence.js';

/** One link of the chain from the bytes of a record to who may sign for its account. */
export interface ProofStep {
  /** ✓ holds, ✗ does not, ~ held once, ? could not be asked, · is not there and need not be. */
  readonly mark: '✓' | '✗' | '~' | '?' | '·';
  readonly step: 'fault' | 'record' | 'node' | 'commit' | 'key' | 'document' | 'log';
  readonly said: string;
  /** CID of the block, or the key. */
  readonly name: string | undefined;
  /** What a program reads of it, beside the members above. */
  readonly facts: Readonly<Record<string, unknown>>;
}

/** The log, or why it could not be had. */
export type AskedLog = { readonly log: CheckedLog } | { readonly error: unknown };

/**
 * The chain of a proof: what is wrong where something is; the record, the nodes that lead to it from below, the commit, the key, and
 * what the DID document and the PLC log say of that key. `log` is undefined for an account that has none, which a did:web has not.
 */
export function proofSteps(
  { fault, proof }: ProofResult,
  identity: Identity,
  log: AskedLog | undefined,
): readonly ProofStep[] {
  const steps: ProofStep[] = [];
  if (fault) {
    const { kind, message, cid } = fault;
    steps.push({
      mark: kind === 'missing-block' ? '?' : '✗',
      step: 'fault',
      said: message,
      name: cid,
      facts: { kind },
    });
  }
  if (!fault) steps.push(recordStep(proof.record));
  for (const { cid, layer, keys } of proof.nodes?.toReversed() ?? []) {
    const said = `layer ${layer} of the tree, ${counted(keys, 'key')}`;
    steps.push({ mark: '✓', step: 'node', said, name: cid, facts: { layer, keys } });
  }
  if (proof.commit) {
    const { cid, rev, time, did } = proof.commit;
    const said = `rev ${rev} of ${timeText(time)}`;
    steps.push({ mark: '✓', step: 'commit', said, name: cid, facts: { rev, time: isoTime(time), did } });
  }
  if (proof.key) steps.push(keyStep(proof.key));
  const key = proof.key?.key;
  return [...steps, documentStep(identity, key), logStep(log, identity, key)];
}

function recordStep(record: { readonly cid: string; readonly bytes: Uint8Array } | undefined): ProofStep {
  if (record === undefined) {
    const said = 'The tree has no such record: that it is not there is proved.';
    return { mark: '✗', step: 'record', said, name: undefined, facts: { absent: true } };
  }
  const { cid, bytes } = record;
  const said = `${byteSize(bytes.length)} that hash to the CID`;
  return {
    mark: '✓',
    step: 'record',
    said,
    name: cid,
    facts: { bytes: bytes.length, value: recordValue(bytes) },
  };
}

/** As JSON; undefined where the bytes are no CBOR, which a signed record may be. */
function recordValue(bytes: Uint8Array): unknown {
  try {
    return readRecord(bytes);
  } catch {
    return undefined;
  }
}

function keyStep(proved: ProofKey): ProofStep {
  const { status, key } = proved;
  if (status === 'current') {
    return { mark: '✓', step: 'key', said: 'has signed the commit', name: key, facts: { status } };
  }
  const { from, to } = proved;
  const until = to === undefined ? '' : ` until ${timeText(to)}`;
  const said = `has signed the commit, and was the account's from ${timeText(from)}${until}`;
  const facts = { status, from: isoTime(from), to: to === undefined ? undefined : isoTime(to) };
  return { mark: '~', step: 'key', said, name: key, facts };
}

function documentStep({ did, signingKey }: Identity, key: string | undefined): ProofStep {
  const step = { step: 'document', name: signingKey, facts: { did } } as const;
  if (signingKey === undefined) return { ...step, mark: '✗', said: 'The DID document names no key.' };
  if (key === undefined) return { ...step, mark: '·', said: 'The DID document names this key.' };
  return key === signingKey
    ? { ...step, mark: '✓', said: 'The DID document names the key.' }
    : { ...step, mark: '~', said: 'The DID document names another key today.' };
}

function logStep(
  asked: AskedLog | undefined,
  { did, signingKey }: Identity,
  key: string | undefined,
): ProofStep {
  const step = { step: 'log', name: undefined, facts: { did } } as const;
  if (asked === undefined) {
    return { ...step, mark: '·', said: 'A did:web has no log: it is what its host says today.' };
  }
  if ('error' in asked) return { ...step, mark: '?', said: errorSentence(asked.error) };
  const { problem, sent, entries } = asked.log;
  const facts = { did, operations: sent, problem };
  if (problem !== undefined) {
    return { ...step, facts, mark: '✗', said: `The PLC log does not hold. ${problem}` };
  }
  const newest = entries.findLast(({ nullifiedAt }) => nullifiedAt === undefined);
  const logKey = newest?.operation.account?.signingKey?.replace(/^did:key:/, '');
  const holds =
    sent === 1
      ? 'The one operation of the PLC log holds'
      : `All ${countText(sent)} operations of the PLC log hold`;
  const named = { ...step, facts, name: logKey };
  if (logKey !== signingKey) {
    return { ...named, mark: '✗', said: `${holds}. Today's key is another there than in the document.` };
  }
  const since = newest === undefined ? '' : ` since ${timeText(newest.createdAt)}`;
  return key === undefined || key === logKey
    ? { ...named, mark: '✓', said: `${holds}. The account is as it says${since}.` }
    : { ...named, mark: '✓', said: `${holds}. The key of the commit was the account's then.` };
}

/** To the second, in UTC, as the revs of commits are. */
const timeText = (time: number): string => `${isoTime(time)?.slice(0, 19).replace('T', ' ') ?? time} UTC`;

const counted = (number: number, what: string): string =>
  `${countText(number)} ${what}${number === 1 ? '' : 's'}`;
