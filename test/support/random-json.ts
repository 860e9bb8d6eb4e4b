import { hostileText, type randomFrom } from './random.js';

type Random = ReturnType<typeof randomFrom>;

const numbers = [
  '0',
  '-0',
  '1',
  '-7',
  '1.10',
  '0.0',
  '1e400',
  '-1E-400',
  '1e5',
  '0.0000001',
  '0.1234567890123456789',
  '9007199254740993',
  '-9223372036854775808',
  '18446744073709551615',
  '123456789012345680000',
];

/** What lenses and views look for, and what JavaScript has for itself. */
const names = [
  ...[
    '$type',
    'text',
    'embed',
    'reply',
    'root',
    'parent',
    'facets',
    'langs',
    'createdAt',
    'subject',
    'uri',
    'cid',
  ],
  ...[
    'record',
    'images',
    'alt',
    'external',
    'title',
    'media',
    'list',
    'purpose',
    'name',
    'description',
    'avatar',
  ],
  ...[
    'allow',
    'hiddenReplies',
    'embeddingRules',
    'post',
    'did',
    'handle',
    'displayName',
    'labels',
    'values',
    'val',
  ],
  ...[
    'policies',
    'labelValues',
    'feeds',
    'status',
    'durationMinutes',
    'pinnedPost',
    'joinedViaStarterPack',
    'via',
  ],
  ...[
    'mimeType',
    'size',
    'ref',
    '$link',
    '$bytes',
    'value',
    'verifiedFrom',
    'subjectCollections',
    'reasonTypes',
  ],
  ...['alsoKnownAs', 'service', 'verificationMethod', 'id', 'type', 'serviceEndpoint', 'publicKeyMultibase'],
  ...['__proto__', 'constructor', 'toString', 'valueOf', 'hasOwnProperty', 'length', 'toJSON', 'then'],
  ...['0', '10', '9', '-1', '01', '4294967295', ''],
];

const texts = [
  '',
  'blob',
  'app.bsky.feed.post',
  'app.bsky.embed.images',
  'app.bsky.embed.external#main',
  'app.bsky.graph.defs#modlist',
  'image/png',
  'did:plc:ragtjsm2j2vknwkz3zp4oxrd',
  'did:web:',
  'at://did:plc:ragtjsm2j2vknwkz3zp4oxrd/app.bsky.feed.post/3kaaaaaaa2222',
  'at://',
  'at://a/b/c/d',
  'https://example.com/x?y#z',
  'http://[',
  '2024-02-21T03:11:45Z',
  '2024-02-30T03:11:45',
  '0001-01-01T00:00:00Z',
  'bafyreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku',
  '__proto__',
  '\\ud800',
];

/** A text as JSON: each character as it is, or escaped. */
function textJson(random: Random): string {
  const text = random.below(2) === 0 ? random.pick(texts) : hostileText(random);
  if (text === '\\ud800') return '"\\ud800"';
  return random.below(4) === 0
    ? `"${[...text].map((character) => unitsOf(character)).join('')}"`
    : JSON.stringify(text);
}

const unitsOf = (character: string): string =>
  character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');

/** Any JSON, as text: a stranger may have written it. `depth` is how far its lists and objects go into one another. */
export function randomJson(random: Random, depth: number): string {
  const kind = random.below(depth === 0 ? 4 : 8);
  if (kind === 0) return random.pick(numbers);
  if (kind === 1) return random.pick(['true', 'false', 'null']);
  if (kind < 4) return textJson(random);
  const count = random.below(6);
  const space = random.below(3) === 0 ? ' \n' : '';
  if (kind === 4) {
    return `[${space}${Array.from({ length: count }, () => randomJson(random, depth - 1)).join(`,${space}`)}]`;
  }
  const members = Array.from({ length: count + 1 }, () => {
    const name = random.below(5) === 0 ? textJson(random) : JSON.stringify(random.pick(names));
    return `${name}${space}:${space}${randomJson(random, depth - 1)}`;
  });
  return `{${space}${members.join(`,${space}`)}}`;
}

/** What random ones come by too seldom. */
export const extremeJson: readonly (readonly [what: string, json: string])[] = [
  ['lists 10,000 deep', `${'['.repeat(10_000)}1.10${']'.repeat(10_000)}`],
  ['objects 10,000 deep', `${'{"a":'.repeat(10_000)}9007199254740993${'}'.repeat(10_000)}`],
  ['known names 10,000 deep', `${'{"embed":{"record":'.repeat(5_000)}"x"${'}}'.repeat(5_000)}`],
  ['a list of 20,000', `[${'1e400,'.repeat(19_999)}-0]`],
  [
    'an object of 5,000',
    `{${Array.from({ length: 5_000 }, (_, index) => `"${5_000 - index}":{"text":"x"}`).join(',')}}`,
  ],
  [
    'lists where texts belong, of 5,000',
    `{"text":[${'"a",'.repeat(5_000)}"b"],"facets":[${'{},'.repeat(5_000)}[]]}`,
  ],
  [
    'a text of 60,000',
    JSON.stringify({ text: 'wide 日本 \u202e\u200b'.repeat(5_000), displayName: 'e\u0301'.repeat(20_000) }),
  ],
  ['lone surrogates', '{"text":"\\ud800 \\udc00\\ud800","\\udfff":"\\ud83d","displayName":"\\ude00\\ud83d"}'],
  [
    'names that JavaScript has',
    '{"__proto__":{"text":"x","size":1},"constructor":{"name":1},"toString":1,"toJSON":2}',
  ],
];
