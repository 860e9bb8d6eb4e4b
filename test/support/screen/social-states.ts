import { atFirst } from '../../../src/store/cursor/list-cursor.js';
import { ready } from '../../../src/store/loadable.js';
import type { State } from '../../../src/store/state.js';
import { did, stateOf } from './screen-fixtures.js';

/** States in which what one does with others has something to show. */
export const socialStates: Readonly<Record<'social' | 'social-lists' | 'report', State>> = {
  social: stateOf({
    state: {
      session: {
        did: 'did:plc:me',
        handle: 'me.test',
        pds: '',
        since: 0,
        state: 'active',
        access: 'password',
      },
      overlay: {
        kind: 'social',
        cursor: atFirst,
        targets: [
          {
            target: {
              kind: 'post',
              uri: `at://${did}/app.bsky.feed.post/3k`,
              cid: 'b',
              name: 'the post of @alice.test',
            },
            told: { like: `at://did:plc:me/app.bsky.feed.like/3k`, repost: false, bookmarked: false },
          },
          { target: { kind: 'account', did, name: '@alice.test' }, told: {} },
        ],
      },
    },
  }),
  'social-lists': stateOf({
    state: {
      overlay: {
        kind: 'social-lists',
        cursor: atFirst,
        account: { kind: 'account', did, name: '@alice.test' },
        lists: ready([
          {
            uri: 'at://did:plc:me/app.bsky.graph.list/1',
            name: '“Painters”',
            purpose: 'curation',
            listed: 'at://did:plc:me/app.bsky.graph.listitem/1',
          },
          {
            uri: 'at://did:plc:me/app.bsky.graph.list/2',
            name: '“Loud people”',
            purpose: 'moderation',
            listed: false,
          },
        ]),
      },
    },
  }),
  report: stateOf({
    state: {
      overlay: {
        kind: 'report',
        cursor: atFirst,
        name: '@alice.test',
        page: 'https://bsky.app/profile/alice.test',
        services: ready([{ did: 'did:plc:labeler', name: 'Moderation @mod.test', reasons: 'spam, rude' }]),
      },
    },
  }),
};
