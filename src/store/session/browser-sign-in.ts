import type { BrowserSignIn, SessionAccount } from '../../atproto/session/session.js';
import { steadyClock } from '../../atproto/steady-clock.js';
import type { StoreContext } from '../context.js';
import { notify } from '../notice/notify.js';
import type { BrowserSignInOverlay } from '../overlays/overlays-state.js';
import { accessWords } from './access-words.js';
import { accountName, accountTrouble } from './account-name.js';
import {
  type BrowserSignInStart,
  browserStarted,
  pageAsked,
  pageEnded,
  pageFound,
  pasteRefused,
  pasteTaken,
  waited,
} from './browser-sign-in-update.js';
import { LEFT_STEP_SECONDS } from './session-state.js';

/** Signs in over a page in the browser. */
export interface BrowserSigningIn {
  begin(start: BrowserSignInStart): void;
  /** Uses what was pasted; where it has ended, begins anew. */
  goOn(overlay: BrowserSignInOverlay): void;
  /** Ends it, if it is under way: nothing listens for its answer any more. */
  stop(): void;
}

/** `service` is the origin of the PDS to sign in at, if not the account's own. */
export function createBrowserSignIn(context: StoreContext, service: string | undefined): BrowserSigningIn {
  const { client, effects, get, set } = context;
  let underWay: AbortController | undefined;
  let page: BrowserSignIn | undefined;

  function change(update: (overlay: BrowserSignInOverlay) => BrowserSignInOverlay): void {
    const { overlay } = get();
    if (overlay?.kind !== 'sign-in-browser') return;
    const changed = update(overlay);
    if (changed !== overlay) set({ overlay: changed });
  }

  function stop(): void {
    underWay?.abort();
    underWay = undefined;
    page?.cancel();
    page = undefined;
  }

  async function openBrowser(url: string): Promise<void> {
    const outcome = await effects.openUrl(url).then(
      () => 'opened' as const,
      () => 'failed' as const,
    );
    change((overlay) => (overlay.url === url ? browserStarted(overlay, outcome) : overlay));
  }

  /** Resolves once somebody is signed in, and tells how much time is left until then. */
  async function answered({ account }: BrowserSignIn): Promise<SessionAccount> {
    const since = steadyClock.now();
    const timer = setInterval(
      () => change((overlay) => waited(overlay, steadyClock.now() - since)),
      LEFT_STEP_SECONDS * 1000,
    );
    timer.unref();
    try {
      return await account;
    } finally {
      clearInterval(timer);
    }
  }

  async function run(start: BrowserSignInStart, { signal }: AbortController): Promise<void> {
    const { identifier, level } = start;
    try {
      const request = { identifier: identifier === '' ? undefined : identifier, service, level };
      const found = await client.sessions.beginBrowserSignIn(request, { signal });
      if (signal.aborted) {
        found.account.catch(() => {});
        found.cancel();
        return;
      }
      page = found;
      const isHere = effects.browser === 'here';
      change((overlay) => pageFound(overlay, found, isHere ? 'opening' : effects.browser));
      if (isHere) void openBrowser(found.url);
      const account = await answered(found);
      if (!signal.aborted) {
        page = undefined;
        underWay = undefined;
        set({ overlay: start.after });
      }
      tell(account, start);
    } catch (error) {
      if (signal.aborted) return;
      page = undefined;
      change((overlay) => pageEnded(overlay, error));
    }
  }

  function tell(account: SessionAccount, { level, after }: BrowserSignInStart): void {
    const told = `Signed in as ${accountName(account)}${accessWords(account)}.${accountTrouble(account)}`;
    if (level === 'write' && account.access === 'read') {
      notify(context, `${told} Less was granted than was asked for: nothing can be written.`, 'error');
    } else notify(context, after ? `${told} What was refused can be sent again.` : told);
  }

  function begin(start: BrowserSignInStart): void {
    stop();
    underWay = new AbortController();
    set({ overlay: pageAsked(start) });
    void run(start, underWay);
  }

  return {
    begin,
    stop,
    goOn(overlay) {
      if (overlay.stage === 'ended') begin(overlay);
      else if (overlay.stage === 'waiting' && overlay.prompt.text.trim() !== '') {
        try {
          page?.paste(overlay.prompt.text.trim());
          change(pasteTaken);
        } catch (error) {
          change((open) => pasteRefused(open, error));
        }
      }
    },
  };
}
