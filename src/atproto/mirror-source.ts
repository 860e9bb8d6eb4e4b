import { SentenceError, say } from '../text/sentence.js';
import { writeJson } from '../text/written-json.js';
import { isNotServed } from './ask-mirrors.js';
import { rawItemFromText } from './calls/raw-items.js';
import { XrpcError } from './calls/xrpc-error.js';
import type { ProofResult } from './proof/record-proof.js';
import type { RepoSource } from './repo-source.js';
import { readRecord } from './streams/record-reader.js';

/** What a mirror is read with. */
export interface MirrorDeps {
  readonly did: string;
  readonly host: string;
  /** The mirror, asked as if it were a PDS. */
  readonly source: RepoSource;
  /** Holds a proof against the account. */
  prove(collection: string, rkey: string, car: Uint8Array): Promise<ProofResult>;
}

/**
 * An account at a mirror. Where that serves whole repositories only, as relays do, its records are read from their proofs, which have to
 * hold; what can not be had of it at all is a SentenceError that says so.
 */
export function createMirrorSource({ did, host, source, prove }: MirrorDeps): RepoSource {
  /** What cannot be had of a mirror that has the account; one that has not is told by the error of asking. */
  async function notListed(signal: AbortSignal | undefined): Promise<never> {
    await source.latest({ signal });
    throw new SentenceError(
      say`${host} serves repositories whole and lists nothing of them: {key:archive.pull} takes this one home.`,
    );
  }

  return {
    latest: source.latest,
    proof: source.proof,
    async describe(options) {
      try {
        return await source.describe(options);
      } catch (error) {
        if (!isUnserved(error)) throw error;
        return await notListed(options?.signal);
      }
    },
    async list(collection, cursor, options) {
      try {
        return await source.list(collection, cursor, options);
      } catch (error) {
        if (!isUnserved(error)) throw error;
        return await notListed(options?.signal);
      }
    },
    async get(collection, rkey, options) {
      try {
        return await source.get(collection, rkey, options);
      } catch (error) {
        if (!isUnserved(error)) throw error;
      }
      const nsid = 'com.atproto.sync.getRecord';
      const { fault, proof } = await prove(collection, rkey, await source.proof(collection, rkey, options));
      if (fault !== undefined) {
        const message = `${host}: the proof of this record does not hold: ${fault.message}`;
        throw new XrpcError({ failure: 'malformed', service: host, nsid, message });
      }
      const { record } = proof;
      if (record === undefined) {
        const error = 'RecordNotFound';
        throw new XrpcError({ failure: 'status', status: 400, service: host, nsid, error, message: error });
      }
      const uri = JSON.stringify(`at://${did}/${collection}/${rkey}`);
      const value = writeJson(readRecord(record.bytes));
      return rawItemFromText(`{"uri":${uri},"cid":"${record.cid}","value":${value}}`);
    },
  };
}

const isUnserved = (error: unknown): boolean => error instanceof XrpcError && isNotServed(error);
