import { recordJson } from '../archive/record-json.js';
import { askProof } from '../atproto/proof/ask-proof.js';
import type { ProofResult } from '../atproto/proof/record-proof.js';
import type { LexiconCheck } from '../jobs/lexicon-check.js';
import { askLog } from '../places/proof-listing.js';
import { proofSteps } from '../places/proof-steps.js';
import { EXIT_DONE, EXIT_FAILED, EXIT_NOT_SO } from './exit-codes.js';
import { lexiconLines, lexiconProblemLines, lexiconsJson } from './lexicon-text.js';
import { jsonLine, keyMembers, linesOf } from './verdict-text.js';
import type { Verified, VerifyOptions } from './verified.js';
import { recordAgainstLexicon } from './verify-lexicons.js';

/** A record, its account by handle or DID. */
interface NamedRecord {
  readonly repo: string;
  readonly collection: string;
  readonly rkey: string;
}

/**
 * Asks the account's own server for the proof of a record, and checks it. A record that is proved not to be there does not hold; a
 * proof of which a part was not sent is not checked.
 *
 * @throws XrpcError where the server, the directory or the document could not be asked
 */
export async function verifyRecord(record: NamedRecord, options: VerifyOptions): Promise<Verified> {
  const { client, signal, isJson } = options;
  const known = await client.resolve(record.repo, { signal, fresh: true });
  const { result, identity } = await askProof(client, known, record, { signal });
  const lexicons = await provedRecord(result, record, options);
  const exitCode = lexicons !== undefined && lexicons.invalid > 0 ? EXIT_NOT_SO : exitCodeOf(result);
  if (isJson) return { text: proofJson(result, known.did, record, lexicons), exitCode };
  const steps = proofSteps(result, identity, await askLog(client, known.did, signal));
  const lines = steps.map(({ mark, step, said, name }) =>
    [`${mark} ${step.padEnd(8)} ${said}`, name].filter((part) => part !== undefined).join('  '),
  );
  const uri = `at://${known.did}/${record.collection}/${record.rkey}`;
  const valid = lexicons ? [...lexiconLines(lexicons, 8), ...lexiconProblemLines(lexicons)] : [];
  return { text: linesOf([uri, ...lines, ...valid]), exitCode };
}

/** A record that is proved, held against its lexicon where that is asked for. */
async function provedRecord(
  { fault, proof }: ProofResult,
  { collection, rkey }: NamedRecord,
  options: VerifyOptions,
): Promise<LexiconCheck | undefined> {
  if (fault !== undefined || proof.record === undefined) return undefined;
  const { bytes, cid } = proof.record;
  return await recordAgainstLexicon({ collection, rkey, json: recordJson(bytes) }, cid, options);
}

function exitCodeOf({ fault, proof }: ProofResult): number {
  if (fault?.kind === 'missing-block') return EXIT_FAILED;
  return fault === undefined && proof.record !== undefined ? EXIT_DONE : EXIT_NOT_SO;
}

/** Checks come one behind the other: the first that is not passed is the one that fails, and those behind it were not looked at. */
function proofJson(
  { fault, proof }: ProofResult,
  did: string,
  { collection, rkey }: NamedRecord,
  lexicons: LexiconCheck | undefined,
): string {
  const passed = {
    blocks: proof.blocks !== undefined,
    commit: proof.commit !== undefined,
    signature: proof.key !== undefined,
    tree: proof.nodes !== undefined,
    record: proof.record !== undefined,
  };
  const failing = Object.entries(passed).find(([, isPassed]) => !isPassed)?.[0];
  const checks = Object.entries(passed).flatMap(([check, isPassed]) => {
    if (isPassed) return [[check, true]];
    return check === failing && fault?.kind !== 'missing-block' ? [[check, false]] : [];
  });
  return jsonLine({
    uri: `at://${did}/${collection}/${rkey}`,
    did,
    rev: proof.commit?.rev,
    commit: proof.commit?.cid,
    cid: proof.record?.cid,
    blocks: proof.blocks,
    bytes: proof.bytes,
    ok: failing === undefined && fault === undefined,
    ...keyMembers(proof.key),
    checks: Object.fromEntries(checks),
    problems: fault ? [{ kind: fault.kind, cid: fault.cid, message: fault.message }] : [],
    lexicons: lexicons && lexiconsJson(lexicons),
  });
}
