import { abortError } from '../../../src/atproto/calls/abort-error.js';
import type {
  BrowserSignIn,
  BrowserSignInRequest,
  SessionAccount,
  SessionChange,
  Sessions,
} from '../../../src/atproto/session/session.js';
import { SentenceError } from '../../../src/text/sentence.js';

/** A sign-in in the browser that a test goes on with. */
export interface BegunSignIn {
  readonly request: BrowserSignInRequest;
  /** Somebody is signed in by it. */
  succeed(account: SessionAccount): void;
  fail(error: unknown): void;
  readonly pasted: readonly string[];
  /** Whether it was cancelled. */
  readonly isOver: boolean;
}

export interface FakeSessions extends Sessions {
  /** The sign-ins in the browser, oldest first. */
  readonly begun: readonly BegunSignIn[];
  /** What the next ones are begun after; rejected, they are not. */
  ready: Promise<void>;
  /** Signs somebody in here. */
  become(account: SessionAccount): void;
}

export const SIGN_IN_HOST = 'login.test';

/** Sessions without a server. What is pasted is of a sign-in where `mine` stands in it. */
export function fakeSessions(current?: SessionAccount): FakeSessions {
  const begun: { -readonly [K in keyof BegunSignIn]: BegunSignIn[K] }[] = [];
  const listeners = new Set<(change: SessionChange) => void>();
  function nobody(): never {
    throw new Error('Nobody does that in this test.');
  }
  const sessions: FakeSessions = {
    begun,
    ready: Promise.resolve(),
    become(account) {
      inUse = account;
      for (const listener of listeners) listener({ kind: 'changed' });
    },
    get current() {
      return inUse;
    },
    list: async () => (inUse ? [inUse] : []),
    use: nobody,
    restore: nobody,
    signIn: nobody,
    signOut: async () => ({ failure: undefined }),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async beginBrowserSignIn(request, { signal } = {}): Promise<BrowserSignIn> {
      await sessions.ready;
      signal?.throwIfAborted();
      let resolve!: (account: SessionAccount) => void;
      let reject!: (error: unknown) => void;
      const promise = new Promise<SessionAccount>((...settle) => {
        [resolve, reject] = settle;
      });
      promise.catch(() => {});
      const pasted: string[] = [];
      const one = { request, pasted, isOver: false, succeed: resolve, fail: reject };
      begun.push(one);
      return {
        url: `https://${SIGN_IN_HOST}/oauth/authorize?request_uri=${begun.length}`,
        host: SIGN_IN_HOST,
        level: request.level,
        scopes: [],
        account: promise,
        paste(text) {
          if (!text.includes('mine')) throw new SentenceError('This address is of another sign-in.');
          pasted.push(text);
        },
        cancel() {
          one.isOver = true;
          reject(abortError('cancelled'));
        },
      };
    },
  };
  let inUse = current;
  return sessions;
}
