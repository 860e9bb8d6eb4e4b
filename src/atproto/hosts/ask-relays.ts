import { isAbortError } from '../calls/abort-error.js';
import type { RawItem } from '../calls/raw-items.js';
import { XrpcError } from '../calls/xrpc-error.js';
import type { AtClient } from '../client.js';

/** What one relay says of a host: what it knows, that it does not know it, or why there is no answer. */
export type RelayAnswer = { readonly relay: URL } & (
  | { readonly item: RawItem }
  | { readonly isUnknown: true }
  | { readonly error: unknown }
);

/** What a relay says of a host is short. */
const ANSWER_MAX_BYTES = 64 * 1024;

/**
 * Asks the relays that are set what they say of a host (`com.atproto.sync.getHostStatus`), save one that is this host. Rejects with an
 * AbortError; other failures are answers.
 */
export async function askRelays(
  { service, services }: Pick<AtClient, 'service' | 'services'>,
  host: URL,
  signal: AbortSignal,
): Promise<readonly RelayAnswer[]> {
  async function ask(relay: URL): Promise<RelayAnswer> {
    try {
      const reply = await service(relay, 'configured').query(
        'com.atproto.sync.getHostStatus',
        { hostname: host.host },
        { signal, answerMaxBytes: ANSWER_MAX_BYTES },
      );
      return { relay, item: reply.item() };
    } catch (error) {
      if (isAbortError(error)) throw error;
      return error instanceof XrpcError && error.error === 'HostNotFound'
        ? { relay, isUnknown: true }
        : { relay, error };
    }
  }
  const others = services.relays
    .map((relay) => new URL(relay))
    .filter(({ host: name }) => name !== host.host);
  return await Promise.all(others.map(ask));
}
