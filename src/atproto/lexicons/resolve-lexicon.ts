import type { KeptLexicon } from '../../keep/lexicon-cache.js';
import { errorSentence } from '../../text/error-sentence.js';
import { field } from '../../text/json-fields.js';
import { writeJson } from '../../text/written-json.js';
import { XrpcError } from '../calls/xrpc-error.js';
import type { ResolveTxt } from '../identity/handle-sources.js';
import { askProof, type ProofClient } from '../proof/ask-proof.js';
import { readRecord } from '../streams/record-reader.js';
import { askAuthority } from './ask-authority.js';
import { LexiconError } from './lexicon.js';
import { normalNsid } from './nsid.js';
import { LEXICON_COLLECTION } from './published-lexicon.js';
import { lexiconDocOf } from './read-lexicon-doc.js';

export interface ResolveDeps {
  readonly resolveTxt: ResolveTxt;
  readonly proofs: ProofClient;
}

/** Bytes of a proof: what leads to the record, and a document, of which the longest have forty thousand. */
const PROOF_MAX_BYTES = 1024 * 1024;

/**
 * Has a lexicon from who publishes it: the authority that DNS names, its DID document, and the record at its PDS, whose proof is checked.
 *
 * @param nsid its authority in lower case
 * @throws LexiconError where any of that does not hold; an AbortError
 */
export async function resolveLexicon(
  nsid: string,
  { resolveTxt, proofs }: ResolveDeps,
  signal: AbortSignal | undefined,
): Promise<KeptLexicon> {
  const did = await askAuthority(nsid, resolveTxt, signal);
  const record = await provedRecord(did, nsid, proofs, signal);
  if (record === undefined) {
    throw new LexiconError(
      'not-published',
      `${did} publishes the lexicons of that authority, and none is ${nsid}.`,
    );
  }
  try {
    const value = readRecord(record.bytes);
    const json = writeJson(value);
    const { id } = lexiconDocOf(JSON.parse(json));
    const type = field(value, '$type');
    if (type !== LEXICON_COLLECTION) throw new Error(`its $type is ${String(type)}`);
    if (normalNsid(id) !== nsid) throw new Error(`it says that it is ${id}`);
    return { nsid, did, cid: record.cid, fetchedAt: Date.now(), json };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new LexiconError(
      'malformed',
      `What ${did} has published as ${nsid} is not that lexicon: ${clause(why)}.`,
      {
        cause: error,
      },
    );
  }
}

async function provedRecord(did: string, rkey: string, proofs: ProofClient, signal: AbortSignal | undefined) {
  const options = { signal, answerMaxBytes: PROOF_MAX_BYTES };
  try {
    const identity = await proofs.resolve(did, { signal });
    const { result } = await askProof(proofs, identity, { collection: LEXICON_COLLECTION, rkey }, options);
    if (result.fault === undefined) return result.proof.record;
    throw new LexiconError(
      'unproved',
      `${did} publishes ${rkey}, and what its host sent is not proved: ${clause(result.fault.message)}.`,
      { cause: result.fault },
    );
  } catch (error) {
    if (!(error instanceof XrpcError)) throw error;
    throw new LexiconError(
      'unreachable',
      `${did} publishes ${rkey}, and it could not be had. ${errorSentence(error)}`,
      { cause: error },
    );
  }
}

/** A sentence, or a clause, as the end of another sentence. */
const clause = (sentence: string): string => sentence.replace(/^This is no lexicon: /, '').replace(/\.$/, '');
