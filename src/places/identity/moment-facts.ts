import type { CheckedLog, PlcEntry } from '../../atproto/plc/checked-log.js';
import { isoTime, zonedMinute } from '../../text/date-time.js';
import type { AsOf } from '../as-of.js';
import type { Fact, Facts } from '../facts-listing.js';
import { hostAddress } from '../host-address.js';
import { rankedKeys } from './key-facts.js';
import { keyText } from './key-text.js';

/** What an account was at a time, by its log: what counts for that time, and what was served then where a recovery undid that since. */
export function momentFacts(repo: string, log: CheckedLog, asOf: AsOf, now: number): Facts {
  const { canonical, served } = log.asOf(asOf.time);
  const wasUndone = served !== undefined && served !== canonical;
  const facts: Fact[] = [
    ...(log.problem === undefined
      ? []
      : [
          {
            mark: '✗',
            name: 'log',
            value: `does not hold, so that what follows is of the operations before that. ${log.problem}`,
            opens: { kind: 'log', repo } as const,
          },
        ]),
    {
      name: 'as of',
      value: `${zonedMinute(asOf.time)}${asOf.time > now ? ', which is still to come: as it is now' : ''}`,
    },
    ...(canonical === undefined
      ? [{ mark: '·', name: 'account', value: notYet(log) }]
      : entryFacts(repo, canonical, endOf(log, canonical))),
  ];
  if (wasUndone) {
    const until = served.nullifiedAt === undefined ? '' : ` until ${zonedMinute(served.nullifiedAt)}`;
    facts.push({
      mark: '~',
      name: 'served then',
      value: `something else${until}, when a recovery undid it: what follows`,
    });
    facts.push(
      ...entryFacts(repo, served, served.nullifiedAt).map((fact) => ({ ...fact, mark: fact.mark ?? '~' })),
    );
  }
  const document = JSON.stringify({
    did: log.did,
    at: isoTime(asOf.time),
    problem: log.problem,
    counts: writtenEntry(canonical),
    served: wasUndone ? writtenEntry(served) : undefined,
  });
  return { facts: facts.map((fact) => ({ ...fact, did: log.did })), document };
}

function notYet({ entries: [first] }: CheckedLog): string {
  return first === undefined
    ? 'nothing of it is known'
    : `did not exist yet: it was created ${zonedMinute(first.createdAt)}`;
}

/** When the next entry that counts took the place of one that does. */
const endOf = ({ entries }: CheckedLog, entry: PlcEntry): number | undefined =>
  entries.find(({ createdAt, nullifiedAt }) => createdAt > entry.createdAt && nullifiedAt === undefined)
    ?.createdAt;

/** What an entry says, and how long it held. */
function entryFacts(repo: string, entry: PlcEntry, until: number | undefined): readonly Fact[] {
  const { account } = entry.operation;
  const term = `${zonedMinute(entry.createdAt)} to ${until === undefined ? 'now' : zonedMinute(until)}`;
  const json = JSON.stringify(writtenEntry(entry));
  const since: Fact = { name: 'held from', value: term, opens: { kind: 'log', repo }, json };
  if (account === undefined) {
    return [{ mark: '✗', name: 'account', value: 'tombstoned: its DID was given up' }, since];
  }
  const { handle, pds, signingKey, verificationMethods, services, rotationKeys, alsoKnownAs } = account;
  return [
    { name: 'handle', value: handle === undefined ? 'none' : `@${handle}` },
    { name: 'PDS', value: pds ?? 'none', opens: hostAddress(pds) },
    { name: 'signing key', value: signingKey === undefined ? 'none' : keyText(signingKey) },
    ...Object.entries(verificationMethods)
      .filter(([name]) => name !== 'atproto')
      .map(([name, key]) => ({
        name: name === 'atproto_label' ? 'label key' : 'other key',
        value: name === 'atproto_label' ? keyText(key) : `#${name} ${keyText(key)}`,
      })),
    ...Object.entries(services)
      .filter(([name]) => name !== 'atproto_pds')
      .map(([name, { type, endpoint }]) => ({ name: 'service', value: `#${name} ${type} ${endpoint}` })),
    ...rankedKeys(rotationKeys),
    ...alsoKnownAs
      .filter((name) => name.toLowerCase() !== `at://${handle}`)
      .map((value) => ({ name: 'known as', value })),
    since,
  ];
}

function writtenEntry(entry: PlcEntry | undefined): object | null {
  if (entry === undefined) return null;
  const { cid, createdAt, nullifiedAt, operation } = entry;
  return {
    cid,
    createdAt: isoTime(createdAt),
    nullifiedAt: nullifiedAt === undefined ? undefined : isoTime(nullifiedAt),
    ...(operation.account ?? { tombstone: true }),
  };
}
