import { expect, test } from 'vitest';
import { readJson } from '../../../src/text/written-json.js';
import { jsonDocument, jsonPath } from '../../../src/tui/json/json-document.js';
import { valueAt } from '../../../src/tui/json/json-value.js';

const json =
  '{"text":"a\\nb","n":1.10,"big":12345678901234567890,"o":{"2":"two","1":[true,null,{"$link":"bafy"}]},"__proto__":{"x":1}}';

test('the value of each line is what stands there, as it was written; its path leads to it', () => {
  const whole = readJson(json);
  const document = jsonDocument(whole);
  const found = Object.fromEntries(
    document.lines.map((_, line) => [jsonPath(document, line), valueAt(document, line, whole)]),
  );
  expect(found).toMatchObject({
    text: 'a\nb',
    n: '1.10',
    big: '12345678901234567890',
    o: '{"2":"two","1":[true,null,{"$link":"bafy"}]}',
    'o.2': 'two',
    'o.1[0]': 'true',
    'o.1[2]': '{"$link":"bafy"}',
    '__proto__.x': '1',
  });
  expect(found['']).toBe(json);
});
