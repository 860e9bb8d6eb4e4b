import { expect, test } from 'vitest';
import { scopeMissing } from '../../../../src/atproto/session/oauth/scope-missing.js';
import type { StoredSession } from '../../../../src/atproto/session/session.js';
import { errorSentence } from '../../../../src/text/error-sentence.js';

const session = { did: 'did:plc:a', handle: 'alice.test', access: 'read' } as StoredSession;

/** The sentence of a refusal, with the words of the reference PDS. */
function sentence(message: string, access: StoredSession['access'] = 'read'): string {
  const bytes = Buffer.from(JSON.stringify({ error: 'ScopeMissingError', message }));
  const answer = { service: 'pds.test', status: 403, bytes };
  return errorSentence(scopeMissing({ ...session, access }, { nsid: 'a.b.c' }, answer), (id) => `‹${id}›`);
}

const lacks = (scope: string): string => `Missing required scope "${scope}"`;

test.each([
  ['repo:app.bsky.feed.post?action=create', 'creating records of app.bsky.feed.post'],
  [
    'repo:app.bsky.feed.post?action=create&action=update',
    'creating and changing records of app.bsky.feed.post',
  ],
  ['repo:*?action=delete', 'deleting records of any collection'],
  ['repo:a.b.c', 'writing records of a.b.c'],
  ['blob:image/png', 'uploading blobs (image/png)'],
  ['rpc:app.bsky.graph.muteActor?aud=did:web:x%23y', 'calling app.bsky.graph.muteActor'],
])('%s is told in words, and a sign-in to write gets it', (scope, words) => {
  expect(sentence(lacks(scope))).toBe(
    `The sign-in of @alice.test is for reading, and does not cover ${words} (the scope ${scope} lacks). ‹account.sign-in-write› signs in to write, too.`,
  );
});

test.each([
  ['rpc:chat.bsky.convo.listConvos?aud=*', 'calling chat.bsky.convo.listConvos'],
  ['identity:handle', 'changing the handle'],
  ['account:email', 'the email of the account'],
  ['odd', 'odd'],
])('%s is got by an app password, if by anything', (scope, words) => {
  for (const access of ['read', 'write'] as const) {
    const told = sentence(lacks(scope), access);
    expect(told).toContain(`does not cover ${words} (the scope ${scope} lacks).`);
    expect(told).toContain('An app password may cover it (‹account.sign-in›).');
  }
});

test('a refusal that does not say which scope lacks names the call', () => {
  expect(sentence('no')).toMatch(
    /^The sign-in of @alice\.test is for reading, and does not cover a\.b\.c\. /,
  );
  expect(sentence('no', 'write')).toMatch(/^The sign-in of @alice\.test does not cover a\.b\.c\. /);
});

test('where nobody knows what commands are called, none is named', () => {
  const bytes = Buffer.from('{"error":"ScopeMissingError"}');
  const error = scopeMissing(session, { nsid: 'a.b.c' }, { service: 'pds.test', status: 403, bytes });
  expect(errorSentence(error)).toBe('The sign-in of @alice.test is for reading, and does not cover a.b.c.');
});
