import { isReservedHandle } from '../../atproto/identity/handle-sources.js';
import type { HandleCheck, HandleWay, HandleWays, WayAnswer } from '../../atproto/identity/identity.js';
import type { Fact } from '../facts-listing.js';

const confirmedBy: Readonly<Record<HandleWay, string>> = {
  dns: 'its DNS record',
  https: 'its web server',
  appview: 'the AppView',
};

const wayNames: readonly (readonly [way: HandleWay, name: string])[] = [
  ['dns', 'by DNS'],
  ['https', 'by https'],
  ['appview', 'by AppView'],
];

/**
 * How a handle stands, what the document and each way from it to an account say, and where they do not agree, what can be done about it.
 *
 * @param asked the handle or DID by which the account was addressed
 * @param handle the one that the document names
 * @param check undefined while nothing has answered
 */
export function handleFacts(
  asked: string,
  did: string,
  handle: string | undefined,
  check: HandleCheck | undefined,
): readonly Fact[] {
  if (handle === undefined) {
    const todo = 'The account sets one at its PDS, which writes it into the document.';
    return [
      { mark: '✗', name: 'handle', value: 'none in the DID document: apps show handle.invalid' },
      { name: 'to do', value: todo },
    ];
  }
  if (check === undefined) return [{ name: 'handle', value: `@${handle}` }];
  const isOther = !asked.startsWith('did:') && asked.toLowerCase() !== handle;
  const { ways, state } = check;
  const todo = whatToDo(did, handle, check, isOther ? asked : undefined);
  const [mark, named] = isOther ? ['✗', `names @${handle}, not @${asked}`] : ['✓', `names @${handle}`];
  return [
    { mark: MARKS[state], name: 'handle', value: `@${handle} ${standing(check, did, isOther)}` },
    { mark, name: 'document', value: named },
    ...(ways === undefined ? [] : wayNames.map(([way, name]) => ({ name, ...answered(ways[way], did) }))),
    ...(todo === undefined ? [] : [{ name: 'to do', value: todo }]),
  ];
}

const MARKS = { confirmed: '✓', wrong: '✗', unknown: '?' } as const;

/** How it stands in a few words: why stands in the rows of the ways. */
function standing(check: HandleCheck, did: string, isOther: boolean): string {
  const { ways } = check;
  if (check.state === 'confirmed') {
    if (ways !== undefined && !agree(ways, did)) return 'is confirmed, but not all agree';
    return `is confirmed by ${andOthers(confirmers(check.by, ways))}`;
  }
  if (ways === undefined) return check.reason;
  if (isOther) return 'is not the one that was asked for';
  return check.state === 'wrong' ? 'does not lead to this account' : 'could not be checked';
}

/** Whether nobody names another account. */
const agree = (ways: HandleWays, did: string): boolean =>
  Object.values(ways).every(
    (answer) => answer.said !== 'several' && (answer.said !== 'did' || answer.did === did),
  );

/** Whoever decided comes first. */
const confirmers = (by: HandleWay, ways: HandleWays | undefined): readonly string[] =>
  [by, ...wayNames.map(([way]) => way).filter((way) => way !== by && ways?.[way].said === 'did')].map(
    (way) => confirmedBy[way],
  );

const andOthers = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

function answered(answer: WayAnswer, did: string): Pick<Fact, 'mark' | 'value' | 'json'> {
  const json = JSON.stringify(answer);
  switch (answer.said) {
    case 'did':
      return answer.did === did
        ? { mark: '✓', value: did, json }
        : { mark: '✗', value: `another account: ${answer.did}`, json };
    case 'several':
      return {
        mark: '✗',
        value: `more than one account, which counts as none: ${answer.dids.join(', ')}`,
        json,
      };
    case 'none':
      return { mark: '·', value: `none: ${answer.reason}`, json };
    case 'refused':
      return { mark: '?', value: `refused: ${answer.reason}`, json };
    case 'nothing':
      return { mark: '?', value: `no answer: ${answer.reason}`, json };
    case 'asked':
      return { mark: '?', value: 'no answer yet', json };
    case 'not asked':
      return { mark: '·', value: `not asked: ${answer.reason}`, json };
  }
}

/** What who looks after the account can do; undefined where nothing needs doing, or where it is not known yet. */
function whatToDo(
  did: string,
  handle: string,
  { state, ways }: HandleCheck,
  other: string | undefined,
): string | undefined {
  if (other !== undefined) return `Ask for @${handle}: @${other} is not its handle, or is so no longer.`;
  if (ways === undefined || Object.values(ways).some(({ said }) => said === 'asked')) return undefined;
  const { dns, https, appview } = ways;
  const record = `the TXT record _atproto.${handle}`;
  const file = `https://${handle}/.well-known/atproto-did`;
  if (dns.said === 'several') return `Leave one of ${record}: did=${did}.`;
  if (namesAnother(dns, did)) return `Change ${record} to did=${did}, or have the document name another.`;
  if (namesAnother(https, did)) {
    return `Have ${file} say ${did}${dns.said === 'did' ? ', as DNS does: DNS counts until then' : ''}.`;
  }
  if (state === 'unknown') return 'Ask again later: nobody who knows has answered.';
  const isConfirmed = dns.said === 'did' || https.said === 'did';
  if (isConfirmed && (appview.said === 'none' || namesAnother(appview, did))) {
    return 'Wait, or have the PDS announce the account anew: the AppView knows it as it was before.';
  }
  if (state !== 'wrong') return undefined;
  return isReservedHandle(handle)
    ? 'Only the services of a test network know such a handle: have its PDS announce it.'
    : `Set ${record} to did=${did}, or have ${file} say ${did}.`;
}

const namesAnother = (answer: WayAnswer, did: string): boolean => answer.said === 'did' && answer.did !== did;
