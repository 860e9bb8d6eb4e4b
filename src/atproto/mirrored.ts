/** Which hosts serve accounts whose own PDS cannot be reached, as it was found since the program started. */
export interface Mirrored {
  /** The mirror that an account was last read from, as a host and a port; undefined where its own PDS answers. */
  hostOf(did: string): string | undefined;
  /** All of them, by DID; another map after each change. */
  hosts(): ReadonlyMap<string, string>;
  /** Has every PDS asked again before its mirrors. */
  forget(): void;
  /** Calls back after each change, with the account and its mirror where it has a new one. Gives what ends it. */
  subscribe(listener: (found?: { readonly did: string; readonly host: string }) => void): () => void;
}

/** Where it is noted which mirror serves an account. */
export interface MirrorBook extends Mirrored {
  note(did: string, host: string): void;
}

/** Accounts that are remembered; more are asked of their PDS again. */
const ACCOUNTS_MAX = 1000;

/** An empty one. */
export function createMirrorBook(): MirrorBook {
  let hosts: ReadonlyMap<string, string> = new Map();
  const listeners = new Set<Parameters<Mirrored['subscribe']>[0]>();
  function tell(found?: { did: string; host: string }): void {
    for (const listener of listeners) listener(found);
  }
  return {
    hostOf: (did) => hosts.get(did),
    hosts: () => hosts,
    forget() {
      if (hosts.size === 0) return;
      hosts = new Map();
      tell();
    },
    note(did, host) {
      if (hosts.get(did) === host) return;
      hosts = new Map([...hosts, [did, host] as const].slice(-ACCOUNTS_MAX));
      tell({ did, host });
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
