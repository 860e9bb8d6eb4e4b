import { describe, expect, test } from 'vitest';
import { Reply } from '../../../src/atproto/calls/reply.js';
import { LexiconError, type Lexicons } from '../../../src/atproto/lexicons/lexicon.js';
import { readLexiconDoc } from '../../../src/atproto/lexicons/read-lexicon-doc.js';
import type { Methods } from '../../../src/atproto/methods/methods.js';
import { type QueryParam, sentQuery } from '../../../src/atproto/methods/query-params.js';
import { parseAddress } from '../../../src/places/address.js';
import type { Listing } from '../../../src/places/listing.js';
import { openListing } from '../../../src/places/listing-for.js';
import { offlineClient } from '../../support/offline-client.js';

const { signal } = new AbortController();

const getThings = {
  type: 'query',
  parameters: {
    type: 'params',
    required: ['actor'],
    properties: {
      actor: { type: 'string', format: 'at-identifier' },
      limit: { type: 'integer', minimum: 1, maximum: 5000, default: 50 },
      cursor: { type: 'string' },
    },
  },
  output: { encoding: 'application/json', schema: { type: 'ref', ref: '#page' } },
};
const DOCS: Readonly<Record<string, object>> = {
  'com.example.getThings': {
    main: getThings,
    page: {
      type: 'object',
      properties: {
        cursor: { type: 'string' },
        things: { type: 'ref', ref: '#things' },
        note: { type: 'string' },
      },
    },
    things: { type: 'array', items: { type: 'ref', ref: 'com.example.defs#thing' } },
  },
  'com.example.defs': {
    thing: {
      type: 'object',
      properties: { actor: { type: 'ref', ref: '#person' }, at: { type: 'string' } },
    },
    person: { type: 'object', properties: { did: { type: 'string' }, handle: { type: 'string' } } },
  },
  'com.example.getOne': { main: { type: 'query', output: { encoding: 'application/json' } } },
  'com.example.getImage': { main: { type: 'query', output: { encoding: 'image/png' } } },
  'com.example.change': {
    main: {
      type: 'procedure',
      description: 'Changes a thing.',
      input: {
        encoding: 'application/json',
        schema: {
          type: 'object',
          required: ['name'],
          properties: { name: { type: 'string' }, to: { type: 'cid-link' } },
        },
      },
    },
  },
  'com.example.thing': { main: { type: 'record', key: 'tid', record: { type: 'object', properties: {} } } },
};

const lexicons: Lexicons = {
  async known(nsid) {
    const defs = DOCS[nsid];
    if (defs === undefined) return undefined;
    const json = JSON.stringify({ lexicon: 1, id: nsid, defs });
    return { nsid, json, doc: readLexiconDoc(json), origin: { kind: 'bundled' } };
  },
  async resolve() {
    throw new LexiconError('no-authority', 'Nobody has published it.');
  },
};

/** A network that gives these answers in turn, and remembers what it was asked. */
function network(...answers: readonly (string | Buffer | Error)[]) {
  const asked: string[] = [];
  const accepted: (string | undefined)[] = [];
  const left = [...answers];
  const target = { kind: 'host', origin: new URL('https://a.test'), policy: 'configured' } as const;
  const methods: Methods = {
    target: async () => target,
    async ask({ nsid, params }, _target, options) {
      asked.push(nsid + sentQuery(params));
      accepted.push(options?.accept);
      const answer = left.shift() ?? '{}';
      if (answer instanceof Error) throw answer;
      const isText = typeof answer === 'string';
      const reply = new Reply(Buffer.from(answer as string), 'a.test', nsid);
      return { type: isText ? 'application/json' : 'image/png', service: 'a.test', reply };
    },
    call: ({ nsid, params }) => ({
      method: 'GET',
      url: `https://a.test/xrpc/${nsid}${sentQuery(params)}`,
      headers: {},
      sent: undefined,
    }),
  };
  const client = offlineClient({
    lexicons: { ...offlineClient().lexicons, ...lexicons },
    methods: async () => methods,
  });
  async function open(text: string): Promise<Listing> {
    const parsed = parseAddress(text);
    if (!parsed.ok) throw new Error(parsed.reason);
    const listing = await openListing(parsed.address, { client, identity: undefined }, signal);
    if (!listing) throw new Error('no listing');
    return listing;
  }
  return { asked, accepted, open };
}

