import type { IncomingHttpHeaders } from 'node:http';
import type { ExchangeAnswer } from './exchange.js';

/** What stands where a secret was. */
export const HIDDEN = '‹hidden›';

/** What is asked for the tokens of OAuth, as errors and the journal name it. */
export const TOKEN_CALL = 'oauth token';

const SECRET_NAME = /token|jwt|passw|secret|authorization|^code$|api_?key/i;

/** Whether a parameter or a member of this name holds a secret, or may. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}

/** An authorization header as it may be shown: of which kind it is, and nothing more. */
export function hiddenAuthorization(value: string): string {
  const kind = /^(Bearer|Basic|DPoP) /.exec(value)?.[1];
  return kind === undefined ? HIDDEN : `${kind} ${HIDDEN}`;
}

/**
 * The answer without these secrets in it. A service knows what it was sent, and may send it back: in the words of an
 * error, or in a page for developers.
 */
export function withoutSecrets(answer: ExchangeAnswer, secrets: readonly string[]): ExchangeAnswer {
  const found = secrets
    // One of a few letters is part of every answer.
    .filter((secret) => secret.length > 3)
    .flatMap((secret) => [secret, escaped(secret), escaped(escaped(secret)), encodeURIComponent(secret)]);
  const hide = (text: string, mark: string, as: (secret: string) => string) =>
    found.reduce((shown, secret) => shown.replaceAll(as(secret), mark), text);
  const headers: IncomingHttpHeaders = {};
  for (const [name, value] of Object.entries(answer.headers)) {
    headers[name] = typeof value === 'string' ? hide(value, HIDDEN, (secret) => secret) : value;
  }
  if (!found.some((secret) => answer.bytes.includes(secret))) return { ...answer, headers };
  const text = hide(answer.bytes.toString('latin1'), inLatin1(HIDDEN), inLatin1);
  // Not Buffer.from: the bytes of an answer are in memory of their own, and a short text would share its.
  const bytes = Buffer.alloc(text.length);
  bytes.write(text, 'latin1');
  return { ...answer, headers, bytes };
}

/** The bytes of a text as a text of one character each: other bytes beside it stay what they are. */
function inLatin1(text: string): string {
  return Buffer.from(text).toString('latin1');
}

/** As it stands in JSON. */
function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
