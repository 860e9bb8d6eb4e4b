import { XrpcError } from '../../atproto/calls/xrpc-error.js';
import { entriesOf, entryLine, readPds } from '../../atproto/identity/document-entries.js';
import type { HandleCheck, Identity } from '../../atproto/identity/identity.js';
import type { CheckedLog, PlcEntry } from '../../atproto/plc/checked-log.js';
import { tidTime } from '../../atproto/tid.js';
import { countText } from '../../text/count-text.js';
import { localMinute, zonedMinute } from '../../text/date-time.js';
import { errorSentence } from '../../text/error-sentence.js';
import { isObject, type JsonObject, listField, textField } from '../../text/json-fields.js';
import { timeAgo } from '../../text/time-ago.js';
import { readJson, writeJson } from '../../text/written-json.js';
import type { Fact } from '../facts-listing.js';
import { hostAddress } from '../host-address.js';
import { type AccountState, accountState, type RepoStatus } from './account-state.js';
import type { Answer, LatestCommit } from './ask-host.js';
import { type Asked, answerOf, failureOf } from './asked.js';
import { handleFacts } from './handle-facts.js';
import { documentKeyFacts, rotationKeyFacts } from './key-facts.js';
import { multikeyOf } from './key-text.js';

/** What is known of an account so far: each part is asked for by itself. */
export interface IdentityKnown {
  /** The handle or DID by which it was addressed. */
  readonly repo: string;
  readonly did: string;
  readonly identity: Identity | undefined;
  /** Why there is none, or none that is new. */
  readonly unresolved?: unknown;
  readonly check?: HandleCheck | undefined;
  /** Where the document comes from. */
  readonly documentUrl: string | undefined;
  readonly log?: Asked<CheckedLog>;
  readonly status?: Asked<Answer<RepoStatus>>;
  readonly server?: Asked<
    Answer<{ readonly did?: string | undefined; readonly inviteCodeRequired?: boolean | undefined }>
  >;
  readonly health?: Asked<Answer<{ readonly version?: string | undefined }>>;
  readonly commit?: Asked<Answer<LatestCommit>>;
  /** How many relays the settings name. */
  readonly relays: number;
}

/** A document may name any number of services and names; some are enough to see that. */
const OF_A_KIND_MAX = 20;

/** Who an account is, in the order in which one asks for it. What is not known yet has no row, and what failed has one of its own. */
export function identityFacts(known: IdentityKnown, now: number): readonly Fact[] {
  const { repo, did, identity, check } = known;
  const document = identity && documentOf(identity);
  const state = stateOf(known, now);
  const facts: readonly Fact[] = [
    { name: 'DID', value: did, json: identity?.documentJson ?? (document && writeJson(document)) },
    ...(identity ? handleFacts(repo, did, identity.handle, check) : []),
    ...(state ? [{ mark: state.mark, name: 'account', value: state.said }] : []),
    ...(identity && document ? pdsFacts(identity, document, known, now) : []),
    ...(identity && document ? documentKeyFacts(identity, document) : []),
    ...(identity && document ? serviceFacts(identity, document) : []),
    ...logFacts(known),
    {
      name: 'relays',
      value:
        known.relays === 0
          ? 'none is set in the settings'
          : `whether ${known.relays === 1 ? 'the relay' : `the ${known.relays} relays`} of the settings sees it`,
      opens: { kind: 'relays', repo },
    },
    ...documentFacts(known),
  ];
  return facts.map((fact) => ({ ...fact, did }));
}

/** How the account stands, as far as that is known. */
export const stateOf = (
  { log, identity, status, unresolved }: IdentityKnown,
  now: number,
): AccountState | undefined =>
  accountState({
    log: answerOf(log),
    hasPds: identity && identity.pds !== undefined,
    status: status && ('value' in status ? { value: status.value.read } : status),
    unresolved,
    now,
  });

// Read once for as long as the identity is the same.
const written = new WeakMap<Identity, JsonObject>();

/** The document with numbers as they were written. */
function documentOf(identity: Identity): JsonObject {
  const { document, documentJson } = identity;
  if (documentJson === undefined) return document;
  let found = written.get(identity);
  if (!found) {
    const read = readJson(documentJson);
    found = isObject(read) ? read : document;
    written.set(identity, found);
  }
  return found;
}

function pdsFacts(
  { pds }: Identity,
  document: JsonObject,
  { server, health, status, commit }: IdentityKnown,
  now: number,
): readonly Fact[] {
  if (pds === undefined) {
    const { refused } = readPds(document);
    const value = refused === undefined ? 'none in the DID document' : `refused: ${refused.why}`;
    return [{ mark: '✗', name: 'PDS', value }];
  }
  const failed = failureOf(status) ?? failureOf(server);
  // The rule for hosts that strangers name holds at the call: what it said there, it says here, and once.
  if (failed instanceof XrpcError && failed.failure === 'refused') {
    return [{ mark: '✗', name: 'PDS', value: `refused: ${failed.message}` }];
  }
  return [
    { name: 'PDS', value: pds, opens: hostAddress(pds) },
    ...told('server', server, ({ did, inviteCodeRequired }) =>
      [
        did ?? 'says no DID of its own',
        inviteCodeRequired === true ? 'by invitation' : inviteCodeRequired === false ? 'open to sign up' : '',
      ]
        .filter((word) => word !== '')
        .join(' · '),
    ),
    ...told('version', health, ({ version }) => version ?? 'it does not say'),
    ...told('commit', commit, ({ rev, cid }) => {
      const time = tidTime(rev);
      return `${rev}${time === undefined ? '' : `, ${timeAgo(time, now)}`} · ${cid}`;
    }),
  ];
}

