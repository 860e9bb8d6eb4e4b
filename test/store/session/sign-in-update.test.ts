import { describe, expect, test } from 'vitest';
import { XrpcError } from '../../../src/atproto/calls/xrpc-error.js';
import type { SignInOverlay, SignInWayOverlay } from '../../../src/store/session/session-state.js';
import {
  answerCalledBack,
  answerRefused,
  answerSent,
  holdsPassword,
  hostFound,
  passwordQuestion,
  questionBefore,
  wantsHost,
  whoAnswered,
  whoQuestion,
} from '../../../src/store/session/sign-in-update.js';
import { chosenWay, wayQuestion } from '../../../src/store/session/sign-in-ways.js';

const secret = 'a secret that nobody may see';

const refusal = (error: string, failure: XrpcError['failure'] = 'status'): XrpcError =>
  new XrpcError({
    service: 'https://pds.test',
    nsid: 'com.atproto.server.createSession',
    failure,
    error,
    message: error,
    status: 401,
  });

const needsCode = refusal('AuthFactorTokenRequired');
const wrong = refusal('AuthenticationRequired');
const badCode = refusal('InvalidToken');
const offline = refusal('', 'connection');

const who = whoQuestion('alice.test');
const way = waysOf(whoAnswered(who, 'alice.test', undefined));
const password = passwordQuestion(way);
const typed: SignInOverlay = { ...password, prompt: { text: secret, caret: secret.length } };
const code: SignInOverlay = answerRefused(answerSent(typed), needsCode, secret);
const typedCode: SignInOverlay = { ...code, prompt: { text: 'ABCDE-12345', caret: 11 } };

const asks = ({ step, prompt, busy, error }: SignInOverlay) => ({ step, text: prompt.text, busy, error });

/** The choice of a way that an answer leads to. */
function waysOf(overlay: SignInOverlay | SignInWayOverlay): SignInWayOverlay {
  if (overlay.kind !== 'sign-in-way') throw new Error(`Asked again: ${overlay.error}`);
  return overlay;
}

/** The question that an answer leads back to. */
function questionOf(overlay: SignInOverlay | SignInWayOverlay): SignInOverlay {
  if (overlay.kind !== 'sign-in') throw new Error('There is no question.');
  return overlay;
}

describe('a step of signing in', () => {
  test.each<[what: string, after: SignInOverlay, expected: ReturnType<typeof asks>]>([
    ['first: who', whoQuestion(), { step: 'who', text: '', busy: false, error: undefined }],
    ['who is known', who, { step: 'who', text: 'alice.test', busy: false, error: undefined }],
    ['an app password was chosen', password, { step: 'password', text: '', busy: false, error: undefined }],
    [
      'who was no name',
      questionOf(whoAnswered({ ...who, prompt: { text: 'ann', caret: 3 } }, 'ann', undefined)),
      { step: 'who', text: 'ann', busy: false, error: expect.stringMatching(/^“ann” has no dot.*\.$/) },
    ],
    [
      'an app password was chosen of nobody',
      passwordQuestion(waysOf(whoAnswered(who, '  ', undefined))),
      { step: 'who', text: '', busy: false, error: expect.stringMatching(/^An app password belongs to/) },
    ],
    ['password is sent', answerSent(typed), { step: 'password', text: '', busy: true, error: undefined }],
    [
      'password is called back',
      answerCalledBack(answerSent(typed)),
      { step: 'password', text: '', busy: false, error: undefined },
    ],
    [
      'password is wrong',
      answerRefused(answerSent(typed), wrong, secret),
      { step: 'password', text: '', busy: false, error: wrong },
    ],
    [
      'password reached nobody: it can be sent again',
      answerRefused(answerSent(typed), offline, secret),
      { step: 'password', text: secret, busy: false, error: offline },
    ],
    ['a code is wanted, too', code, { step: 'code', text: '', busy: false, error: undefined }],
    [
      'the code is sent',
      answerSent(typedCode),
      { step: 'code', text: 'ABCDE-12345', busy: true, error: undefined },
    ],
    [
      'the code is wrong',
      answerRefused(answerSent(typedCode), badCode, secret),
      { step: 'code', text: 'ABCDE-12345', busy: false, error: badCode },
    ],
    [
      'the code is wanted once more',
      answerRefused(answerSent(typedCode), needsCode, secret),
      { step: 'code', text: 'ABCDE-12345', busy: false, error: needsCode },
    ],
    [
      'the password does not hold any more when the code is sent',
      answerRefused(answerSent(typedCode), wrong, secret),
      { step: 'password', text: '', busy: false, error: wrong },
    ],
  ])('%s', (_, after, expected) => expect(asks(after)).toEqual(expected));
});

