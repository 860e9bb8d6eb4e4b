import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { ProfileDetailed } from '../../../src/atproto/appview.js';
import { XrpcError } from '../../../src/atproto/calls/xrpc-error.js';
import type { Account } from '../../../src/store/accounts/accounts-state.js';
import type { Size } from '../../../src/tui/screen/layout.js';
import { profilePart } from '../../../src/tui/views/profile.js';
import { profileLines } from '../../../src/tui/views/profile-lines.js';
import { expectExact, sizes } from '../../support/screen/exact.js';
import {
  account,
  cursorAt,
  defaultWords,
  did,
  failed,
  hostile,
  idle,
  loading,
  ready,
} from '../../support/screen/screen-fixtures.js';

function picture(account: Account, size: Size, viewer?: string, top = 0) {
  const seen = { account, viewer, words: defaultWords, cursor: cursorAt(top, top) };
  return { lines: profilePart.picture(seen, size).lines, info: profilePart.title(seen, size, 0).info };
}

const draw = (change: Partial<Account>, size = { width: 60, height: 14 }, viewer?: string): string[] =>
  picture(account(change), size, viewer).lines.map((line) => stripVTControlCharacters(line).trim());

const appviewDown = new XrpcError({
  failure: 'connection',
  service: 'public.api.bsky.app',
  nsid: 'app.bsky.actor.getProfile',
  message: 'connection refused',
});

describe('the profile', () => {
  test('says who it is, what matters most first', () => {
    expect(draw({}).filter((line) => line !== '')).toEqual([
      'Alice',
      '@alice.test ✓',
      did,
      'PDS morel.us-east.host.bsky.network',
      '1.2M followers · 412 follows · 98.8K posts',
      'Developer of things.',
      'Likes the sea.',
      'created 2023-04-12',
    ]);
  });

  describe('signed in', () => {
    const me = 'did:plc:me';
    const toldTo = (viewer: string, state: unknown) =>
      ready({
        source: 'appview' as const,
        profile: { did, handle: 'alice.test', viewer: state } as unknown as ProfileDetailed,
        viewer,
      });
    const told = toldTo(me, { followedBy: 'at://did:plc:a/app.bsky.graph.follow/3k', muted: true });
    const size = { width: 60, height: 14 };

    test('tells the relations below the handle', () => {
      const lines = draw({ profile: told }, size, me);
      expect(lines.slice(1, 4)).toEqual(['@alice.test ✓', 'muted', 'follows you']);
    });

    test('tells them to nobody else, whatever an answer says', () => {
      for (const viewer of [undefined, 'did:plc:another'])
        expect(draw({ profile: told }, size, viewer).join(' ')).not.toMatch(/muted|follows you/);
    });

    test('says that this is you, be it without an AppView', () => {
      const ofRepo = ready({ source: 'repo' as const, record: {}, reason: appviewDown });
      for (const profile of [toldTo(did, {}), ofRepo])
        expect(draw({ profile }, size, did)[2]).toBe('this is you');
    });

    test('stays as wide as the pane, whatever a list is called', () => {
      for (const name of hostile)
        for (const pane of sizes) {
          const profile = toldTo(me, { muted: true, mutedByList: { name }, blockingByList: { name } });
          expectExact(picture(account({ profile }), pane, me).lines, pane);
        }
    });
  });

  test('keeps the name and the handle where there are two lines', () => {
    expect(draw({}, { width: 28, height: 2 })).toEqual(['Alice', '@alice.test ✓']);
  });

  test('says in words what is wrong with a handle', () => {
    const lines = draw({ handle: ready({ state: 'wrong', reason: 'handle does not point back' }) });

    expect(lines.slice(1, 3)).toEqual(['@alice.test ✗', 'The handle does not point back.']);
  });

  test('leaves the mark in sight behind a handle that is too long for the line', () => {
    const repo = `${'very-long-name.'.repeat(6)}test`;
    const identity = account().identity.value!;
    const lines = draw({ repo, identity: ready({ ...identity, handle: repo }) }, { width: 28, height: 3 });

    expect(lines[1]).toMatch(/^@very.*… .*✓$|^@very.*….* ✓$/);
  });

  test('tells where a profile comes from that no AppView gave, and why', () => {
    const lines = draw({
      profile: ready({
        source: 'repo',
        record: { displayName: 'Alice of the record', description: 'From the repo.' },
        reason: appviewDown,
      }),
    });

    expect(lines[0]).toBe('Alice of the record');
    expect(lines.join(' ')).toMatch(/From the repository itself: public\.api\.bsky\.app cannot be reached/);
    expect(lines).toContain('From the repo.');
  });

  test('tells a failure once, and which key tries again', () => {
    const lines = draw({ identity: failed(appviewDown), profile: failed(appviewDown), handle: idle });

    expect(lines.join(' ').match(/cannot be reached/g)).toHaveLength(1);
    expect(lines).toContain('r tries again');
  });

  test('survives a profile of other types than the lexicon has', () => {
    const profile = { displayName: 7, description: [], followersCount: 'many', createdAt: {}, labels: 'x' };
    const lines = draw({
      profile: ready({ source: 'appview', profile: profile as unknown as ProfileDetailed }),
    });

    expect(lines).toContain('? followers · ? follows · ? posts');
  });

  test('of which more is told than has room is shown from any line on, and says so', () => {
    const size = { width: 60, height: 4 };
    const all = profileLines(account({}), size.width, defaultWords);
    expect(picture(account({}), size)).toEqual({ lines: all.slice(0, 4), info: `1–4 of ${all.length}` });
    expect(picture(account({}), size, undefined, 3)).toMatchObject({
      lines: all.slice(3, 7),
      info: `4–7 of ${all.length}`,
    });
    expect(picture(account({}), size, undefined, 99).lines).toEqual(all.slice(-4));
    expect(picture(account({}), { ...size, height: 20 }, undefined, 3)).toMatchObject({ info: undefined });
  });

  test('every line is as wide as the pane, whatever the account says of itself', () => {
    const text = hostile.join(' ');
    const all: Partial<Account>[] = [
      {
        profile: ready({
          source: 'appview',
          profile: {
            did,
            handle: 'a.test',
            displayName: text,
            description: text,
          } as unknown as ProfileDetailed,
        }),
      },
      {
        profile: ready({
          source: 'repo',
          record: { displayName: text, description: text },
          reason: new Error(text),
        }),
      },
      { identity: failed(new Error(text)), handle: ready({ state: 'wrong', reason: text }) },
      { identity: loading(), profile: loading(), handle: loading() },
      {},
    ];
    for (const size of sizes)
      for (const change of all) expectExact(picture(account(change), size).lines, size);
  });
});
