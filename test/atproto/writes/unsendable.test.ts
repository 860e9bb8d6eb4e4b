import { describe, expect, test } from 'vitest';
import { unsendable } from '../../../src/atproto/writes/unsendable.js';

const POST = 'app.bsky.feed.post';
const CID = 'bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy';

describe('what a PDS would refuse or change is told before it is sent', () => {
  test.each([
    ['{"n":9007199254740992}', 'n', /too large/],
    ['{"n":-9007199254740992}', 'n', /too large/],
    ['{"n":99999999999999999999999}', 'n', /too large/],
    ['{"n":1e400}', 'n', /no integer/],
    ['{"n":1e30}', 'n', /too large/],
    ['{"a":[1,{"b":1.5}]}', 'a[1].b', /1\.5 is no integer/],
    ['{"n":1e-3}', 'n', /no integer/],
    ['{"t":"a\\ud800"}', 't', /half a character/],
    ['{"a\\udc00":1}', 'a\udc00', /half a character/],
    ['{"__proto__":{}}', '__proto__', /called so/],
    ['{"pic":{"cid":"bafkrei","mimeType":"image/png"}}', 'pic', /old kind/],
    ['{"a":[{"$link":"nonsense"}]}', 'a[0]', /its \$link is no CID/],
    ['{"a":{"$link":"QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn"}}', 'a', /its \$link is no CID/],
    ['{"a":{"$link":7}}', 'a', /its \$link is no CID/],
    [`{"a":{"$link":"${CID}","b":1}}`, 'a', /beside its \$link/],
    ['{"a":{"$bytes":"no base64!"}}', 'a', /its \$bytes are no base64/],
    ['{"a":{"$bytes":["aGk"]}}', 'a', /its \$bytes are no base64/],
    ['{"a":{"$bytes":"aGk","b":1}}', 'a', /beside its \$bytes/],
    ['{"$type":"app.bsky.feed.like"}', '$type', /app\.bsky\.feed\.like, and the collection is/],
    ['{"$type":7}', '$type', /no text/],
    ['[]', '', /an object/],
    ['null', '', /an object/],
    ['{"a":', '', /not JSON/],
  ])('%s', (json, path, why) => {
    const fault = unsendable(json, POST);
    expect(fault?.path).toBe(path);
    expect(fault?.why).toMatch(why);
  });

  test.each([
    '{}',
    '{"n":1.0,"m":1e3,"z":-0,"max":9007199254740991,"min":-9007199254740991}',
    '{"$type":"app.bsky.feed.post","t":"\\ud83d\\ude00"}',
    '{"cid":"x","mimeType":"y","more":1}',
    `{"a":{"$link":"${CID}"},"b":{"$bytes":"aGk"},"c":{"$bytes":"aGk="},"d":{"$bytes":""}}`,
    `{"a":${'['.repeat(1500)}${']'.repeat(1500)}}`,
  ])('%s can be sent', (json) => {
    expect(unsendable(json, POST)).toBeUndefined();
  });

  test('the first fault of a text is told, and depth costs nothing', () => {
    expect(unsendable('{"b":1.5,"a":2.5}', POST)?.path).toBe('b');
    expect(unsendable(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, POST)?.why).toMatch(/deeply/);
  });
});
