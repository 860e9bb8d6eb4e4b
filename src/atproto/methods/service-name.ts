import { isDid } from '@atcute/lexicons/syntax';
import { quoted, type Reading } from '../actor-syntax.js';

/**
 * Who is to answer a method, as one names it: `pds`, the PDS of the account in use; `appview`, the AppView of the settings as the public
 * sees it; a DID, with the id of one of its services behind a `#` where its PDS is not meant; or a host, with `http://` before it where
 * it does not speak https.
 */
export type ServiceName = string;

/** The words that stand for a service. */
export const SERVICE_WORDS: readonly ServiceName[] = ['pds', 'appview'];

const EXAMPLE =
  'such as bsky.network, http://localhost:2583, did:web:api.bsky.app#bsky_appview, pds or appview';

/** Reads the name of a service, and gives it in its one spelling. */
export function readServiceName(text: string): Reading<{ service: ServiceName }> {
  const refused = { ok: false, reason: `${quoted(text)} is not a service, ${EXAMPLE}` } as const;
  const word = text.toLowerCase();
  if (SERVICE_WORDS.includes(word)) return { ok: true, service: word };
  if (text.startsWith('did:')) {
    const [did = '', id, ...more] = text.split('#');
    const isGood = isDid(did) && more.length === 0 && (id === undefined || /^[\w.:-]+$/.test(id));
    return isGood ? { ok: true, service: text } : refused;
  }
  if (/[\\\s?#@]/.test(text)) return refused;
  const url = URL.parse(/^https?:\/\//i.test(text) ? text : `https://${text}`);
  if (url === null || url.pathname !== '/' || url.hostname === '') return refused;
  // A word without a dot is a host where one says so.
  if (url.host === text.toLowerCase() && !/[.:]/.test(text) && text !== 'localhost') return refused;
  return { ok: true, service: url.protocol === 'https:' ? url.host : url.origin };
}

/** The origin of a service that is named by its host; undefined for one that is named otherwise. */
export function originOf(service: ServiceName): URL | undefined {
  if (SERVICE_WORDS.includes(service) || service.startsWith('did:')) return undefined;
  return new URL(service.startsWith('http://') ? service : `https://${service}`);
}
