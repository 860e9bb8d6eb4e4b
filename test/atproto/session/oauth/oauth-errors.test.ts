import { OAuthResponseError } from '@atcute/oauth-node-client';
import { expect, test } from 'vitest';
import { oauthError } from '../../../../src/atproto/session/oauth/oauth-errors.js';
import { errorSentence } from '../../../../src/text/error-sentence.js';

const answered = (error: string) =>
  oauthError(new OAuthResponseError(new Response('', { status: 400 }), error, undefined), {
    nsid: 'oauth token',
    host: 'issuer.test',
    calls: { failure: undefined },
  });

test.each([
  ['invalid_grant', 'issuer.test does not accept the sign-in any more (invalid_grant).'],
  ['constructor', 'issuer.test answered 400 (constructor).'],
  ['toString', 'issuer.test answered 400 (toString).'],
])('an answer of the name %s is told in a sentence', (name, sentence) => {
  expect(errorSentence(answered(name))).toBe(sentence);
});
