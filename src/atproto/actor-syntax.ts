import { domainToASCII } from 'node:url';
import { isDid, isHandle } from '@atcute/lexicons/syntax';

/** What a text stands for, or one sentence that says what is wrong with it. */
export type Reading<T> = ({ readonly ok: true } & T) | { readonly ok: false; readonly reason: string };

const EXAMPLE = 'a handle looks like alice.bsky.social';

/** A text put into quotes for a sentence: without control characters, and not longer than a line. */
export function quoted(text: string): string {
  const shown = text.replace(/[\p{Cc}\p{Cf}]/gu, '').trim();
  return shown.length > 60 ? `“${shown.slice(0, 59)}…”` : `“${shown}”`;
}

function refused(reason: string): { ok: false; reason: string } {
  return { ok: false, reason };
}

/**
 * Handles and the DIDs of both methods that atproto knows carry no case: all three are kept in lower case, which
 * the specifications allow for what people type (atproto.com/specs/did, /specs/handle). The identifier of any
 * other DID method is kept as it is.
 */
function lowerCase(actor: string): string {
  const [, name, identifier] = /^did:([a-z]+):(.+)$/is.exec(actor) ?? [];
  if (name === undefined || identifier === undefined) return actor.toLowerCase();
  const method = name.toLowerCase();
  if (method !== 'plc' && method !== 'web') return `did:${method}:${identifier}`;
  const lower = identifier.toLowerCase().replace(/%[0-9a-f]{2}/g, (encoded) => encoded.toUpperCase());
  return `did:${method}:${lower}`;
}

function readDid(text: string): Reading<{ repo: string }> {
  // Neither method's identifier ends in a dot; the end of a sentence does.
  const did = /^did:(?:plc|web):/i.test(text) ? text.replace(/\.+$/, '') : text;
  const lower = lowerCase(did);
  return isDid(lower)
    ? { ok: true, repo: lower }
    : refused(`${quoted(text)} is not a DID: a DID looks like did:plc:ewvi7nxzyoun6zhxrhs64oiz`);
}

function whyNoHandle(text: string): string {
  const shown = quoted(text);
  if (text === '') return `There is no account here: ${EXAMPLE}`;
  if (/\s/.test(text)) return `${shown} has a space in it: ${EXAMPLE}`;
  if (/^[^@]+@[^@]+$/.test(text)) return `${shown} looks like an e-mail address: ${EXAMPLE}`;
  if (/[^\x00-\x7f]/.test(text)) {
    const ascii = domainToASCII(text.normalize('NFC'));
    return isHandle(ascii)
      ? `${shown} is written ${ascii} as a handle: handles are ASCII`
      : `${shown} has letters that are not ASCII: ${EXAMPLE}`;
  }
  if (/^[\d.]+$/.test(text) || (text.includes(':') && /^[\da-f:.[\]]+$/i.test(text))) {
    return `${shown} is an IP address or a number: ${EXAMPLE}`;
  }
  if (!text.includes('.')) return `${shown} has no dot: ${EXAMPLE}`;
  if (/\p{Cc}/u.test(text)) return `${shown} has a control character in it: ${EXAMPLE}`;
  const stray = /[^a-z0-9.-]/i.exec(text);
  if (stray !== null) return `${shown} has “${stray[0]}” in it: ${EXAMPLE}`;
  if (text.length > 253) return `${shown} is longer than 253 characters: ${EXAMPLE}`;
  if (text.startsWith('.') || text.includes('..')) return `${shown} has an empty part: ${EXAMPLE}`;
  if (text.split('.').some((label) => label.length > 63)) {
    return `${shown} has a part longer than 63 characters: ${EXAMPLE}`;
  }
  if (/(?:^|\.)-|-(?:\.|$)/.test(text)) return `${shown} has a hyphen at the edge of a part: ${EXAMPLE}`;
  return `${shown} ends in a part that does not begin with a letter: ${EXAMPLE}`;
}

/**
 * Reads a handle or a DID as people write it: in any case, with `@` before it or a dot after it. An
 * internationalised handle is not converted: the sentence gives its ASCII spelling, so that what is opened is
 * what was read.
 */
export function readActor(text: string): Reading<{ repo: string }> {
  const bare = text.replace(/^@(?=.)/, '');
  if (/^did(?::|$)/i.test(bare)) return readDid(bare);
  const handle = bare.replace(/\.+$/, '').toLowerCase();
  return isHandle(handle) ? { ok: true, repo: handle } : refused(whyNoHandle(handle === '' ? '' : bare));
}

/** The one spelling of a handle or a DID; other text comes back as it is. */
export function normalActor(actor: string): string {
  return isHandle(actor) || isDid(actor) ? lowerCase(actor) : actor;
}