async function loaded(listing: Listing, cursor?: string) {
  const { rows, cursor: next } = await listing.load(cursor, { signal });
  const items = Array.from({ length: rows.length }, (_, index) => rows.at(index));
  return { next, rows, items, shown: items.map((item) => listing.row(item, () => undefined)) };
}

const person = (name: string) => ({ actor: { did: `did:plc:${name}`, handle: `${name}.test` }, at: 'now' });

describe('an answer with a cursor and one list by its lexicon', () => {
  test('pages, and its rows read as such rows do elsewhere', async () => {
    const first = JSON.stringify({ cursor: 'two', things: [person('alice'), person('bob')] });
    const { asked, open } = network(first, '{"things":[]}');
    const listing = await open('xrpc:com.example.getThings?actor=a.test');
    expect(asked).toEqual([]);
    const page = await loaded(listing);
    expect(page.shown.map(({ opens, cells }) => [opens, cells[1]])).toEqual([
      [{ kind: 'repo', repo: 'alice.test' }, '@alice.test'],
      [{ kind: 'repo', repo: 'bob.test' }, '@bob.test'],
    ]);
    expect(page.rows.summary).toBe('from a.test');
    expect(listing.json(page.items[0])).toBe(JSON.stringify(person('alice')));
    expect((await loaded(listing, page.next)).next).toBeUndefined();
    expect(asked).toEqual([
      'com.example.getThings?actor=a.test&limit=1000',
      'com.example.getThings?actor=a.test&limit=1000&cursor=two',
    ]);
    expect(listing.curl?.()).toContain("'https://a.test/xrpc/com.example.getThings?actor=a.test&limit=1000'");
  });

  test('has as many rows a page as its parameters say, and begins where they say', async () => {
    const { asked, open } = network('{"things":[]}', '{"things":[]}');
    const listing = await open('xrpc:com.example.getThings@a.test?limit=7&cursor=x&actor=a.test');
    await loaded(listing);
    await listing.load('y', { signal, limit: 3 });
    expect(asked).toEqual([
      'com.example.getThings?limit=7&cursor=x&actor=a.test',
      'com.example.getThings?limit=3&cursor=y&actor=a.test',
    ]);
  });

  test('that has no such list says so', async () => {
    const { open } = network('{"error":"Gone","message":"away"}');
    await expect(loaded(await open('xrpc:com.example.getThings?actor=a.test'))).rejects.toThrow(
      'a.test: the answer has no list of things, and says Gone: away',
    );
  });
});

describe('parameters that its lexicon does not allow', () => {
  test('are not sent: each has a sentence', async () => {
    const { asked, open } = network();
    const listing = await open('xrpc:com.example.getThings?limit=0&foo=1');
    await expect(loaded(listing)).rejects.toThrow(
      /^This was not sent\. “foo” is no parameter .*actor is missing.*limit is “0”/,
    );
    await expect(listing.document?.({ signal })).rejects.toThrow(/^This was not sent/);
    expect(asked).toEqual([]);
  });
});

describe('an answer that does not page', () => {
  test('is told member by member, all of it first, each with its JSON as it was sent', async () => {
    const sent =
      '{ "did": "did:plc:a", "n": 1.10, "post": {"uri":"at://did:plc:a/app.bsky.feed.post/3k","cid":"b"}, "cursor": "next", "2": 12345678901234567890 }';
    const { open } = network(sent, sent);
    const listing = await open('xrpc:com.example.getOne');
    const { items, shown } = await loaded(listing);
    expect(items.map((item) => listing.json(item))).toEqual([
      sent,
      '"did:plc:a"',
      '1.10',
      '{"uri":"at://did:plc:a/app.bsky.feed.post/3k","cid":"b"}',
      '"next"',
      '12345678901234567890',
    ]);
    expect(shown.map(({ opens }) => opens?.kind)).toEqual([
      undefined,
      'repo',
      undefined,
      'record',
      'xrpc',
      undefined,
    ]);
    expect(shown.map(({ cells }) => cells[2])).toContain('12345678901234567890');
    expect(await listing.document?.({ signal })).toBe(sent);
  });

  test.each(['[1,2]', '"text"', 'null', '12'])('may be %s', async (sent) => {
    const { open } = network(sent, sent);
    const listing = await open('xrpc:com.example.getOne');
    expect((await loaded(listing)).items).toHaveLength(1);
    expect(await listing.document?.({ signal })).toBe(sent);
  });

  test('and is no JSON although it says so is an error in a sentence', async () => {
    const { open } = network('<html>');
    await expect(loaded(await open('xrpc:com.example.getOne'))).rejects.toThrow('is a web page and not JSON');
  });

  test('is told by its kind and size where it is no JSON, and not shown', async () => {
    const bytes = Buffer.alloc(1234, 0x9b);
    const { accepted, open } = network(bytes, bytes);
    const listing = await open('xrpc:com.example.getImage');
    const { shown } = await loaded(listing);
    expect(shown.map(({ cells }) => cells[2])).toEqual([
      'image/png',
      '1.2 kB (1,234 bytes)',
      "atscope xrpc 'com.example.getImage' > FILE writes it as it comes",
    ]);
    expect(JSON.parse((await listing.document?.({ signal })) ?? '')).toEqual({
      encoding: 'image/png',
      bytes: 1234,
    });
    expect(accepted[0]).toMatch(/^image\/png/);
  });
});

