import { describe, expect, test } from 'vitest';
import { XrpcError } from '../../../src/atproto/calls/xrpc-error.js';
import type { SignInOverlay } from '../../../src/store/session/session-state.js';
import {
  answerCalledBack,
  answerRefused,
  answerSent,
  holdsPassword,
  hostFound,
  questionBefore,
  wantsHost,
  whoAnswered,
  whoQuestion,
} from '../../../src/store/session/sign-in-update.js';

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
const password = whoAnswered(who, 'alice.test', undefined);
const typed: SignInOverlay = { ...password, prompt: { text: secret, caret: secret.length } };
const code: SignInOverlay = answerRefused(answerSent(typed), needsCode, secret);
const typedCode: SignInOverlay = { ...code, prompt: { text: 'ABCDE-12345', caret: 11 } };

const asks = ({ step, prompt, busy, error }: SignInOverlay) => ({ step, text: prompt.text, busy, error });

describe('a step of signing in', () => {
  test.each<[what: string, after: SignInOverlay, expected: ReturnType<typeof asks>]>([
    ['first: who', whoQuestion(), { step: 'who', text: '', busy: false, error: undefined }],
    ['who is known', who, { step: 'who', text: 'alice.test', busy: false, error: undefined }],
    ['who was answered', password, { step: 'password', text: '', busy: false, error: undefined }],
    [
      'who was no name',
      whoAnswered({ ...who, prompt: { text: 'ann', caret: 3 } }, 'ann', undefined),
      { step: 'who', text: 'ann', busy: false, error: expect.stringMatching(/^“ann” has no dot.*\.$/) },
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

describe('a step back', () => {
  test.each<[SignInOverlay, ReturnType<typeof asks> | undefined]>([
    [typedCode, { step: 'password', text: '', busy: false, error: undefined }],
    [typed, { step: 'who', text: 'alice.test', busy: false, error: undefined }],
    [
      { ...typed, error: wrong },
      { step: 'who', text: 'alice.test', busy: false, error: undefined },
    ],
    [who, undefined],
  ])('from %j', (overlay, expected) => {
    const before = questionBefore(overlay);
    expect(before && asks(before)).toEqual(expected);
  });
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

describe('where the password goes', () => {
  test.each<[what: string, overlay: SignInOverlay, wants: boolean, host: string | undefined]>([
    ['is not asked before it is known whose it is', who, false, undefined],
    ['is found out by the identity', password, true, undefined],
    ['is known once it is found', hostFound(password, 'alice.test', 'pds.test'), false, 'pds.test'],
    ['is not what was found for somebody else', hostFound(password, 'bob.test', 'pds.test'), true, undefined],
    ['is the service that was named', whoAnswered(who, 'alice.test', 'https://my.test'), false, 'my.test'],
    ['is told by no e-mail address', whoAnswered(who, 'alice@mail.test', undefined), false, undefined],
  ])('%s', (_, overlay, wants, host) => {
    expect(wantsHost(overlay)).toBe(wants);
    expect(overlay.host).toBe(host);
  });
});
