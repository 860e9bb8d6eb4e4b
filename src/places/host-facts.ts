import { isDid } from '@atcute/lexicons/syntax';
import type { HostAnswer, HostAnswers, HostQuestion } from '../atproto/hosts/ask-host.js';
import type { RelayAnswer } from '../atproto/hosts/ask-relays.js';
import { byteSize } from '../text/byte-size.js';
import { countText } from '../text/count-text.js';
import { errorSentence } from '../text/error-sentence.js';
import { field, isObject, listField, textField } from '../text/json-fields.js';
import type { Fact } from './facts-listing.js';
import { type AboutHost, hostAddress, hostOrigin, hostText } from './host-address.js';

const PDS_QUESTION: HostQuestion = 'com.atproto.server.describeServer';

/** What a host is by its answer to a question: a list, or a member that its lexicon wants. */
const ROLES: readonly { readonly question: HostQuestion; readonly member: string; readonly said: string }[] =
  [
    {
      question: 'com.atproto.server.describeServer',
      member: 'availableUserDomains',
      said: 'a PDS: accounts live here',
    },
    {
      question: 'com.atproto.sync.listHosts',
      member: 'hosts',
      said: 'a relay: it follows PDSes and passes on what they say',
    },
    {
      question: 'app.bsky.labeler.getServices',
      member: 'views',
      said: 'an AppView: it answers app.bsky methods',
    },
    { question: 'com.atproto.label.queryLabels', member: 'labels', said: 'a labeler' },
    { question: 'app.bsky.feed.describeFeedGenerator', member: 'feeds', said: 'a feed generator' },
    {
      question: 'com.atproto.sync.listReposByCollection',
      member: 'repos',
      said: 'a directory of collections: it knows who has records of which',
    },
  ];

/** What a host says of itself, row by row: of what it did not answer there is no row. Behind that, what relays say of a PDS. */
export function hostFacts(
  address: AboutHost<'host'>,
  answers: HostAnswers,
  relays: readonly RelayAnswer[],
): readonly Fact[] {
  const { host } = address;
  const origin = hostOrigin(address);
  const roles = ROLES.filter(({ question, member }) => hasList(answers, question, member));
  const [health, server] = [answerTo(answers, '_health'), answerTo(answers, PDS_QUESTION)];
  const named = (name: string, values: readonly (string | undefined)[]): readonly Fact[] =>
    values
      .filter((value) => value !== undefined && value !== '')
      .map((value = '', index) => ({
        name: index === 0 ? name : '',
        value,
      }));

  return [
    { name: 'host', value: origin.origin },
    ...(roles.length === 0
      ? [{ mark: '?', name: 'is', value: 'nothing that its answers tell' }]
      : roles.map(({ question, said }, index) => ({
          name: index === 0 ? 'is' : '',
          value: said,
          json: roleJson(answers, question, said),
        }))),
    ...healthFacts(answers.get('_health')),
    ...named('version', [textField(health, 'version')]),
    ...[textField(server, 'did') ?? textField(answerTo(answers, 'did.json'), 'id')].flatMap(didFacts),
    ...serviceFacts(answerTo(answers, 'did.json')),
    ...named('sign-up', [signUp(server)]),
    ...named(
      'handles under',
      listField(server, 'availableUserDomains').map((domain) =>
        typeof domain === 'string' ? domain : undefined,
      ),
    ),
    ...named('largest blob', [sizeText(field(server, 'blobUploadLimit'))]),
    ...named('rate limit', [rateText(answers)]),
    ...named('contact', [textField(server, 'contact', 'email')]),
    ...named('terms', [textField(server, 'links', 'termsOfService')]),
    ...named('privacy', [textField(server, 'links', 'privacyPolicy')]),
    ...signInFacts(answerTo(answers, 'oauth-protected-resource'), origin),
    ...(hasList(answers, 'com.atproto.sync.listRepos', 'repos')
      ? [{ name: 'repositories', value: `${host}/repos`, opens: { kind: 'repos', host } } as const]
      : []),
    ...(hasList(answers, 'com.atproto.sync.listHosts', 'hosts')
      ? [{ name: 'hosts', value: `${host}/hosts`, opens: { kind: 'hosts', host } } as const]
      : []),
    ...(roles.some(({ question }) => question === PDS_QUESTION) ? relays.map(relayFact) : []),
  ];
}

/** Everything that was answered, as it was sent, by what was asked. */
export function hostDocument(
  address: AboutHost<'host'>,
  answers: HostAnswers,
  relays: readonly RelayAnswer[],
): string {
  const said = [...answers].map(([question, answer]) => {
    const json =
      'item' in answer ? answer.item.text() : JSON.stringify({ failed: errorSentence(answer.error) });
    return `${JSON.stringify(question)}:${json}`;
  });
  const seen = relays.map((answer) => {
    if ('item' in answer) return `${JSON.stringify(answer.relay.origin)}:${answer.item.text()}`;
    const failed = 'error' in answer ? errorSentence(answer.error) : 'HostNotFound';
    return `${JSON.stringify(answer.relay.origin)}:${JSON.stringify({ failed })}`;
  });
  const of = JSON.stringify(hostOrigin(address).origin);
  return `{"host":${of},"answers":{${said.join(',')}},"relays":{${seen.join(',')}}}`;
}

