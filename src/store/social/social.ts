import { atUriParts } from '../../atproto/at-uri.js';
import { membershipKey, type OwnState } from '../../lenses/own-state.js';
import { profilePage, recordPage } from '../../places/web-pages.js';
import { type Sentence, say } from '../../text/sentence.js';
import { ask } from '../changes/ask.js';
import type { Changes } from '../changes/changes.js';
import type { StoreContext } from '../context.js';
import { atFirst } from '../cursor/list-cursor.js';
import { failed, idle, loading, ready } from '../loadable.js';
import { notify, notifyFailure } from '../notice/notify.js';
import { offerForScope } from '../session/write-level.js';
import { actText, titleOf } from './act-text.js';
import { ACTS, type Act, type ActId } from './acts.js';
import { isRecent, withOwn } from './own-update.js';
import type { PerformDeps, Performed } from './perform.js';
import type { OwnList, SocialTarget } from './social-state.js';
import { ownKey, toldOf } from './standing.js';
import type { AccountTarget, Target } from './target.js';
import { targetsOf } from './targets.js';
import { whyNotDo } from './why-not.js';

export interface SocialActions {
  /** Opens what can be done with what is selected. */
  openSocial(): void;
  /** Does one thing to what is selected, or to what is given; asks first where the act says so. */
  act(id: ActId, given?: SocialTarget): void;
  /** Opens the lists of one's own that the account can be put on, and taken off. */
  openOwnLists(account?: AccountTarget): void;
  /** Puts the account of that menu on a list, or takes it off. */
  turnListed(list: OwnList): void;
  /** Opens where something can be reported. */
  openReport(given?: Target): void;
}

/** Tasks of what a menu waits for: another menu ends them. */
const MENU_TASK = 'what a menu of what one can do waits for';