/** A row of what was asked for: what it says, or why it is not known. */
function told<T>(name: string, answer: Asked<Answer<T>>, text: (read: T) => string): readonly Fact[] {
  if (answer === undefined) return [];
  return 'error' in answer
    ? [failedFact(name, answer.error)]
    : [{ name, value: text(answer.value.read), json: answer.value.json }];
}

const failedFact = (name: string, error: unknown): Fact => ({ mark: '?', name, value: errorSentence(error) });

/** What the document names beside the PDS, and other names of the account. */
function serviceFacts({ did, handle, pds }: Identity, document: JsonObject): readonly Fact[] {
  const services = entriesOf(document.service).filter((service) => {
    const { value } = readPds({ service: [service] });
    return value === undefined || value !== pds;
  });
  const names = listField(document, 'alsoKnownAs').filter(
    (name): name is string => typeof name === 'string' && name.toLowerCase() !== `at://${handle}`,
  );
  return [
    ...services.slice(0, OF_A_KIND_MAX).map((service) => ({
      name: 'service',
      value: entryLine(service, did),
      opens: hostAddress(textField(service, 'serviceEndpoint')),
      json: writeJson(service),
    })),
    ...names.slice(0, OF_A_KIND_MAX).map((value) => ({ name: 'known as', value })),
  ];
}

function logFacts({ repo, did, identity, log, documentUrl }: IdentityKnown): readonly Fact[] {
  const opens = { kind: 'log', repo } as const;
  if (!did.startsWith('did:plc:')) {
    const source = documentUrl === undefined ? '' : `, fetched from ${documentUrl}`;
    const value = `none: a ${did.split(':', 2).join(':')} is what its document says today${source}`;
    return [{ mark: '·', name: 'log', value, opens }];
  }
  if (log === undefined) return [];
  if ('error' in log) return [{ ...failedFact('log', log.error), opens }];
  const { entries, sent, problem } = log.value;
  if (problem !== undefined) return [{ mark: '✗', name: 'log', value: `does not hold. ${problem}`, opens }];
  const [first] = entries;
  const move = lastMove(entries);
  return [
    ...rotationKeyFacts(log.value),
    ...(first ? [{ name: 'created', value: zonedMinute(first.createdAt) }] : []),
    ...(move
      ? [{ name: 'moved', value: `${localMinute(move.at)} from ${move.from}`, opens: hostAddress(move.from) }]
      : []),
    {
      mark: '✓',
      name: 'log',
      value: sent === 1 ? '1 operation, which holds' : `${countText(sent)} operations, which hold`,
      opens,
    },
    ...(identity ? differences(identity, entries) : []),
  ];
}

/** When and from where the account came to the server that it has. */
function lastMove(entries: readonly PlcEntry[]): { readonly at: number; readonly from: string } | undefined {
  const counting = entries.filter(({ nullifiedAt }) => nullifiedAt === undefined);
  for (let index = counting.length - 1; index > 0; index--) {
    const [from, to] = [counting[index - 1]?.operation.account?.pds, counting[index]];
    if (to?.operation.account && from !== undefined && to.operation.account.pds !== from) {
      return { at: to.createdAt, from };
    }
  }
  return undefined;
}

/** Where the document says otherwise than the log that it is made from. */
function differences({ handle, pds, signingKey }: Identity, entries: readonly PlcEntry[]): readonly Fact[] {
  const last = entries.findLast(({ nullifiedAt }) => nullifiedAt === undefined)?.operation.account;
  if (last === undefined) return [];
  const others = [
    handle !== last.handle && 'handle',
    originOf(pds) !== originOf(last.pds) && 'PDS',
    signingKey !== (last.signingKey && multikeyOf(last.signingKey)) && 'signing key',
  ].filter((name) => name !== false);
  if (others.length === 0) return [];
  const value = `says otherwise than the log: ${others.join(', ')}`;
  return [{ mark: '✗', name: 'document', value }];
}

const originOf = (url: string | undefined): string | undefined =>
  url === undefined ? undefined : (URL.parse(url)?.origin ?? url);

function documentFacts({ identity, unresolved, documentUrl }: IdentityKnown): readonly Fact[] {
  const facts: Fact[] = [];
  if (unresolved !== undefined) facts.push(failedFact('document', unresolved));
  if (identity) {
    const fetched = zonedMinute(identity.fetchedAt);
    const value = `${fetched}${identity.cached ? ', kept from then' : ''}`;
    facts.push({ name: 'fetched', value: documentUrl === undefined ? value : `${value} · ${documentUrl}` });
  }
  return facts;
}
