import { type Sentence, say } from '../../../text/sentence.js';
import type { XrpcAnswer, XrpcCall } from '../../calls/authoriser.js';
import { errorBody } from '../../calls/error-body.js';
import { XrpcError } from '../../calls/xrpc-error.js';
import type { StoredSession } from '../session.js';

/** The refusal of what a sign-in was not granted (`ScopeMissingError` of the reference PDS), with what lacks, and how to get it. */
export function scopeMissing(
  { handle, did, access }: StoredSession,
  { nsid }: Pick<XrpcCall, 'nsid'>,
  { service, status, bytes }: Pick<XrpcAnswer, 'service' | 'status' | 'bytes'>,
): XrpcError {
  const scope = /"([^"]+)"/.exec(errorBody(bytes).message ?? '')?.[1];
  const what = scope === undefined ? nsid : inWords(scope);
  const name = handle === did ? did : `@${handle}`;
  const kind = access === 'read' ? ' is for reading, and' : '';
  const lacks = scope === undefined ? '' : ` (the scope ${scope} lacks)`;
  return new XrpcError({
    failure: 'status',
    service,
    nsid,
    status,
    error: 'ScopeMissingError',
    message: `the sign-in of ${name}${kind} does not cover ${what}${lacks}`,
    tellsAll: true,
    hint: hintFor(access, scope ?? ''),
  });
}

function hintFor(access: StoredSession['access'], scope: string): Sentence {
  const isWithin = /^(?:repo|blob):|^rpc:(?!chat\.bsky\.)/.test(scope);
  if (access === 'read' && isWithin) return say`{key:account.sign-in-write} signs in to write, too.`;
  return say`An app password may cover it ({key:account.sign-in}).`;
}

const ACTIONS: Readonly<Record<string, string>> = {
  create: 'creating',
  update: 'changing',
  delete: 'deleting',
};

/** What a scope lets one do, behind “does not cover” (atproto.com/specs/permission). */
function inWords(scope: string): string {
  const [kind, rest = ''] = split(scope, ':');
  const [subject, query = ''] = split(rest, '?');
  const actions = new URLSearchParams(query).getAll('action').map((action) => ACTIONS[action] ?? action);
  switch (kind) {
    case 'repo': {
      const doing = actions.length === 0 ? 'writing' : actions.join(' and ');
      return `${doing} records of ${subject === '*' ? 'any collection' : subject}`;
    }
    case 'blob':
      return `uploading blobs (${subject})`;
    case 'rpc':
      return `calling ${subject === '*' ? 'any method' : subject}`;
    case 'identity':
      return 'changing the handle';
    case 'account':
      return `the ${subject} of the account`;
    default:
      return scope;
  }
}

function split(text: string, at: string): readonly [string, string?] {
  const index = text.indexOf(at);
  return index === -1 ? [text] : [text.slice(0, index), text.slice(index + 1)];
}
