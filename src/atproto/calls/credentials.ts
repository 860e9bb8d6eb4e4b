import { HIDDEN } from './secrets.js';

/** What proves to one origin who makes a call. */
export interface Credentials {
  /** The only origin that may see them: the transport sends them to no other. */
  readonly origin: string;
  /** The authorization header as it may be shown; undefined: they have none. */
  readonly shown: string | undefined;
  /**
   * The headers of one attempt. They are made anew for each, since a proof may be for one method and address, and serve
   * once (RFC 9449, 4.2).
   */
  headers(method: string, url: URL): Readonly<Record<string, string>>;
  /** What no answer may show, beside what the call itself hides. */
  readonly secrets: readonly string[];
}

/** A bearer token (RFC 6750) of `origin`; `others` are the secrets of the same session that are not sent. */
export function bearer(origin: string, token: string, ...others: readonly string[]): Credentials {
  return {
    origin,
    shown: `Bearer ${HIDDEN}`,
    headers: () => ({ authorization: `Bearer ${token}` }),
    secrets: [token, ...others],
  };
}
