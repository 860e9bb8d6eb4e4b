import type { AppView } from '../atproto/appview.js';
import type { Identity } from '../atproto/identity/identity.js';
import type { Sentence } from '../text/sentence.js';
import type { AnyAddress } from './addresses.js';
import type { Listing } from './listing.js';
import type { Destination, ListingContext, PlaceCommand, PlaceKind, WebSide } from './place-kind.js';
import { profilePage } from './web-pages.js';

/** The address of a list about a whole account: `alice.test/followers`. */
export interface AboutAccount<Kind extends string> {
  readonly kind: Kind;
  /** A handle or a DID. */
  readonly repo: string;
}

/** What a listing about an account is made with. */
export interface AccountContext extends Pick<ListingContext, 'client' | 'history' | 'archives'> {
  readonly appview: AppView;
  /** What the account of the address resolved to. */
  readonly identity: Identity;
  readonly did: string;
  /** DID of the account that is signed in. */
  readonly viewer: string | undefined;
}

/** Undefined where the account of an address is not resolved. */
export function accountContext({
  client,
  history,
  archives,
  identity,
}: ListingContext): AccountContext | undefined {
  if (identity === undefined) return undefined;
  const { appview, sessions } = client;
  return { client, history, archives, appview, identity, did: identity.did, viewer: sessions.current?.did };
}

/** Said where a command needs an account and there is none. */
export const NO_ACCOUNT = 'There is no account here: select one first.';

/** How to get to a list about an account. */
export interface AccountCommand extends Pick<PlaceCommand<AnyAddress>, 'name' | 'keys' | 'hint'> {
  /** `list the followers of …` */
  title(account: string): string;
  /** Only of who is signed in; the sentence says so where nobody is. Default: of the account that is selected. */
  readonly own?: Sentence | undefined;
}

/** A kind whose addresses are an account and the kind's own name: it has no dot in it, so that no collection can be meant. */
export function aboutAccount<Kind extends string>({
  kind,
  word: name = kind,
  web,
  command,
  title = name,
  contents = command?.own === undefined ? 'every' : 'own',
  webPage = (profile) => (web === undefined ? profile : `${profile}/${web.word}`),
  listing,
  prepare,
}: {
  readonly kind: Kind;
  /** What stands behind the account in its addresses. Default: the kind. */
  readonly word?: string | undefined;
  readonly web?: WebSide | undefined;
  readonly command?: AccountCommand | undefined;
  /** What stands before `of alice.test` over the list. Default: that word. */
  readonly title?: string | undefined;
  /** Default: of every account, or of one's own where only its owner sees it. */
  readonly contents?: PlaceKind<AnyAddress>['contents'];
  /** From the page of the account at bsky.app. Default: that page, and the word of `web` behind it. */
  readonly webPage?: ((profile: string) => string) | undefined;
  /** What it lists; undefined: `prepare` says so. */
  readonly listing?:
    | ((address: AboutAccount<Kind>, context: AccountContext) => Listing | undefined)
    | undefined;
  /** The same, where what lists it is loaded only when one goes there. It is told otherwise to each who asks. */
  readonly prepare?: ((address: AboutAccount<Kind>, context: AccountContext) => Promise<Listing>) | undefined;
}): PlaceKind<AboutAccount<Kind>> {
  return {
    kind,
    source: 'network',
    shows: 'list',
    behind: 'account',
    word: name,
    web,
    contents,
    command: command && placeCommand(kind, command),
    parse: ([repo, word, ...more]) =>
      repo !== undefined && word === name && more.length === 0
        ? { ok: true, address: { kind, repo } }
        : undefined,
    format: ({ repo }) => `${repo}/${name}`,
    parent: ({ repo }) => ({ kind: 'repo', repo }),
    uri: ({ repo }) => `at://${repo}`,
    webPage: ({ repo }, account) => webPage(profilePage(account ?? repo)),
    account: ({ repo }) => repo,
    withAccount: (address, repo) => ({ ...address, repo }),
    collection: () => undefined,
    record: () => undefined,
    listed: (address) => address,
    steps: () => [name],
    title: (_address, owner) => `${title} of ${owner}`,
    listing(address, given) {
      const context = accountContext(given);
      return context && listing?.(address, context);
    },
    ...(prepare && {
      dependsOnViewer: () => true,
      async prepare(address, given) {
        const context = accountContext(given);
        return context && (await prepare(address, context));
      },
    }),
  };
}

function placeCommand<Kind extends string>(
  kind: Kind,
  { name, keys, hint, title, own }: AccountCommand,
): PlaceCommand<AboutAccount<Kind>> {
  const to = (repo: string | undefined, refusal: Sentence): Destination<AboutAccount<Kind>> =>
    repo === undefined ? { refusal } : { address: { kind, repo } };
  if (own !== undefined) {
    return { name, keys, hint, title: title('you'), anywhere: true, to: ({ viewer }) => to(viewer, own) };
  }
  return {
    name,
    keys,
    hint,
    title: title('the account'),
    takes: 'account',
    titleWith: title,
    to: ({ account }, named) => to(named ?? account, NO_ACCOUNT),
  };
}
