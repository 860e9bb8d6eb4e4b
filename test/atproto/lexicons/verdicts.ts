/** A record, and what it is to be: `valid`, or the end of what a PDS says of it. */
export interface Verdict {
  readonly what: string;
  readonly collection: string;
  readonly rkey?: string | undefined;
  /** Without `$type` where it is the collection's. `BLOB` stands for an uploaded PNG. */
  readonly value: Readonly<Record<string, unknown>>;
  readonly is: 'valid' | 'invalid';
}

/** Stands for a blob that the test has uploaded. */
export const BLOB = 'the uploaded blob';

const AT = '2024-09-09T19:46:02.102Z';
const CID = 'bafyreidfayvfuwqa7qlnopdjiqrxzs6blmoeu4rujcjtnci5beludirz2a';
const URI = 'at://did:plc:z72i7hdynmk6r22z27h6tvur/app.bsky.feed.post/3l3qo2vutsw2b';

const post = (what: string, is: Verdict['is'], value: Record<string, unknown>, rkey?: string): Verdict => ({
  what,
  is,
  collection: 'app.bsky.feed.post',
  rkey,
  value: { text: 'Hello', createdAt: AT, ...value },
});

const profile = (
  what: string,
  is: Verdict['is'],
  value: Record<string, unknown>,
  rkey = 'self',
): Verdict => ({
  what,
  is,
  collection: 'app.bsky.actor.profile',
  rkey,
  value,
});

const facet = (index: object, features: readonly object[] = []): Record<string, unknown> => ({
  facets: [{ index, features }],
});
const images = (...list: readonly object[]): Record<string, unknown> => ({
  embed: { $type: 'app.bsky.embed.images', images: list },
});
const image = { image: BLOB, alt: '' };
const FAMILY = '\u{1F468}\u200D\u{1F469}\u200D\u{1F467}\u200D\u{1F466}';

/** What each constraint of the lexicon language lets pass, and what it does not. */
export const VERDICTS: readonly Verdict[] = [
  post('a post', 'valid', {}),
  post('fields that the lexicon does not name', 'valid', { mood: 'good', more: { deep: [1, null, true] } }),
  post('a required field that is not there', 'invalid', { text: undefined }),
  post('null in a field that is not nullable', 'invalid', { text: null }),
  post('another type', 'invalid', { text: 5 }),
  post('300 graphemes', 'valid', { text: 'x'.repeat(300) }),
  post('301 graphemes', 'invalid', { text: 'x'.repeat(301) }),
  post('graphemes of many bytes', 'valid', { text: FAMILY.repeat(100) }),
  post('more bytes than maxLength', 'invalid', { text: FAMILY.repeat(121) }),
  post('a float where nothing is named', 'invalid', { weight: 1.5 }),
  post('an integer past what is exact', 'invalid', { weight: 2 ** 53 }),
  post('a whole number written as a float', 'valid', { weight: 1.0 }),
  post('no languages', 'valid', { langs: [] }),
  post('more languages than maxLength', 'invalid', { langs: ['en', 'de', 'fr', 'ja'] }),
  post('something that is no language', 'invalid', { langs: ['english!'] }),
  post('a facet', 'valid', facet({ byteStart: 0, byteEnd: 5 })),
  post('an integer below the minimum', 'invalid', facet({ byteStart: -1, byteEnd: 5 })),
  post('a float in a field of integers', 'invalid', facet({ byteStart: 0.5, byteEnd: 5 })),
  post('an open union with a type of its own', 'valid', {
    ...facet({ byteStart: 0, byteEnd: 5 }, [{ $type: 'com.example.sparkle', n: 1 }]),
  }),
  post('an open union without a type', 'invalid', facet({ byteStart: 0, byteEnd: 5 }, [{ tag: 'x' }])),
  post('a member of a union that is not as its definition says', 'invalid', {
    ...facet({ byteStart: 0, byteEnd: 5 }, [{ $type: 'app.bsky.richtext.facet#mention', did: 'alice' }]),
  }),
  post('an image', 'valid', images(image)),
  post('more images than maxLength', 'invalid', images(image, image, image, image, image)),
  post('an image of a type that is not accepted', 'invalid', {
    ...images({ alt: '', image: { $type: 'blob', ref: { $link: CID }, mimeType: 'text/plain', size: 5 } }),
  }),
  post('an image larger than maxSize', 'invalid', {
    ...images({ alt: '', image: { $type: 'blob', ref: { $link: CID }, mimeType: 'image/png', size: 9e6 } }),
  }),
  post(
    'a blob as they were before',
    'invalid',
    images({ alt: '', image: { cid: CID, mimeType: 'image/png' } }),
  ),
  post('a link to a reply', 'valid', {
    reply: { root: { uri: URI, cid: CID }, parent: { uri: URI, cid: CID } },
  }),
  post('what is no at-URI', 'invalid', {
    reply: { root: { uri: 'x', cid: CID }, parent: { uri: URI, cid: CID } },
  }),
  post('what is no CID', 'invalid', {
    reply: { root: { uri: URI, cid: 'x' }, parent: { uri: URI, cid: CID } },
  }),
  post('what is no URI', 'invalid', {
    embed: { $type: 'app.bsky.embed.external', external: { uri: 'not one', title: '', description: '' } },
  }),
  post('a datetime without a zone', 'invalid', { createdAt: '2024-09-09T19:46:02.102' }),
  post('a datetime with an offset', 'valid', { createdAt: '2024-09-09T19:46:02+02:00' }),
  post('a datetime of zone -00:00', 'invalid', { createdAt: '2024-09-09T19:46:02-00:00' }),
  post('a datetime with many decimals', 'valid', { createdAt: '2024-09-09T19:46:02.123456789Z' }),
  post('a date alone', 'invalid', { createdAt: '2024-09-09' }),
  post('words in place of a datetime', 'invalid', { createdAt: 'yesterday' }),
  post('a record key that is no TID', 'invalid', {}, 'hello'),
  post('another $type', 'invalid', { $type: 'app.bsky.feed.like' }),
  profile('a profile', 'valid', { displayName: 'Alice' }),
  profile('a record key other than the one that it is to have', 'invalid', {}, 'other'),
  profile('labels in a union', 'valid', {
    labels: { $type: 'com.atproto.label.defs#selfLabels', values: [{ val: '!no-unauthenticated' }] },
  }),
  {
    what: 'a list whose purpose is none of the known values',
    is: 'valid',
    collection: 'app.bsky.graph.list',
    value: { name: 'Friends', purpose: 'com.example.defs#other', createdAt: AT },
  },
  {
    what: 'a name shorter than minLength',
    is: 'invalid',
    collection: 'app.bsky.graph.list',
    value: { name: '', purpose: 'app.bsky.graph.defs#curatelist', createdAt: AT },
  },
  {
    what: 'a subject that is no DID',
    is: 'invalid',
    collection: 'app.bsky.graph.follow',
    value: { subject: 'alice.test', createdAt: AT },
  },
];
