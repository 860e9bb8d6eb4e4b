/** What a terminal obeys or draws nothing of, in a string of JSON, which escapes the rest: C1, bidi controls, picture placeholders. */
const UNSAFE = /[\x7F-\x9F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF\u{10EEEE}\p{Cs}]/gu;

const TOKEN = /"(?:[^"\\]|\\.)*"|[[\]{},:]|[^\s"[\]{},:]+/gu;
/** What is nested deeper stands below what is around it. */
const STEPS_MAX = 100;

const OPENS = /^[[{]$/;
const CLOSES = /^[\]}]$/;

/**
 * The same JSON, to be shown by another program: nothing in it that a terminal obeys, and each value as it was written. With `indent`
 * spaces a step and a newline at the end, or with 0 in one line. Throws a SyntaxError where it is no JSON.
 */
export function safeJson(text: string, indent: number): string {
  JSON.parse(text);
  const tokens = text.match(TOKEN) ?? [];
  let out = '';
  let depth = 0;
  const newLine = (): string => (indent === 0 ? '' : `\n${' '.repeat(Math.min(depth, STEPS_MAX) * indent)}`);
  for (const [at, token] of tokens.entries()) {
    const before = tokens[at - 1] ?? '';
    if (CLOSES.test(token)) {
      depth -= 1;
      out += OPENS.test(before) ? token : newLine() + token;
      continue;
    }
    if (OPENS.test(before) || before === ',') out += newLine();
    if (OPENS.test(token)) depth += 1;
    if (token.startsWith('"')) out += token.replace(UNSAFE, escaped);
    else out += token === ':' && indent > 0 ? ': ' : token;
  }
  return indent === 0 ? out : `${out}\n`;
}

/** Each code unit as `\uXXXX`. */
function escaped(character: string): string {
  let out = '';
  for (let at = 0; at < character.length; at += 1) {
    out += `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`;
  }
  return out;
}
