import type { HandleCheck, HandleWay, HandleWays, WayAnswer } from '../../atproto/identity/identity.js';
import type { Fact } from './identity-lines.js';

const confirmedBy: Readonly<Record<HandleWay, string>> = {
  dns: 'its DNS record',
  https: 'its web server',
  appview: 'the AppView',
};

const wayNames: readonly (readonly [way: HandleWay, name: string])[] = [
  ['dns', '  by DNS'],
  ['https', '  by https'],
  ['appview', '  by the AppView'],
];

/**
 * How a handle stands: a line where all who know it agree, else a line for each way and what it said, and one for what the DID
 * document says. `asked` is the handle or DID by which the account was addressed.
 */
export function handleFacts(
  asked: string,
  did: string,
  handle: string | undefined,
  check: HandleCheck | undefined,
): readonly Fact[] {
  if (handle === undefined) return [{ name: 'handle', value: 'none in the DID document' }];
  if (check === undefined) return [{ name: 'handle', value: `@${handle}` }];
  const { ways } = check;
  if (check.state === 'confirmed' && (ways === undefined || agree(ways, did))) {
    return [{ name: 'handle', value: `@${handle} ✓ confirmed by ${andOthers(confirmers(check.by, ways))}` }];
  }
  if (ways === undefined) {
    return [{ name: 'handle', value: `@${handle} ${markOf[check.state]} ${said(check)}` }];
  }
  const isOther = !asked.startsWith('did:') && asked.toLowerCase() !== handle;
  const stands = isOther ? 'not the one that was asked for' : standing[check.state];
  return [
    { name: 'handle', value: `@${handle} ${markOf[check.state]} ${stands}` },
    ...wayNames.map(([way, name]) => ({ name, value: answerText(ways[way], did) })),
    { name: '  the document', value: `names @${handle}${isOther ? `, not @${asked}` : ''}` },
  ];
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

const markOf = { confirmed: '✓', wrong: '✗', unknown: '?' } as const;

/** How it stands in a few words: why stands on the lines of the ways. */
const standing = {
  confirmed: 'confirmed, but not all agree',
  wrong: 'does not lead to this account',
  unknown: 'could not be checked',
} as const;

const said = (check: HandleCheck): string =>
  check.state === 'confirmed' ? `confirmed by ${confirmedBy[check.by]}` : check.reason;

function answerText(answer: WayAnswer, did: string): string {
  switch (answer.said) {
    case 'did':
      return answer.did === did ? `✓ ${did}` : `✗ ${answer.did}, another account`;
    case 'several':
      return `✗ more than one account, which counts as none: ${answer.dids.join(', ')}`;
    case 'none':
      return `– none: ${answer.reason}`;
    case 'refused':
      return `– refused: ${answer.reason}`;
    case 'nothing':
      return `– no answer: ${answer.reason}`;
    case 'asked':
      return '– no answer yet';
    case 'not asked':
      return `– not asked: ${answer.reason}`;
  }
}