describe('how one signs in', () => {
  test.each<[what: string, overlay: SignInWayOverlay, way: string, identifier: string]>([
    ['is asked of who answered, what gives away least first', way, 'read', 'alice.test'],
    ['is asked of who left it to the browser', waysOf(whoAnswered(who, ' ', undefined)), 'read', ''],
    ['is what the cursor is on', wayQuestion('a.test', undefined, 'write'), 'write', 'a.test'],
    ['may be an app password', wayQuestion('a.test', undefined, 'password'), 'password', 'a.test'],
  ])('%s', (_, overlay, chosen, identifier) => {
    expect(chosenWay(overlay)).toBe(chosen);
    expect(overlay.identifier).toBe(identifier);
  });
});

describe('a step back', () => {
  test.each<[what: string, SignInOverlay | SignInWayOverlay, unknown]>([
    ['the code', typedCode, { kind: 'sign-in', step: 'password', prompt: { text: '' }, error: undefined }],
    ['a password', typed, { kind: 'sign-in-way', identifier: 'alice.test', cursor: { key: 'password' } }],
    ['a refused password', { ...typed, error: wrong }, { kind: 'sign-in-way', identifier: 'alice.test' }],
    ['how', way, { kind: 'sign-in', step: 'who', prompt: { text: 'alice.test' }, error: undefined }],
  ])('from %s', (_, overlay, expected) => expect(questionBefore(overlay)).toMatchObject(expected as object));

  test('from the first question there is none', () => expect(questionBefore(who)).toBeUndefined());
});

test('the password is in the state only while it is typed, or after nobody answered', () => {
  const shown = [
    answerSent(typed),
    code,
    typedCode,
    answerSent(typedCode),
    answerRefused(typed, wrong, secret),
  ];
  expect(JSON.stringify(shown)).not.toContain(secret);
});

test('the password is held until the code that goes with it is there', () => {
  expect([who, password, answerSent(typed), code, typedCode].map(holdsPassword)).toEqual([
    false,
    false,
    false,
    true,
    true,
  ]);
});

describe('where the account is', () => {
  test.each<[what: string, overlay: SignInWayOverlay, wants: boolean, host: string | undefined]>([
    ['is found out by the identity', way, true, undefined],
    ['is known once it is found', hostFound(way, 'alice.test', 'pds.test'), false, 'pds.test'],
    ['is not what was found for somebody else', hostFound(way, 'bob.test', 'pds.test'), true, undefined],
    [
      'is the service that was named',
      waysOf(whoAnswered(who, 'alice.test', 'https://my.test')),
      false,
      'my.test',
    ],
    [
      'is for who signs in Bluesky’s accounts to say of an e-mail address',
      waysOf(whoAnswered(who, 'alice@mail.test', undefined)),
      false,
      'bsky.social',
    ],
    ['and of nobody', waysOf(whoAnswered(who, '', undefined)), false, 'bsky.social'],
    [
      'save where another service is named',
      waysOf(whoAnswered(who, '', 'https://my.test')),
      false,
      'my.test',
    ],
  ])('%s', (_, overlay, wants, host) => {
    expect(wantsHost(overlay)).toBe(wants);
    expect(overlay.host).toBe(host);
    expect(passwordQuestion(overlay).host).toBe(overlay.identifier === '' ? undefined : host);
  });

  test('is said of the password, too, where it is found while that is typed', () => {
    expect(hostFound(typed, 'alice.test', 'pds.test')).toMatchObject({ step: 'password', host: 'pds.test' });
  });
});
