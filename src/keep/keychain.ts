/** Keeps secrets where the system keeps its own. */
export interface Keychain {
  /** Undefined where there is none of this name. Rejects where the keychain is locked or not there. */
  get(name: string): Promise<string | undefined>;
  set(name: string, secret: string): Promise<void>;
  /** Does nothing where there is none of this name. */
  delete(name: string): Promise<void>;
}

/** Milliseconds; a person may be asked for the keychain's password meanwhile. */
const KEYCHAIN_MAX_MS = 60_000;

/**
 * The keychain of macOS, the credential manager of Windows, or the secret service of a Linux desktop; undefined where the
 * optional package for it is not installed. Of Linux' two keychains the other one, in the kernel, forgets with a restart.
 */
export async function systemKeychain(): Promise<Keychain | undefined> {
  let AsyncEntry: typeof import('@napi-rs/keyring').AsyncEntry;
  try {
    ({ AsyncEntry } = await import('@napi-rs/keyring'));
  } catch {
    return undefined;
  }
  const entry = (name: string) =>
    new AsyncEntry('atscope', name, { linux: { store: 'secret-service' as never } });
  const patience = () => AbortSignal.timeout(KEYCHAIN_MAX_MS);
  return {
    async get(name) {
      return (await entry(name).getPassword(patience())) ?? undefined;
    },
    async set(name, secret) {
      await entry(name).setPassword(secret, patience());
    },
    async delete(name) {
      await entry(name).deleteCredential(patience());
    },
  };
}
