import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { XrpcError } from '../../../src/atproto/calls/xrpc-error.js';
import type { SessionAccount } from '../../../src/atproto/session/session.js';
import { promptOf } from '../../../src/store/overlays/prompt.js';
import type { SignInOverlay } from '../../../src/store/session/session-state.js';
import { commandWords } from '../../../src/tui/commands/command-words.js';
import { defaultCommands } from '../../../src/tui/commands/commands.js';
import type { Size } from '../../../src/tui/screen/layout.js';
import { accountsView } from '../../../src/tui/views/accounts.js';
import { drawSignIn } from '../../../src/tui/views/sign-in-lines.js';
import { expectExact, sizes } from '../../support/screen/exact.js';
import { cursorAt, defaultWords, did, hostile } from '../../support/screen/screen-fixtures.js';

const plain = (lines: readonly string[]): string[] =>
  lines.map((line) => stripVTControlCharacters(line).trimEnd());

const asking = (change: Partial<SignInOverlay> = {}): SignInOverlay => ({
  kind: 'sign-in',
  step: 'password',
  prompt: promptOf(''),
  identifier: 'alice.test',
  host: 'pds.test',
  busy: false,
  error: undefined,
  ...change,
});

const wrong = new XrpcError({
  failure: 'status',
  service: 'pds.test',
  nsid: 'com.atproto.server.createSession',
  status: 401,
  message: 'pds.test knows no account alice.test with this password',
  tellsAll: true,
});

describe('signing in', () => {
  const size = { width: 74, height: 9 };

  test('shows a password as bullets, says where it goes, and where app passwords are made', () => {
    const { lines, caret } = drawSignIn(asking({ prompt: promptOf('hunter2 👍') }), size, defaultWords);
    const said = plain(lines);

    expect(said[0]).toBe(' The app password of alice.test (for pds.test only)');
    expect(said[1]).toBe(` › ${'•'.repeat(9)}`);
    expect(caret).toEqual({ x: 12, y: 1 });
    expect(said.join('').replaceAll(/ +/g, ' ')).toContain(
      'bsky.app → Settings → Privacy and security → App passwords',
    );
    expect(lines.join('')).not.toContain('hunter');
  });

  test('shows no more bullets than there is room for, and the caret behind them', () => {
    const { lines, caret } = drawSignIn(asking({ prompt: promptOf('x'.repeat(500)) }), size, defaultWords);
    expect(plain(lines)[1]).toMatch(/^ › …•{60,71}$/);
    expect(caret.x).toBeLessThan(size.width);
  });

  test('shows a name and a code as they are typed', () => {
    for (const step of ['who', 'code'] as const) {
      const { lines } = drawSignIn(asking({ step, prompt: promptOf('ABCDE-FGHIJ') }), size, defaultWords);
      expect(plain(lines)).toContain(' › ABCDE-FGHIJ');
    }
  });

  test('says what went wrong in a sentence, also where there is room for little else', () => {
    const small = { width: 38, height: 5 };
    const said = plain(drawSignIn(asking({ error: wrong }), small, defaultWords).lines);
    expect(said.slice(3).join('')).toBe(' pds.test knows no account alice.test with this password.');
  });

  test('says that it is under way, and how to end that', () => {
    expect(plain(drawSignIn(asking({ busy: true }), size, defaultWords).lines).join('')).toContain(
      'Signing in … Esc ends it.',
    );
  });

  test('every line is as wide as the box and the caret within it, whatever is typed and told', () => {
    const text = hostile.join(' ');
    for (const within of sizes) {
      for (const step of ['who', 'password', 'code'] as const) {
        const odd = asking({ step, prompt: promptOf(text), identifier: text, host: text, error: text });
        const { lines, caret } = drawSignIn(odd, within, defaultWords);
        expectExact(lines, within);
        expect(caret.x < within.width && caret.y < within.height).toBe(true);
      }
    }
  });
});

const account = (change: Partial<SessionAccount> = {}): SessionAccount => ({
  did,
  handle: 'alice.test',
  pds: 'https://morel.us-east.host.bsky.network',
  since: new Date(2026, 10, 24, 15, 58).getTime(),
  state: 'active',
  access: 'password',
  ...change,
});

describe('the accounts', () => {
  const bob = account({ did: 'did:plc:bob', handle: 'bob.test', state: 'deactivated' });
  const view = {
    signedIn: [account(), bob],
    used: 'did:plc:bob' as string | undefined,
    cursor: cursorAt(0),
    asks: undefined as string | undefined,
    words: commandWords(defaultCommands),
  };
  const draw = (change: Partial<typeof view>, size: Size) =>
    accountsView.picture({ ...view, ...change }, size).lines;

  test('stand with PDS, time of sign-in and state, a mark at the one in use', () => {
    const said = plain(draw({}, { width: 100, height: 6 }));
    expect(said[0]).toMatch(/account +PDS +since +access +state/);
    expect(said[1]).toMatch(
      /^▌ {2}@alice\.test +morel\.us-east\.host\.bsky\.network +2026-11-24 15:58 +app password +active/,
    );
    expect(said[2]).toMatch(/^ ● @bob\.test .* deactivated/);
    expect(said.slice(3)).toEqual(['   nobody: the public view', '   sign in with another account …', '']);
  });

  test('tell what each sign-in may do', () => {
    const all = (['password', 'read', 'write'] as const).map((access) => account({ did: access, access }));
    const said = plain(draw({ signedIn: all }, { width: 100, height: 6 }));
    expect(said.slice(1, 4).map((line) => / {2}(app password|may read|may write) /.exec(line)?.[1])).toEqual([
      'app password',
      'may read',
      'may write',
    ]);
  });

  test.each([
    30, 100,
  ])('ask in the line of the account before it is signed out, the keys in sight at %d cells', (width) => {
    const [asked] = plain(draw({ asks: did }, { width, height: 8 })).filter((line) => line.startsWith('▌'));
    expect(asked).toMatch(/^▌ {2}d signs out @alice/);
    expect(plain(draw({ asks: 'did:plc:bob' }, { width, height: 8 })).join()).not.toContain('signs out');
  });

  test('nobody has the mark where nobody is used', () => {
    const said = plain(draw({ used: undefined }, { width: 100, height: 6 }));
    expect(said.filter((line) => line.includes('●'))).toEqual([' ● nobody: the public view']);
  });

  test('where it is narrow, all of the selected one stands below', () => {
    const said = plain(draw({ cursor: cursorAt(1) }, { width: 38, height: 8 })).join('');
    expect(said).toContain('▌● @bob.test');
    expect(said.replaceAll(/ +/g, ' ')).toMatch(
      /at morel\.us-east\.host\.bsky\.network, signed in 2026-11-24 15:58, app password, deactivated/,
    );
  });

  test('one whose handle does not hold goes by its DID', () => {
    const nameless = account({ handle: did });
    expect(plain(draw({ signedIn: [nameless] }, { width: 118, height: 5 })).join('\n')).toContain(` ${did} `);
  });

  test('every line is as wide as the box, and the selected one in sight, whatever accounts there are', () => {
    const odd = hostile.map((text, index) =>
      account({ did: `did:plc:${index}`, handle: text, pds: text, state: text }),
    );
    for (const size of sizes) {
      for (const selected of [0, 5, odd.length, odd.length + 1]) {
        const lines = draw({ signedIn: odd, used: 'did:plc:3', cursor: cursorAt(selected) }, size);
        expectExact(lines, size);
        expect(plain(lines).filter((line) => line.startsWith('▌'))).toHaveLength(1);
      }
    }
  });
});
