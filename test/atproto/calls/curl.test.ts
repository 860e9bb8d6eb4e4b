import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { toCurl } from '../../../src/atproto/calls/curl.js';

/** The words that a real shell takes the line for; `curl` there prints what it is given. */
function words(line: string): string[] {
  const script = `curl() { printf '%s\\0' "$@"; }\n${line}`;
  return execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
}

test('a call becomes a line that asks the same', () => {
  const url = 'https://pds.example/xrpc/com.atproto.repo.listRecords?repo=did%3Aplc%3Aa&limit=100';
  const line = toCurl({ method: 'GET', url, headers: { accept: 'application/json' } });
  expect(line).toBe(`curl --compressed -H 'accept: application/json' --globoff '${url}'`);
});

test('whatever a stranger puts into an address, the shell takes it as one word', () => {
  const url = `https://pds.example/'; touch /tmp/x; $(id) \`id\` "$HOME" \\ & | > #!`;
  expect(words(toCurl({ method: 'POST', url, headers: { 'atproto-proxy': "it's" } }))).toEqual([
    '--compressed',
    '-X',
    'POST',
    '-H',
    "atproto-proxy: it's",
    '--globoff',
    url,
  ]);
});

test('control characters are left out: pasted into a terminal, they would act', () => {
  expect(toCurl({ method: 'GET', url: 'https://a/\u001b[201~\nrm -rf ~', headers: {} })).toBe(
    "curl --compressed --globoff 'https://a/[201~rm -rf ~'",
  );
});

test('a token never gets into it, even if an entry had one', () => {
  const headers = { Authorization: 'Bearer s3cret', Cookie: 's3cret', DPoP: 's3cret', accept: '*/*' };
  const line = toCurl({ method: 'GET', url: 'https://a/', headers });
  expect(line).not.toContain('s3cret');
  expect(line).toContain(`-H 'Authorization: Bearer ‹hidden›'`);
});
