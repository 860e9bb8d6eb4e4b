import { isNsid } from '@atcute/lexicons/syntax';
import { quoted, type Reading } from '../../atproto/actor-syntax.js';
import { normalNsid } from '../../atproto/lexicons/nsid.js';
import type { QueryParam } from '../../atproto/methods/query-params.js';
import { readServiceName, type ServiceName } from '../../atproto/methods/service-name.js';
import { encodedWords } from '../words.js';

declare module '../addresses.js' {
  interface Addresses {
    xrpc: XrpcAddress;
  }
}

/** A query with its parameters, and who is to answer it. */
export interface XrpcAddress {
  readonly kind: 'xrpc';
  /** Its authority in lower case. */
  readonly nsid: string;
  /** In its one spelling; undefined: who answers such methods. */
  readonly service: ServiceName | undefined;
  /** In the order in which they are sent. */
  readonly params: readonly QueryParam[];
}

const EXAMPLE = 'xrpc:app.bsky.actor.getProfile?actor=alice.bsky.social';

/** Reads what stands behind `xrpc:`, `NSID@service?name=value&name=value`. */
export function readXrpc(text: string): Reading<{ address: XrpcAddress }> {
  const mark = text.indexOf('?');
  const head = mark < 0 ? text : text.slice(0, mark);
  const at = head.indexOf('@');
  const method = readMethod(at < 0 ? head : head.slice(0, at));
  if (!method.ok) return method;
  const named = at < 0 ? undefined : readServiceName(decoded(head.slice(at + 1)));
  if (named?.ok === false) return named;
  const params = mark < 0 ? [] : readParams(text.slice(mark + 1));
  return { ok: true, address: { kind: 'xrpc', nsid: method.nsid, service: named?.service, params } };
}

/** Reads the NSID of a method, and gives it in its one spelling. */
export function readMethod(text: string): Reading<{ nsid: string }> {
  if (!isNsid(text)) return { ok: false, reason: `${quoted(text)} is not a method: ${EXAMPLE}` };
  return { ok: true, nsid: normalNsid(text) };
}

/** The text that `readXrpc` reads back as the same. */
export function xrpcText({ nsid, service, params }: Omit<XrpcAddress, 'kind'>): string {
  const at = service === undefined ? '' : `@${encodedWords(service)}`;
  return nsid + at + (params.length === 0 ? '' : `?${paramsText(params)}`);
}

/** Parameters as they are typed: `name=value&name=value`. */
export const paramsText = (params: readonly QueryParam[]): string =>
  params.map(([name, value]) => `${encodedParam(name)}=${encodedParam(value)}`).join('&');

/** The same, read. A `+` is a space, as in the address of a page; a `%` that encodes nothing stands for itself. */
export const readParams = (text: string): readonly QueryParam[] =>
  text
    .split('&')
    .filter((part) => part !== '')
    .map((part): QueryParam => {
      const equals = part.indexOf('=');
      return equals < 0
        ? [decodedParam(part), '']
        : [decodedParam(part.slice(0, equals)), decodedParam(part.slice(equals + 1))];
    });

const decodedParam = (text: string): string => decoded(text.replaceAll('+', ' '));

/** What an at-URI is made of stays legible (RFC 3986, 3.4). */
const encodedParam = (text: string): string =>
  encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd'))
    .replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/%(?:3A|2F|40)/g, decodeURIComponent);

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
