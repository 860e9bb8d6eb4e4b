import type { CallOptions } from '../calls/call-options.js';
import type { JsonFetch } from '../calls/json-fetch.js';
import { reworded } from '../calls/reworded-error.js';
import { XrpcError } from '../calls/xrpc-error.js';
import { checkLog } from './check-log.js';
import type { CheckedLog } from './checked-log.js';

export interface PlcLogDeps {
  readonly fetch: JsonFetch;
  /** Origin of the PLC directory. */
  readonly plc: string;
}

/** How the call is named in errors and in the journal. */
export const LOG_CALL_NAME = 'plc log';

/** web.plc.directory/spec, “DID Identifier Syntax”. */
const PLC_DID = /^did:plc:[a-z2-7]{24}$/;

/**
 * Fetches the audit log of an account from the PLC directory, and checks it. It is not paged: an answer over the cap of the
 * transport is refused. A deleted account has its log still.
 *
 * @throws XrpcError `refused` for a DID that has no log (did:web), `status` where the directory has none, and what the transport
 *   throws. What does not hold in a log is no error but its `problem`.
 */
export async function fetchPlcLog(
  did: string,
  { fetch, plc }: PlcLogDeps,
  { signal, isBackground, answerMaxBytes }: CallOptions = {},
): Promise<CheckedLog> {
  const base = plc.replace(/\/+$/, '');
  const service = URL.parse(base)?.host ?? base;
  if (!PLC_DID.test(did)) {
    const why = did.startsWith('did:web:')
      ? `${did} has no log: a did:web is what its host says today, and nobody writes down what it was`
      : `${did} has no log: only a did:plc stands in a directory`;
    throw new XrpcError({ failure: 'refused', service, nsid: LOG_CALL_NAME, message: why, tellsAll: true });
  }
  const options = {
    nsid: LOG_CALL_NAME,
    policy: 'configured',
    signal,
    isBackground,
    answerMaxBytes,
  } as const;
  try {
    const answer = await fetch(`${base}/${did}/log/audit`, options);
    if (answer.status !== 200) {
      const message =
        answer.status === 404
          ? `${service} has no log of ${did} (404)`
          : `${service} answered ${answer.status} when asked for the log of ${did}`;
      const { status } = answer;
      throw new XrpcError({
        failure: 'status',
        service,
        nsid: LOG_CALL_NAME,
        status,
        message,
        tellsAll: true,
      });
    }
    return await checkLog(did, answer.json(), signal);
  } catch (error) {
    if (!(error instanceof XrpcError) || error.tellsAll) throw error;
    throw reworded(error, `the log of ${did} could not be fetched: ${error.message}`);
  }
}
