import { describe, expect, test } from 'vitest';
import { postText, readPostText, withFaults } from '../../../src/jobs/posts/post-text.js';

const uri = 'at://did:plc:bob/app.bsky.feed.post/3k';

test('what is written for somebody to type in reads back as what it says', () => {
  const typed = postText({
    langs: ['en', 'pt-BR'],
    by: '@alice.test',
    about: { kind: 'reply', uri, what: 'answering @bob.test', said: 'one\ntwo ---\n---\nlang: xx' },
    images: [{ path: 'a b.jpg', alt: 'a | b' }],
    text: 'Hello',
  });
  expect(readPostText(typed)).toEqual({
    text: 'Hello',
    langs: ['en', 'pt-BR'],
    images: [{ path: 'a b.jpg', alt: 'a | b' }],
    reply: uri,
    quote: undefined,
    faults: [],
  });
});

test("a stranger's words stand in notes of one line, and hold no sequence", () => {
  const said = `\u001b]52;c;x\u0007---\r\nimage: /etc/passwd | x\u2028lang: zz ${'y'.repeat(900)}`;
  const typed = postText({ langs: ['en'], by: 'x', about: { kind: 'reply', uri, what: 'x', said } });
  expect(typed).not.toContain('\u001b');
  const above = typed.slice(0, typed.indexOf('\n---\n')).split('\n');
  expect(above.filter((line) => !line.startsWith('//'))).toEqual([`reply: ${uri}`, 'lang: en']);
  expect(Math.max(...above.map(({ length }) => length))).toBeLessThan(130);
});

const read = (head: string, text = '') => readPostText(`${head}\n---\n${text}`);

describe('what is typed', () => {
  test.each<[string, string, string]>([
    ['keeps lines, indents and slashes', '  a\n\n// b\nlang: c\n---\nd', '  a\n\n// b\nlang: c\n---\nd'],
    ['ends where it ends', '\n \n\na \n\n\n', 'a'],
    ['may come from Windows', 'a\r\nb\r\n', 'a\nb'],
    ['may be nothing', '', ''],
  ])('%s', (_, typed, text) => {
    expect(read('lang: en', typed)).toMatchObject({ text, faults: [] });
  });

  test.each<[string, string, object]>([
    ['languages in any way', 'Lang: EN, de_x pt-br;ja', { langs: ['en', 'pt-BR', 'ja'] }],
    ['no languages', 'lang:', { langs: [] }],
    ['a picture without words', 'image: a.jpg', { images: [{ path: 'a.jpg', alt: '' }] }],
    ['a picture with quotes', 'image: "a b.jpg" | c', { images: [{ path: 'a b.jpg', alt: 'c' }] }],
    ['what it quotes', `quote: ${uri}`, { quote: uri }],
    ['nothing that it answers', 'reply:', { reply: undefined }],
  ])('%s', (_, head, expected) => {
    expect(read(head)).toMatchObject(expected);
  });

  test.each<[string, string, RegExp]>([
    ['a language that is none', 'lang: x_y', /“x_y” is no language/],
    ['too many languages', 'lang: en de fr it', /4 languages/],
    ['too many pictures', 'image: a\n'.repeat(5), /5 pictures/],
    ['a picture without a file', 'image: | x', /names no file/],
    ['text above the dashes', 'hello there', /“hello there” stands above/],
    ['two posts answered', `reply: ${uri}\nreply: ${uri}`, /two lines “reply:”/],
  ])('%s is told', (_, head, fault) => {
    expect(read(head).faults.join(' ')).toMatch(fault);
  });

  test('without the dashes is not taken for text', () => {
    expect(readPostText('hello')).toMatchObject({ text: '', faults: [expect.stringMatching(/dashes/)] });
  });
});

test('faults stand at the top, those of the last try no more, and change nothing', () => {
  const typed = postText({ langs: ['en'], by: '@alice.test', text: '// ! mine' });
  const once = withFaults(typed, ['It is too long.\nReally.']);
  expect(once.split('\n')[0]).toBe('// ! It is too long. Really.');
  const twice = withFaults(once, ['Other.']);
  expect(twice).not.toContain('too long');
  expect(readPostText(twice)).toEqual(readPostText(typed));
  expect(withFaults(twice, [])).toBe(typed);
});
