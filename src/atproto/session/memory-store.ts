import type { SessionStore, StoredSession } from './session.js';

/** Keeps sessions as long as the program runs. */
export function memorySessionStore(): SessionStore {
  const kept = new Map<string, StoredSession>();
  const running = new Map<string, Promise<unknown>>();
  let last: string | undefined;

  return {
    async list() {
      return [...kept.values()].sort((a, b) => a.since - b.since);
    },
    async get(did) {
      return kept.get(did);
    },
    async put(session) {
      kept.set(session.did, session);
    },
    async remove(did) {
      kept.delete(did);
    },
    locked(did, work) {
      const before = running.get(did) ?? Promise.resolve();
      const after = before.then(work, work);
      running.set(did, after);
      return after;
    },
    async lastUsed() {
      return last;
    },
    async setLastUsed(did) {
      last = did;
    },
  };
}
