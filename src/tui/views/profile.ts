import { hostAddress } from '../../places/host-address.js';
import { currentAccount } from '../../store/accounts/accounts-selectors.js';
import type { Account } from '../../store/accounts/accounts-state.js';
import { currentArchiveName } from '../../store/archives/archives-selectors.js';
import { textRows, type Viewport } from '../../store/cursor/cursor-rows.js';
import { type ListCursor, windowOf } from '../../store/cursor/list-cursor.js';
import { repoSource } from '../../store/mirrors/mirrors-selectors.js';
import type { State } from '../../store/state.js';
import { currentVisit } from '../../store/visits/visits-selectors.js';
import type { CommandWords } from '../../text/sentence.js';
import type { Size } from '../screen/layout.js';
import type { Hit } from '../screen/picture.js';
import { archiveProfilePart } from './archive-profile.js';
import { oneOf, type Part } from './one-of.js';
import type { PicturesSeen } from './picture-rows.js';
import { picturesSeen } from './pictures-seen.js';
import { AVATAR_CELLS, addedLines, wantedAvatar, withAvatar } from './profile-avatar.js';
import {
  displayName,
  handleText,
  type NamesKnown,
  nameLines,
  profileLines,
  profileText,
} from './profile-lines.js';
import { drawText, joined, partText } from './text-lines.js';

interface ProfileSeen {
  readonly account: Account | undefined;
  /** DID of the account that is signed in. */
  readonly viewer: string | undefined;
  readonly cursor: ListCursor;
  /** The mirror that the repository is from; undefined: the account's own PDS. */
  readonly source?: string | undefined;
  readonly words: CommandWords;
  /** Who labels the account is said by name. */
  readonly names?: NamesKnown | undefined;
  readonly pictures?: PicturesSeen | undefined;
}

const SPOKEN_CELLS = 100;
const SPOKEN_LINES_MAX = 30;

/** Who the account of the current place is. */
export const profilePart: Part<ProfileSeen> = {
  see: (state) => ({
    account: currentAccount(state),
    viewer: state.session?.did,
    cursor: currentVisit(state).cursors.profile,
    source: repoSource(state),
    words: state.words,
    names: namesKnown(state),
    pictures: picturesSeen(state),
  }),
  title: (seen, size) => ({
    name: 'Profile',
    info: joined(profileSource(seen), partText(windowAt(seen, size))),
    loading: seen.account && isLoading(seen.account),
  }),
  list: (seen, size) => ({ cursor: seen.cursor, viewport: viewportOf(seen, size) }),
  picture(seen, size) {
    return {
      lines: drawText(linesOf(seen, size), windowAt(seen, size), size),
      hits: () => pdsHits(seen, size),
      spoken: () => ({
        // The name and the handle stand in the title, so that they are read first and once.
        title: titleOf(seen),
        lines: textOf(seen, SPOKEN_CELLS).slice(2, SPOKEN_LINES_MAX),
      }),
    };
  },
  wantedPictures(seen, size) {
    const wanted = wantedAvatar(seen.account, seen.pictures, size);
    // Scrolled away, it is not asked for.
    return wanted && windowAt(seen, size).top < wanted.maxRows ? [wanted] : [];
  },
};

/** Who the account of the current place is, or what the archive is that one looks at. */
export const profileView = oneOf('profile', (state) =>
  currentArchiveName(state) === undefined ? profilePart : archiveProfilePart,
);

const titleOf = ({ account }: ProfileSeen): string =>
  account ? `Profile: ${displayName(account)} ${handleText(account)}` : 'Profile';

const viewportOf = (seen: ProfileSeen, size: Size): Viewport => ({
  rows: textRows(linesOf(seen, size).length),
  height: size.height,
});

const windowAt = (seen: ProfileSeen, size: Size) => windowOf(seen.cursor, viewportOf(seen, size));

let lastNames: NamesKnown | undefined;

/** What is known of names; the same object for as long as it is the same. */
function namesKnown({ names, namesVersion: version }: State): NamesKnown {
  if (lastNames?.names !== names || lastNames.version !== version) lastNames = { names, version };
  return lastNames;
}

const noLines: readonly string[] = [];

const textOf = ({ account, viewer, words, names }: ProfileSeen, width: number): readonly string[] =>
  account ? profileLines(account, width, words, viewer, names) : noLines;

/** Its text, with its picture where there is one and room for it. */
function linesOf(seen: ProfileSeen, size: Size): readonly string[] {
  const { account, pictures } = seen;
  const lines = textOf(seen, size.width);
  const wanted = wantedAvatar(account, pictures, size);
  if (!account || !wanted || !pictures) return lines;
  const beside = nameLines(account, size.width - AVATAR_CELLS);
  return withAvatar(wanted, pictures, { beside, lines, width: size.width }) ?? lines;
}

/** The mirror that the profile is from, where the AppView has none. */
const profileSource = ({ account, source }: ProfileSeen): string | undefined =>
  account?.profile.value?.source === 'repo' ? source : undefined;

/** The line of the PDS leads to the place of that host. */
function pdsHits(seen: ProfileSeen, size: Size): readonly Hit[] {
  const { account, viewer, words, names } = seen;
  const { top, end } = windowAt(seen, size);
  const text = account && profileText(account, size.width, words, viewer, names);
  const line =
    text?.pdsLine === undefined ? undefined : text.pdsLine + addedLines(linesOf(seen, size), text.lines);
  const address = hostAddress(account?.identity.value?.pds);
  if (line === undefined || address === undefined || line < top || line >= end) return [];
  return [{ x: 0, y: line - top, width: size.width, height: 1, target: { kind: 'place', address } }];
}

const isLoading = ({ identity, profile, handle }: Account): boolean =>
  [identity, profile, handle].some(({ status }) => status === 'loading');