/** How a relay stands to a PDS: whether the network sees what is written there. */
function relayFact(answer: RelayAnswer): Fact {
  const { relay } = answer;
  const opens = hostAddress(relay);
  const name = 'seen by';
  if ('error' in answer) {
    return { mark: '?', name, value: `${relay.host}: ${errorSentence(answer.error)}`, opens };
  }
  if ('isUnknown' in answer) return { mark: '✗', name, value: `${relay.host}: does not know it`, opens };
  const said = answer.item.value();
  const [status, accounts] = [textField(said, 'status'), field(said, 'accountCount')];
  const counted = typeof accounts === 'number' ? `${countText(accounts)} accounts` : '';
  const words = [status ?? '', counted].filter((word) => word !== '').join(', ');
  const mark = status === 'active' || status === 'idle' ? '✓' : status === undefined ? '?' : '✗';
  return { mark, name, value: `${relay.host}: ${words === '' ? 'it does not say how' : words}`, opens };
}

function answerTo(answers: HostAnswers, question: HostQuestion): unknown {
  const answer = answers.get(question);
  return answer !== undefined && 'item' in answer ? answer.item.value() : undefined;
}

const hasList = (answers: HostAnswers, question: HostQuestion, member: string): boolean =>
  Array.isArray(field(answerTo(answers, question), member));

/** What it is taken for, and the answer that says so. */
function roleJson(answers: HostAnswers, question: HostQuestion, value: string): string | undefined {
  const answer = answers.get(question);
  if (answer === undefined || 'error' in answer) return undefined;
  const said = JSON.stringify({ name: 'is', value, question });
  return `${said.slice(0, -1)},"answer":${answer.item.text()}}`;
}

/** A host that is well says so by the status of its answer; some have no such question. */
function healthFacts(answer: HostAnswer | undefined): readonly Fact[] {
  if (answer === undefined) return [];
  if ('error' in answer) {
    const status = field(answer.error, 'status');
    const isIll = typeof status === 'number' && status >= 500 && status !== 501;
    return isIll ? [{ mark: '✗', name: 'health', value: errorSentence(answer.error) }] : [];
  }
  const status = textField(answer.item.value(), 'status');
  return status === undefined ? [] : [{ name: 'health', value: status }];
}

function didFacts(did: string | undefined): readonly Fact[] {
  if (did === undefined || did === '') return [];
  return [{ name: 'DID', value: did, ...(isDid(did) && { opens: { kind: 'identity', repo: did }, did }) }];
}

/** What the document of a did:web says that is here, or elsewhere. */
function serviceFacts(document: unknown): readonly Fact[] {
  return listField(document, 'service').flatMap((service) => {
    if (!isObject(service)) return [];
    const [id, endpoint] = [textField(service, 'id'), textField(service, 'serviceEndpoint')];
    if (id === undefined || endpoint === undefined) return [];
    return [
      {
        name: `#${id.slice(id.indexOf('#') + 1)}`,
        value: endpoint,
        opens: hostAddress(endpoint),
      },
    ];
  });
}

function signUp(server: unknown): string | undefined {
  const [invite, phone] = [field(server, 'inviteCodeRequired'), field(server, 'phoneVerificationRequired')];
  if (typeof invite !== 'boolean' && typeof phone !== 'boolean') return undefined;
  const needs = [invite === true ? 'an invite code' : '', phone === true ? 'a telephone number' : ''];
  const needed = needs.filter((need) => need !== '').join(' and ');
  return needed === '' ? 'open to anyone' : `with ${needed}`;
}

const sizeText = (bytes: unknown): string | undefined =>
  typeof bytes === 'number' && bytes >= 0 ? byteSize(bytes) : undefined;

/** `3000;w=300` of the RateLimit headers' draft: so many calls in so many seconds. */
function rateText(answers: HostAnswers): string | undefined {
  const said = [...answers.values()].flatMap((answer) =>
    'item' in answer ? (answer.rateLimit ?? []) : [],
  )[0];
  const [, calls, seconds] = /^\s*(\d{1,12})\s*;\s*w=(\d{1,9})/.exec(said ?? '') ?? [];
  return calls === undefined ? said : `${countText(Number(calls))} calls in ${countText(Number(seconds))} s`;
}

/** Who signs the accounts of a PDS in, where that is not itself. */
function signInFacts(resource: unknown, origin: URL): readonly Fact[] {
  return listField(resource, 'authorization_servers').flatMap((server) => {
    if (typeof server !== 'string') return [];
    const url = URL.parse(server);
    const value = url !== null && hostText(url) === hostText(origin) ? 'here' : server;
    return [{ name: 'sign-in', value, opens: value === 'here' ? undefined : hostAddress(server) }];
  });
}
