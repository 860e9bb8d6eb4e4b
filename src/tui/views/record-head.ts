import type { HeadPart, PictureRef } from '../../lenses/head.js';
import { postsWanted, recordHead, undescribed } from '../../lenses/record-head.js';
import type { ArchiveFacts } from '../../places/archives/archive-facts.js';
import { currentAccount } from '../../store/accounts/accounts-selectors.js';
import type { Account } from '../../store/accounts/accounts-state.js';
import { currentArchive } from '../../store/archives/archives-selectors.js';
import type { Shown } from '../../store/records/shown-record.js';
import type { State } from '../../store/state.js';
import type { ValidityEntry } from '../../store/validities/validities-state.js';
import { cellText } from '../../text/cell-text.js';
import { displayName } from './profile-lines.js';
import { jsonValueOf } from './record-view.js';
import { withFaults } from './validity-words.js';

/** What a record says in words, and the posts with which it would say more. */
interface Head {
  readonly head: readonly HeadPart[];
  readonly posts: readonly string[];
  /** The collection that it is of, where only its lexicon can say how it reads. */
  readonly collection: string | undefined;
}

const NO_HEAD: Head = { head: [], posts: [], collection: undefined };

let last: { readonly from: readonly unknown[]; readonly made: Head } | undefined;

/** The head of what is shown; the same object for as long as it says the same. A DID document has none: the identity says it. */
export function steadyHead(
  state: State,
  shown: Shown | undefined,
  validity?: ValidityEntry | undefined,
): Head {
  const text = shown?.record.value;
  if (!text || shown.of === 'document') return NO_HEAD;
  const account = currentAccount(state);
  const { namesVersion, posts, names, lexiconLenses } = state;
  const archive = currentArchive(state)?.facts.value;
  const isUncovered = state.uncovered.has(text.uri);
  const from = [
    text.json,
    text.uri,
    text.picture,
    account,
    archive,
    names,
    namesVersion,
    posts,
    lexiconLenses,
    validity,
    isUncovered,
  ];
  const known = last;
  if (known && from.every((source, index) => source === known.from[index])) return known.made;
  const subject = { uri: text.uri, value: jsonValueOf(text.json) };
  const sources = {
    names: Object.assign((did: string) => names(did) ?? handleIn(account, did) ?? handleKept(archive, did), {
      labelDefinition: names.labelDefinition,
      own: names.own,
    }),
    posts: (uri: string) => posts.get(uri)?.view,
    lens: (collection: string) => lexiconLenses.get(collection),
    nameOf: (did: string) => (account?.identity.value?.did === did ? nameIn(account) : undefined),
  };
  const parts = recordHead(subject, sources);
  const said = withFaults(isUncovered ? parts.map(withoutCover) : parts, validity);
  const made = {
    head: text.picture === undefined ? said : [pictureOf(text.picture), ...said],
    posts: postsWanted(subject),
    collection: undescribed(subject),
  };
  last = { from, made };
  return made;
}

const withoutCover = (part: HeadPart): HeadPart =>
  part.picture ? { ...part, picture: { ...part.picture, coveredBy: undefined } } : part;

/** The picture that a row is of, before what is told of it. */
const pictureOf = (picture: PictureRef): HeadPart => ({
  role: 'hangs',
  text: `▣ ${picture.alt === '' ? 'a picture' : cellText(picture.alt)}`,
  picture,
});

/** As it was when the archive was taken home: with nobody to ask it is all that is known. */
const handleKept = (archive: ArchiveFacts | undefined, did: string): string | undefined =>
  archive?.did === did ? archive.kept?.note?.handle : undefined;

function handleIn(account: Account | undefined, did: string): string | undefined {
  const identity = account?.identity.value;
  return identity?.did === did ? identity.handle : undefined;
}

// Names of accounts, each worked out once for as long as nothing new is known of it.
const accountNames = new WeakMap<Account, string>();

/** What it calls itself, where that is another thing than its handle. */
function nameIn(account: Account): string | undefined {
  let name = accountNames.get(account);
  if (name === undefined) {
    name = displayName(account);
    accountNames.set(account, name);
  }
  return name === account.identity.value?.handle || name === account.repo ? undefined : name;
}
