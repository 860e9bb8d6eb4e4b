/** What went wrong below HTTP. */
export interface ConnectionWords {
  /** A clause, such as `the connection was refused`. */
  readonly words: string;
  readonly failure: 'timeout' | 'connection';
  /** Whether the same may go better another time. */
  readonly passing: boolean;
}

/** Puts an error of undici, Node or OpenSSL into words. */
export function connectionWords(cause: unknown): ConnectionWords {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const said = cause instanceof Error ? cause.message : String(cause);
  if (code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT') {
    return { words: 'no connection within the time limit', failure: 'timeout', passing: false };
  }
  if (code === 'ENOTFOUND') return { words: 'no host has this name', failure: 'connection', passing: false };
  if (isCertificateCode(code)) {
    return { words: `its certificate is not accepted (${said})`, failure: 'connection', passing: false };
  }
  const words = WORDS[code] ?? `the connection failed (${said})`;
  return { words, failure: 'connection', passing: true };
}

const WORDS: Readonly<Record<string, string>> = {
  EAI_AGAIN: 'its name cannot be looked up now',
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection broke off',
  EPIPE: 'the connection broke off',
  EHOSTUNREACH: 'there is no way to it from here',
  ENETUNREACH: 'there is no way to it from here',
  UND_ERR_SOCKET: 'the connection broke off',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the connection broke off in the middle of the answer',
};

function isCertificateCode(code: string): boolean {
  return /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|^ERR_(TLS|SSL)_/.test(code);
}