describe('a query that no lexicon describes', () => {
  const UNKNOWN = 'xrpc:org.example.whatever@a.test?any=thing';

  test('is asked unchecked, which is said, and once', async () => {
    const { asked, open } = network(
      '{"cursor":"c","items":[{"uri":"at://did:plc:a/a.b.c/1","value":{"text":"hi"}}]}',
    );
    const listing = await open(UNKNOWN);
    const { next, rows, shown } = await loaded(listing);
    expect(asked).toEqual(['org.example.whatever?any=thing']);
    expect(next).toBe('c');
    expect(rows.note).toMatch(/unchecked.*Nobody has published it\./);
    expect(shown[0]?.opens).toMatchObject({ kind: 'record', rkey: '1' });
  });

  test('is a document where it has no cursor or more than one list', async () => {
    for (const sent of ['{"items":[1]}', '{"cursor":"c","a":[],"b":[]}', '[]']) {
      const { open } = network(sent);
      expect((await open(UNKNOWN)).document).toBeDefined();
    }
  });

  test('that fails fails where it is loaded, and is asked again by the next load', async () => {
    const { asked, open } = network(new Error('away'), '{"a":1}');
    const listing = await open(UNKNOWN);
    await expect(loaded(listing)).rejects.toThrow('away');
    expect((await loaded(listing)).items).toHaveLength(2);
    expect(asked).toHaveLength(2);
  });
});

test('what is no query is shown and not called', async () => {
  const { asked, open } = network();
  const procedure = await open('xrpc:com.example.change');
  expect((await loaded(procedure)).shown.map(({ cells }) => cells)).toEqual([
    ['✗', 'it is', 'a procedure: it changes something, and is shown here, not called'],
    ['', 'meaning', 'Changes a thing.'],
    ['', 'takes', 'application/json'],
    ['', '  name', 'string'],
    ['', '  to?', 'cid-link'],
    ['', 'lexicon', 'com.example.change'],
  ]);
  const [record] = (await loaded(await open('xrpc:com.example.thing'))).shown;
  expect(record?.cells[2]).toMatch(/^a record, and no method/);
  const [nothing] = (await loaded(await open('xrpc:com.example.defs'))).shown;
  expect(nothing?.cells[2]).toBe('nothing by itself');
  expect(asked).toEqual([]);
});

test.each([
  ['xrpc:', /is not a method/],
  ['xrpc:app.bsky', /“app\.bsky” is not a method/],
  ['xrpc:app.bsky.feed.getPosts@', /is not a service/],
  ['xrpc:app.bsky.feed.getPosts@a b?x', /is not a service/],
])('%s is refused in a sentence', (text, sentence) => {
  expect(parseAddress(text)).toMatchObject({ ok: false, reason: expect.stringMatching(sentence) });
});

test('an address is read as it is pasted', () => {
  const params: readonly QueryParam[] = [
    ['uri', 'at://did:plc:a/app.bsky.feed.post/3k'],
    ['q', 'a b'],
    ['x', ''],
    ['p', '100%'],
  ];
  const text = 'XRPC:App.Bsky.feed.getLikes?uri=at%3A%2F%2Fdid:plc:a/app.bsky.feed.post/3k&q=a+b&x&p=100%';
  expect(parseAddress(text)).toEqual({
    ok: true,
    address: { kind: 'xrpc', nsid: 'app.bsky.feed.getLikes', service: undefined, params },
  });
});
