import type { KeptLexicon, LexiconCache } from '../../keep/lexicon-cache.js';
import { sharedCalls } from '../calls/shared-calls.js';
import { type Lexicon, LexiconError } from './lexicon.js';
import { normalNsid } from './nsid.js';
import type { ResolveDeps } from './resolve-lexicon.js';
import type { LexiconSource } from './validator.js';

export interface LexiconDeps extends ResolveDeps {
  readonly cache?: LexiconCache | undefined;
  /** Milliseconds since 1970. */
  readonly now?: (() => number) | undefined;
}

/** Milliseconds for which what was resolved serves who resolves it again. */
const SERVES_MS = 60 * 60 * 1000;
/** Resolved lexicons that are held. */
const HELD_MAX = 300;

/** The lexicons that there are. What is needed to read, resolve and check them comes with the first that is asked for. */
export function createLexicons(deps: LexiconDeps): LexiconSource {
  const { cache, now = Date.now } = deps;
  const share = sharedCalls<Lexicon>();
  /** Those that were resolved, or that the cache had; undefined for what it had not. */
  const held = new Map<string, Lexicon | undefined>();
  let revision = 0;

  function hold(nsid: string, lexicon: Lexicon | undefined): void {
    held.delete(nsid);
    held.set(nsid, lexicon);
    for (const oldest of held.keys()) {
      if (held.size <= HELD_MAX) break;
      held.delete(oldest);
    }
  }

  async function published(nsid: string): Promise<Lexicon | undefined> {
    if (held.has(nsid)) return held.get(nsid);
    const kept = cache?.get(nsid);
    const lexicon = kept === undefined ? undefined : await read(kept);
    // It may have been resolved meanwhile.
    if (!held.has(nsid)) hold(nsid, lexicon);
    return held.get(nsid);
  }

  /** Of an earlier run, which may have read lexicons otherwise. */
  async function read(kept: KeptLexicon): Promise<Lexicon | undefined> {
    const { publishedLexicon } = await import('./published-lexicon.js');
    try {
      return publishedLexicon(kept);
    } catch {
      return undefined;
    }
  }

  async function ask(nsid: string, signal: AbortSignal): Promise<Lexicon> {
    const [{ resolveLexicon }, { publishedLexicon }] = await Promise.all([
      import('./resolve-lexicon.js'),
      import('./published-lexicon.js'),
    ]);
    try {
      const kept = await resolveLexicon(nsid, deps, signal);
      const lexicon = publishedLexicon(kept);
      cache?.set(kept);
      hold(nsid, lexicon);
      revision++;
      return lexicon;
    } catch (error) {
      if (error instanceof LexiconError && error.kind === 'not-published') {
        cache?.delete(nsid);
        hold(nsid, undefined);
        revision++;
      }
      throw error;
    }
  }

  return {
    revision: () => revision,
    async known(text) {
      const nsid = normalNsid(text);
      const lexicon = await published(nsid);
      if (lexicon !== undefined) return lexicon;
      const { bundledLexicons } = await import('./bundled-lexicons.js');
      return (await bundledLexicons()).get(nsid);
    },
    async resolve(text, { signal, fresh = false } = {}) {
      const nsid = normalNsid(text);
      const lexicon = fresh ? undefined : await published(nsid);
      if (lexicon?.origin.kind === 'published') {
        // A clock that was set back counts as old.
        const age = now() - lexicon.origin.fetchedAt;
        if (age >= 0 && age < SERVES_MS) return lexicon;
      }
      return await share(nsid, signal, (shared) => ask(nsid, shared));
    },
  };
}
