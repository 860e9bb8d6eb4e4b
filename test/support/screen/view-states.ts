import { atFirst } from '../../../src/store/cursor/list-cursor.js';
import { ready } from '../../../src/store/loadable.js';
import { promptOf } from '../../../src/store/overlays/prompt.js';
import { wayQuestion } from '../../../src/store/session/sign-in-ways.js';
import type { State } from '../../../src/store/state.js';
import type { views } from '../../../src/tui/views/registry.js';
import { call, did, stateOf, watchLine, watchOf } from './screen-fixtures.js';
import { browserSignIn, signedIn } from './sign-in-states.js';
import { socialStates } from './social-states.js';

const FOLLOWED_AT = Date.UTC(2024, 1, 21, 3, 11, 7);

const menu = (view: string): Partial<State> => ({ overlay: { kind: 'menu', view, cursor: atFirst } });

/** A state in which each view has something to show. */
export const viewStates: Readonly<Record<(typeof views)[number]['id'], State>> = {
  profile: stateOf(),
  collections: stateOf(),
  list: stateOf(),
  record: stateOf(),
  live: stateOf({
    state: {
      watches: new Map([
        [did, watchOf([watchLine({ id: 2, time: FOLLOWED_AT }), watchLine({ id: 1, time: FOLLOWED_AT })])],
      ]),
      live: { kind: 'watch', did },
    },
  }),
  start: stateOf({
    address: undefined,
    state: { recents: [{ address: 'alice.test', title: undefined }] },
  }),
  help: stateOf({ state: menu('help') }),
  first: stateOf({ state: menu('first') }),
  goto: stateOf({ state: { overlay: { kind: 'goto', prompt: promptOf(''), cursor: atFirst } } }),
  search: stateOf({ state: { searching: { prompt: promptOf('sea'), from: atFirst } } }),
  filter: stateOf({ state: { overlay: { kind: 'filter', prompt: promptOf('sea') } } }),
  find: stateOf({
    state: {
      overlay: {
        kind: 'find',
        of: { repo: 'alice.test', copy: 0 },
        prompt: promptOf('since:yesterday'),
        reason: 'yesterday is no date: write 2024, 2024-02, 2024-02-21 or 2024-02-21T15:00Z.',
      },
    },
  }),
  pipe: stateOf({
    state: {
      overlay: {
        kind: 'pipe',
        prompt: promptOf('head'),
        text: { label: 'record', name: 'a.json', chunks: () => [] },
        below: undefined,
      },
    },
  }),
  'method-form': stateOf({
    state: {
      overlay: {
        kind: 'method-form',
        nsid: 'app.bsky.graph.getFollowers',
        description: 'Enumerates accounts which follow a specified account.',
        at: 1,
        error: 'limit is “500”: it is at most 100.',
        fields: [
          {
            kind: 'param',
            name: 'actor',
            isRequired: true,
            takes: 'a handle or a DID',
            description: undefined,
            prompt: promptOf('alice.test'),
          },
          {
            kind: 'param',
            name: 'limit',
            isRequired: false,
            takes: 'a whole number, 1–100; 50 where none is given',
            description: undefined,
            prompt: promptOf('500'),
          },
        ],
      },
    },
  }),
  'sign-in': stateOf({
    state: {
      overlay: {
        kind: 'sign-in',
        step: 'who',
        prompt: promptOf('alice'),
        identifier: '',
        host: undefined,
        busy: false,
        error: undefined,
      },
    },
  }),
  'sign-in-way': stateOf({
    state: { overlay: wayQuestion('alice.test', 'morel.us-east.host.bsky.network') },
  }),
  'sign-in-browser': stateOf({ state: { overlay: browserSignIn() } }),
  'write-level': stateOf({
    state: {
      session: signedIn('read'),
      overlay: {
        kind: 'write-level',
        sentence: 'The record was not written: @alice.test is signed in to read only.',
        below: undefined,
      },
    },
  }),
  accounts: stateOf({
    state: {
      ...menu('accounts'),
      session: signedIn('read'),
      signedIn: [
        signedIn('read'),
        { ...signedIn('write'), did: 'did:plc:bob', handle: 'bob.test' },
        { ...signedIn('password'), did: 'did:plc:carol', handle: 'carol.test', state: 'deactivated' },
      ],
    },
  }),
  theme: stateOf({ state: menu('theme') }),
  copy: stateOf({
    state: { overlay: { kind: 'copy', options: [{ id: 'did', label: 'DID', text: did }], cursor: atFirst } },
  }),
  calls: stateOf({ state: { ...menu('calls'), calls: [call()] } }),
  call: stateOf({
    state: {
      calls: [call()],
      overlay: {
        kind: 'call',
        call: 1,
        cursor: atFirst,
        below: { kind: 'menu', view: 'calls', cursor: atFirst },
      },
    },
  }),
  ask: stateOf({
    state: {
      overlay: {
        kind: 'ask',
        title: 'Undo?',
        about: ['deleted 12 posts: 12 changes are turned back, where nobody has changed them since.'],
        choices: [
          { key: 'keep', title: 'leave it as it is' },
          { key: 'undo', title: 'undo 12 changes' },
        ],
        cursor: atFirst,
        answer: () => {},
      },
    },
  }),
  count: stateOf({
    state: {
      overlay: {
        kind: 'count',
        expects: 312,
        verb: 'delete 312 records',
        prompt: promptOf('31'),
        go: () => {},
      },
    },
  }),
  conflict: stateOf({
    state: {
      overlay: {
        kind: 'conflict',
        name: 'com.example.garden.plant/rose',
        base: '{"name":"Rose","height":120,"notes":["planted"],"$type":"com.example.garden.plant"}',
        now: '{"name":"Rose","height":125,"notes":["planted","pruned"],"$type":"com.example.garden.plant"}',
        typed: '{"name":"Red rose","height":120,"notes":["planted"],"$type":"com.example.garden.plant"}',
        cursor: atFirst,
      },
    },
  }),
  ...socialStates,
  delete: stateOf({
    state: {
      overlay: {
        kind: 'delete',
        copies: [
          {
            did,
            file: '/data/alice.car',
            rev: '3jzfcijpj2z2a',
            bytes: 382_288,
            time: FOLLOWED_AT,
            note: {
              handle: 'alice.test',
              records: 497,
              collections: 13,
              verdict: 'signed',
              problems: 0,
              from: 'pds.test',
            },
          },
        ],
        cursor: atFirst,
      },
    },
  }),
  post: stateOf({
    state: {
      overlay: {
        kind: 'post',
        draft: '1',
        typed: '',
        by: '@alice.test',
        busy: undefined,
        problem: undefined,
        asksAlt: true,
        cursor: atFirst,
        post: {
          typed: '',
          pieces: [
            { text: 'The sea at ' },
            { text: 'my place', is: 'link', to: 'https://example.com/sea' },
            { text: ', seen by ' },
            { text: '@bob.test', is: 'mention', to: did },
            { text: ' и 海辺 👩‍👩‍👧‍👦.\n\n' },
            { text: '#sea', is: 'tag', to: 'sea' },
            { text: ' @nobody.test' },
          ],
          langs: ['en'],
          graphemes: 62,
          bytes: 101,
          images: [
            {
              name: 'sea.jpg',
              alt: 'A grey sea',
              size: 382_288,
              type: 'image/jpeg',
              width: 1200,
              height: 800,
              note: 'the place where it was taken was taken off',
            },
            {
              name: 'b.png',
              alt: '',
              size: 1024,
              type: 'image/png',
              width: undefined,
              height: undefined,
              note: undefined,
            },
          ],
          reply: {
            uri: `at://${did}/app.bsky.feed.post/3k`,
            cid: 'bafyreih',
            root: { uri: `at://${did}/app.bsky.feed.post/3k`, cid: 'bafyreih' },
            by: '@bob.test',
            said: 'Where are you?',
            noReply: undefined,
            noQuote: undefined,
            note: undefined,
          },
          quote: undefined,
          faults: [],
          notes: ["@nobody.test is nobody's handle, and stays text."],
          plan: { collection: 'app.bsky.feed.post', rkey: '3k', source: '{}', json: '{}', files: [] },
        },
      },
    },
  }),
  diff: stateOf({
    state: {
      overlay: {
        kind: 'diff',
        name: 'app.bsky.feed.post/3k',
        old: {
          name: 'as it came, 00:00:00 UTC',
          record: ready({ uri: '', cid: undefined, json: '{"text": "as it came"}' }),
        },
        new: {
          name: 'as it is now',
          address: { kind: 'record', repo: 'alice.test', collection: 'app.bsky.feed.post', rkey: '3k' },
        },
        opens: { kind: 'record', repo: 'alice.test', collection: 'app.bsky.feed.post', rkey: '3k' },
        cursor: atFirst,
      },
    },
  }),
};
