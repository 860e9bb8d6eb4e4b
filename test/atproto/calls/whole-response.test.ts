import { describe, expect, test } from 'vitest';
import { WholeResponse } from '../../../src/atproto/calls/whole-response.js';

const text = '{"a":"é"}';
const given = { 'content-type': 'application/json', 'x-many': ['1', '2'], 'set-cookie': ['a=1', 'b=2'] };

function ours(status = 200): Response {
  const bytes = Buffer.allocUnsafeSlow(Buffer.byteLength(text));
  bytes.write(text);
  return new WholeResponse('https://a.test/', status, given, bytes);
}

const standard = (status = 200): Response =>
  new Response(text, {
    status,
    headers: [
      ['content-type', 'application/json'],
      ['x-many', '1'],
      ['x-many', '2'],
      ['set-cookie', 'a=1'],
      ['set-cookie', 'b=2'],
    ],
  });

describe('it says what the standard one says', () => {
  test.each([
    ['json', (response: Response) => response.json()],
    ['text', (response: Response) => response.text()],
    ['bytes', async (response: Response) => [...(await response.bytes())]],
    ['arrayBuffer', async (response: Response) => [...new Uint8Array(await response.arrayBuffer())]],
    ['blob', async (response: Response) => await (await response.blob()).text()],
    ['body', async (response: Response) => await new Response(response.body).text()],
    ['clone', async (response: Response) => await response.clone().json()],
    ['ok', async ({ ok, status, redirected }: Response) => ({ ok, status, redirected })],
    [
      'get',
      async ({ headers }: Response) => [
        headers.get('Content-Type'),
        headers.get('X-Many'),
        headers.get('no'),
      ],
    ],
    ['has', async ({ headers }: Response) => [headers.has('X-MANY'), headers.has('no')]],
    ['cookies', async ({ headers }: Response) => headers.getSetCookie()],
    ['copied headers', async ({ headers }: Response) => new Headers(headers).get('x-many')],
  ])('%s', async (_name, ask: (response: Response) => Promise<unknown>) => {
    expect(await ask(ours())).toEqual(await ask(standard()));
    expect(await ask(ours(404))).toEqual(await ask(standard(404)));
  });

  test('a body is read once', async () => {
    for (const response of [ours(), standard()]) {
      await response.text();
      expect(response.bodyUsed).toBe(true);
      await expect(response.text()).rejects.toThrow(TypeError);
    }
  });

  test('headers of an answer are not changed', () => {
    expect(() => ours().headers.set('a', 'b')).toThrow(TypeError);
  });
});

test('the bytes are handed on and not copied', async () => {
  const bytes = Buffer.allocUnsafeSlow(8);
  expect(await new WholeResponse('https://a.test/', 200, {}, bytes).arrayBuffer()).toBe(bytes.buffer);
});