/** What one does with accounts, posts and lists, one at a time: shown at once, turned back where the PDS refuses. */
export function createSocial(
  context: StoreContext,
  changes: Pick<Changes, 'change' | 'call'>,
): SocialActions {
  const { client, get, set, tasks } = context;
  const underway = new Set<string>();
  let isUndoTold = false;

  /** Draws what is so between the two, as long as the same account is used. */
  function draw(did: string, act: Act, target: Target, value: string | boolean | undefined): void {
    if (get().session?.did !== did) return;
    set((state) => withOwn(state, [{ key: ownKey(target), member: act.member, value }]));
  }

  /** How it is taken back, the first time that there is something to. */
  function undoText(): Sentence {
    if (isUndoTold) return '';
    isUndoTold = true;
    return say` {key:change.undo} undoes it.`;
  }

  function tell(act: Act, target: Target, { isChange }: Performed): void {
    notify(context, isChange ? say`${actText(act.done, target)}${undoText()}` : actText(act.already, target));
  }

  const depsFor = (did: string, target: Target): PerformDeps => ({
    client,
    async write(write, words) {
      const { collection, rkey } = await changes.change(write, { did, title: actText(words, target) });
      return write.kind === 'delete' ? false : `at://${did}/${collection}/${rkey}`;
    },
    call: (change, words) => changes.call(change, { did, title: actText(words, target) }),
  });

  /** `ended` is called before anything is said: whoever hears of it may do the next thing. */
  async function perform(did: string, act: Act, target: Target, ended: () => void): Promise<void> {
    const known = get().own.get(ownKey(target)) ?? {};
    // The key of the record comes with it: until then it is one of the collection.
    const { way } = act;
    draw(did, act, target, act.makes && way.kind === 'record' ? `at://${did}/${way.collection}` : act.makes);
    try {
      const { performAct } = await import('./perform.js');
      const done = isRecent(known) ? known : {};
      const outcome = await performAct(depsFor(did, target), act, target, done);
      draw(did, act, target, outcome.value);
      ended();
      tell(act, target, outcome);
    } catch (error) {
      draw(did, act, target, known[act.member]);
      ended();
      notifyFailure(context, actText(act.failed, target), error);
      offerForScope(context, error);
    }
  }

  function start(act: Act, target: Target): void {
    const did = get().session?.did;
    const key = `${ownKey(target)} ${act.member}`;
    if (did === undefined) return;
    if (underway.has(key)) {
      notify(context, `Something is being done to ${target.name}: wait for it.`);
      return;
    }
    underway.add(key);
    void perform(did, act, target, () => underway.delete(key));
  }

  function begin(act: Act, target: Target, told: OwnState): void {
    const own = { ...told, ...get().own.get(ownKey(target)) };
    const why = whyNotDo(get(), act, target, own);
    if (why !== undefined) {
      notify(context, why);
      return;
    }
    if (act.asks === undefined) {
      start(act, target);
      return;
    }
    ask(context, {
      title: actText(act.asks.question, target),
      about: [`${titleOf(act, target)}: ${act.asks.means}.`],
      choices: [
        { key: 'keep', title: 'leave it as it is' },
        { key: 'do', title: titleOf(act, target) },
      ],
      answer: (key) => key === 'do' && start(act, target),
    });
  }

  function here(id: ActId): SocialTarget | undefined {
    const { of } = ACTS[id];
    const target = of === 'membership' ? undefined : targetsOf(get())[of];
    return target && { target, told: toldOf(get(), target) };
  }

  /** Finds out how a target of the menu stands to the account in use, where nothing on the screen tells. */
  async function lookFor(target: Target): Promise<void> {
    const { lookAt } = await import('./look.js');
    // What a menu cannot know is found out again before anything is done.
    const looked = await lookAt(client, target).catch(() => undefined);
    if (looked === undefined) return;
    set(({ overlay }) => {
      if (overlay?.kind !== 'social') return {};
      const targets = overlay.targets.map((one) =>
        one.target === target ? { target, told: looked.own } : one,
      );
      return { overlay: { ...overlay, targets } };
    });
  }

  return {
    openSocial() {
      const { account, post, list } = targetsOf(get());
      const targets = [list, post, account].flatMap((target) =>
        target === undefined ? [] : [{ target, told: toldOf(get(), target) }],
      );
      set({ overlay: { kind: 'social', targets, cursor: atFirst } });
      const unknown = targets.filter(({ told }) => Object.keys(told).length === 0);
      void tasks.start(MENU_TASK, () =>
        Promise.all(unknown.map(({ target }) => lookFor(target))).then(() => {}),
      );
    },

    act(id, given = here(id)) {
      if (given === undefined) return;
      set({ overlay: undefined });
      begin(ACTS[id], given.target, given.told);
    },

    openOwnLists(account = targetsOf(get()).account) {
      const did = get().session?.did;
      if (account === undefined || did === undefined) return;
      set({ overlay: { kind: 'social-lists', account, lists: loading(undefined), cursor: atFirst } });
      void tasks.start(MENU_TASK, async (signal) => {
        const { ownLists } = await import('./own-lists.js');
        const lists = await ownLists(client, account.did, signal).then(ready, (error: unknown) =>
          failed(idle, error),
        );
        set(({ overlay }) =>
          overlay?.kind === 'social-lists' && overlay.account === account
            ? { overlay: { ...overlay, lists } }
            : {},
        );
      });
    },

    turnListed({ uri, name, listed }) {
      const { overlay, own } = get();
      if (overlay?.kind !== 'social-lists') return;
      const { did, name: account } = overlay.account;
      const now = own.get(membershipKey(uri, did))?.listed ?? listed;
      const target = { kind: 'membership', did, list: uri, name: account, listName: name } as const;
      begin(ACTS[now === false ? 'add-to-list' : 'remove-from-list'], target, { listed: now });
    },

    openReport(given) {
      const { account, post, list } = targetsOf(get());
      const target = given ?? list ?? post ?? account;
      if (target === undefined) return;
      const { name } = target;
      set({
        overlay: {
          kind: 'report',
          name,
          page: pageOf(target),
          services: loading(undefined),
          cursor: atFirst,
        },
      });
      void tasks.start(MENU_TASK, async (signal) => {
        const { reportServices } = await import('./report-services.js');
        const services = await reportServices(client, signal).then(ready, (error: unknown) =>
          failed(idle, error),
        );
        set(({ overlay }) => (overlay?.kind === 'report' ? { overlay: { ...overlay, services } } : {}));
      });
    },
  };
}

/** The page of bsky.app that has a button to report it. */
function pageOf(target: Target): string {
  if (target.kind === 'account' || target.kind === 'membership') return profilePage(target.did);
  const { repo, collection = '', rkey = '' } = atUriParts(target.uri) ?? {};
  return repo === undefined ? '' : recordPage({ repo, collection, rkey });
}
