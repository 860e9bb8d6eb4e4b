import { type AtClient, createClient } from '../atproto/client.js';
import type { Config } from '../keep/config.js';
import { proxyFor } from '../keep/settings.js';

/** The client that the settings describe, with the sign-ins that are kept. */
export function clientFor({ settings, identities, sessions }: Config): AtClient {
  const { appview, plc, timeoutSeconds } = settings;
  return createClient({
    appview,
    plc,
    cache: identities,
    timeout: timeoutSeconds * 1000,
    sessions: { store: sessions, proxy: proxyFor(settings) },
  });
}
