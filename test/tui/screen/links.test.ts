import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { wrap, wrapOffsets } from '../../../src/text/wrap.js';
import { layoutJson } from '../../../src/tui/json/json-layout.js';
import { paintJson } from '../../../src/tui/json/paint-json.js';
import { drawLinks, linked, rowsWithLinks } from '../../../src/tui/screen/links.js';
import { profileLines } from '../../../src/tui/views/profile-lines.js';
import { documentOf } from '../../../src/tui/views/record-view.js';
import { expectExact } from '../../support/screen/exact.js';
import { account, defaultWords, did, hostile, ready } from '../../support/screen/screen-fixtures.js';
import { hyperlinks } from '../../support/terminal/control-sequences.js';

beforeEach(() => drawLinks(true));
afterEach(() => drawLinks(false));

const LINK = /\x1b\]8;id=([\w.-]*);([^\x1b]*)\x1b\\(.*?)\x1b\]8;;\x1b\\/g;
const linksIn = (lines: readonly string[]) =>
  lines.flatMap((line) => [...line.matchAll(LINK)].map(([, id, url, text]) => ({ id, url, text })));

describe('a link', () => {
  test('stands around a painted text, and leaves nothing open', () => {
    expect(linked('\x1b[4mhere\x1b[24m', 'https://a.test/x', 'one')).toBe(
      '\x1b]8;id=one;https://a.test/x\x1b\\\x1b[4mhere\x1b[24m\x1b]8;;\x1b\\',
    );
  });

  test.each([
    ['https://a.test/\x1b\\\x1b]52;c;aGFjaw==\x07', 'https://a.test/%1B/%1B]52;c;aGFjaw=='],
    ['https://a.test?\x1b\\#\x1b\\', 'https://a.test/?%1B\\#%1B\\'],
    ['https://a.test/\x9c\x9d', 'https://a.test/%C2%9C%C2%9D'],
    ['https://a.test/ä ö\n', 'https://a.test/%C3%A4%20%C3%B6'],
    ['https://a.test/\ud800', 'https://a.test/%EF%BF%BD'],
    ['https://a.test/;a=1;b', 'https://a.test/;a=1;b'],
    ['https://a.test/\u202e', 'https://a.test/%E2%80%AE'],
  ])('%j leads to %s', (url, target) => {
    const link = linked('x', url, 'a');
    expect(link).toBe(`\x1b]8;id=a;${target}\x1b\\x\x1b]8;;\x1b\\`);
  });

  test.each([
    'javascript:alert(1)',
    'file:///etc/passwd',
    'at://alice.test',
    '',
    undefined,
    `https://a.test/${'x'.repeat(2083)}`,
    `https://a.test/${'ä'.repeat(400)}`,
  ])('%j is none', (url) => {
    expect(linked('x', url, 'a')).toBe('x');
  });

  test('cannot be broken by its name', () => {
    expect(linked('x', 'https://a.test', 'a;b:\x1bc')).toContain('8;id=abc;https');
  });

  test('is not drawn where the terminal does not take it', () => {
    drawLinks(false);
    expect(linked('x', 'https://a.test', 'a')).toBe('x');
    expect(rowsWithLinks('see https://a.test', [0], 'a')).toEqual(['see https://a.test']);
  });
});

describe('web addresses in a text', () => {
  test.each<[string, string[]]>([
    ['see https://a.test/x.', ['https://a.test/x']],
    ['(https://a.test/x), and http://b.test!', ['https://a.test/x', 'http://b.test/']],
    ['“https://a.test”', ['https://a.test/']],
    ['HTTPS://A.TEST/', ['https://a.test/']],
    ['https:// and http://', []],
    ['a.test and mailto:x@a.test', []],
    ['https://日本.test/道', ['https://xn--wgv71a.test/%E9%81%93']],
    ['https://[', []],
  ])('%j has %j', (text, urls) => {
    expect(linksIn(rowsWithLinks(text, [0], 'a')).map(({ url }) => url)).toEqual(urls);
  });

  test('that wrap are one link in each of their rows, and the rows keep their text', () => {
    const text = 'Maps of gardens: https://garden.test/maps/of/all/gardens and https://b.test, too.';
    const rows = rowsWithLinks(text, wrapOffsets(text, 20), 'd');
    const links = linksIn(rows);
    expect(links.filter(({ id }) => id === 'd.0').length).toBeGreaterThan(1);
    expect(new Set(links.filter(({ id }) => id === 'd.0').map(({ url }) => url))).toEqual(
      new Set(['https://garden.test/maps/of/all/gardens']),
    );
    expect(rows.map(stripVTControlCharacters)).toEqual(wrap(text, 20));
  });
});

describe('in the panes', () => {
  test('a value of a record leads to its page, in each row that it takes', () => {
    const json = JSON.stringify({
      subject: `at://${did}/app.bsky.feed.post/3kabc`,
      who: did,
      site: 'https://garden.test/maps/of/all/gardens/of/the/town',
      cid: 'bafyreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku',
      text: 'see https://a.test',
    });
    const layout = layoutJson(documentOf(json), { width: 40, folded: new Set() });
    const lines = paintJson(layout, 0, 20, { selected: undefined, focused: true });
    const links = linksIn(lines);
    const urls = [...new Set(links.map(({ url }) => url))];
    expect(urls).toEqual([
      `https://bsky.app/profile/${did}/post/3kabc`,
      `https://bsky.app/profile/${did}`,
      'https://garden.test/maps/of/all/gardens/of/the/town',
    ]);
    const site = links.filter(({ url }) => url === urls[2]);
    expect(site.length).toBeGreaterThan(1);
    expect(new Set(site.map(({ id }) => id)).size).toBe(1);
    expect(site.map(({ text }) => text).join('')).toBe(
      '"https://garden.test/maps/of/all/gardens/of/the/town"',
    );
    drawLinks(false);
    const without = paintJson(layout, 0, 20, { selected: undefined, focused: true });
    expect(lines.map(stripVTControlCharacters)).toEqual(without);
  });

  test('the profile links its handle, its DID and the addresses of its description', () => {
    const profile = { did, handle: 'alice.test', description: 'Gardens: https://garden.test/maps.' };
    const of = account({ profile: ready({ source: 'appview', profile } as never) });
    const urls = linksIn(profileLines(of, 40, defaultWords)).map(({ url }) => url);
    expect(urls).toEqual([
      'https://bsky.app/profile/alice.test',
      `https://bsky.app/profile/${did}`,
      'https://garden.test/maps',
    ]);
  });

  test.each(hostile)('no text of the network makes a link of its own: %j', (text) => {
    const profile = { did, handle: 'alice.test', displayName: text, description: text };
    const of = account({ profile: ready({ source: 'appview', profile } as never) });
    for (const width of [28, 9, 3]) {
      const lines = profileLines(of, width, defaultWords);
      // The links that we draw are no part of the width.
      expectExact(
        lines.map((line) => line.replace(LINK, '$3')),
        { width, height: lines.length },
      );
      const ours = linksIn(lines).map(({ url }) => url ?? '');
      expect(hyperlinks(lines.join('\n')).filter((url) => url !== '' && !ours.includes(url))).toEqual([]);
      expect(ours.every((url) => /^https:\/\/bsky\.app\/profile\//.test(url))).toBe(true);
    }
  });
});
