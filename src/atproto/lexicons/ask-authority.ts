import { within } from '../calls/within.js';
import { isAccountDid, type ResolveTxt } from '../identity/handle-sources.js';
import { LexiconError } from './lexicon.js';

/** Milliseconds for DNS to answer. */
const PATIENCE_MS = 6000;
/** Characters of a DNS name (RFC 1035, 2.3.4). */
const NAME_MAX_CHARACTERS = 253;
/** How much of a text of somebody else is quoted. */
const QUOTED_MAX_CHARACTERS = 60;

/** Where DNS says who publishes a lexicon: `_lexicon.feed.bsky.app` for `app.bsky.feed.post`. */
export function authorityName(nsid: string): string {
  return ['_lexicon', ...nsid.split('.').slice(0, -1).toReversed()].join('.');
}

/**
 * The account that publishes a lexicon, as DNS names it (atproto.com/specs/lexicon, “Lexicon Publication and Resolution”): the one TXT record that
 * begins with `did=`. What DNS says of the domains above counts for nothing.
 *
 * @throws LexiconError `no-authority`, `several` or `unreachable`; an AbortError
 */
export async function askAuthority(
  nsid: string,
  resolveTxt: ResolveTxt,
  signal: AbortSignal | undefined,
): Promise<string> {
  const name = authorityName(nsid);
  if (name.length > NAME_MAX_CHARACTERS) {
    throw new LexiconError('no-authority', `Nobody can publish ${nsid}: its authority is too long for DNS.`);
  }
  const records = await within(texts(name, resolveTxt), PATIENCE_MS, signal);
  if (records === undefined) {
    throw new LexiconError('unreachable', `DNS did not answer in time who publishes ${nsid} (${name}).`);
  }
  const named = [
    ...new Set(
      records.filter((text) => text.startsWith('did=')).map((text) => text.slice('did='.length).trim()),
    ),
  ];
  const [did] = named;
  if (did === undefined) {
    throw new LexiconError(
      'no-authority',
      `DNS has nobody who publishes ${nsid} (no did= in the TXT records of ${name}).`,
    );
  }
  if (named.length > 1) {
    throw new LexiconError(
      'several',
      `DNS names ${named.length} accounts that publish ${nsid} (${name}), where only one may be: ${named.slice(0, 3).map(quoted).join(', ')}.`,
    );
  }
  if (!isAccountDid(did)) {
    throw new LexiconError(
      'no-authority',
      `DNS names ${quoted(did)} as who publishes ${nsid} (${name}), and that is no DID.`,
    );
  }
  return did;
}

async function texts(name: string, resolveTxt: ResolveTxt): Promise<readonly string[]> {
  try {
    return (await resolveTxt(name)).map((chunks) => chunks.join(''));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOTFOUND' || code === 'ENODATA') return [];
    throw new LexiconError('unreachable', `DNS did not answer for ${name}.`, { cause: error });
  }
}

const quoted = (text: string): string =>
  text.length > QUOTED_MAX_CHARACTERS ? `${text.slice(0, QUOTED_MAX_CHARACTERS)}…` : text;
