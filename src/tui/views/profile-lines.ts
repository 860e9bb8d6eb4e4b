import { readPds } from '../../atproto/identity/document-entries.js';
import { createdText } from '../../lenses/created-text.js';
import { type LabelMark, selfMarks, viewMarks } from '../../lenses/label-marks.js';
import type { Names } from '../../lenses/names.js';
import { withOwnProfile } from '../../lenses/own-state.js';
import { accountText } from '../../lenses/references.js';
import { relationLines } from '../../lenses/relation.js';
import { followersText } from '../../places/history.js';
import { profilePage } from '../../places/web-pages.js';
import type { Account, ProfileView } from '../../store/accounts/accounts-state.js';
import { compactCount } from '../../text/compact-count.js';
import { errorSentence } from '../../text/error-sentence.js';
import { fit, fitMiddle } from '../../text/fit.js';
import { field, type JsonObject, textField } from '../../text/json-fields.js';
import { sanitise } from '../../text/sanitise.js';
import { type CommandWords, say, spell } from '../../text/sentence.js';
import { width as cellsOf } from '../../text/width.js';
import { wrap, wrapOffsets } from '../../text/wrap.js';
import { wrapParts } from '../../text/wrap-parts.js';
import { numberOf } from '../../text/written-json.js';
import { PADDING_CELLS } from '../screen/layout.js';
import { linked, rowsWithLinks } from '../screen/links.js';
import { paintedCache, palette } from '../screen/style.js';
import { labelPaints } from './label-paints.js';

type Paint = (text: string) => string;

/** Descriptions and names are a stranger's: no more of them is looked at than a pane could show. */
const TEXT_CHARACTERS_MAX = 4_000;

/** Labels that are said in full: `:labels` shows all. */
const LABELS_MAX = 4;

interface Drawn {
  readonly width: number;
  readonly words: CommandWords;
  readonly viewer: string | undefined;
  readonly namesVersion: number;
  readonly profile: ProfileText;
}
const drawn = paintedCache<Account, Drawn>();

/** What accounts are called, and how often that came to be known anew. */
export interface NamesKnown {
  readonly names: Names;
  readonly version: number;
}
const NO_NAMES: NamesKnown = { names: () => undefined, version: 0 };

/** Who an account is, as the pane has it. */
export interface ProfileText {
  readonly lines: readonly string[];
  /** Which of the lines names the PDS; undefined: none does. */
  readonly pdsLine: number | undefined;
}

/**
 * Who the account is, in lines of `width` cells, what matters most first; the same text for the same account, width and viewer.
 * `viewer` is the DID of the account that is signed in.
 */
export function profileText(
  account: Account,
  width: number,
  words: CommandWords,
  viewer?: string,
  { names, version }: NamesKnown = NO_NAMES,
): ProfileText {
  const known = drawn.get(account);
  const isSame =
    known?.width === width &&
    known.words === words &&
    known.viewer === viewer &&
    known.namesVersion === version;
  if (isSame) return known.profile;
  const profile = textOf(account, width, words, viewer, names);
  drawn.set(account, { width, words, viewer, namesVersion: version, profile });
  return profile;
}

/** Its lines alone. */
export const profileLines = (...given: Parameters<typeof profileText>) => profileText(...given).lines;

/** Its name and its handle, each a line of `width` cells. */
export function nameLines(account: Account, width: number): readonly string[] {
  const room = Math.max(0, width - 2 * PADDING_CELLS);
  const margin = ' '.repeat(PADDING_CELLS);
  const lines = [
    palette.bold(fit(displayName(account), room)),
    linked(handleLine(account, room), pageOf(account), 'handle'),
  ];
  return lines.map((line) => margin + line + margin);
}

function textOf(
  account: Account,
  width: number,
  words: CommandWords,
  viewer: string | undefined,
  names: Names,
): ProfileText {
  let pdsLine: number | undefined;
  const room = Math.max(0, width - 2 * PADDING_CELLS);
  const lines: string[] = [];
  function add(paint: Paint, text: string): void {
    lines.push(paint(fit(text, room)));
  }
  function addWrapped(paint: Paint, text: string): void {
    if (room > 0) for (const line of wrap(text, room)) add(paint, line);
  }

  add(palette.bold, displayName(account));
  lines.push(linked(handleLine(account, room), pageOf(account), 'handle'));
  addHandleTrouble(account, addWrapped);
  for (const line of relationsOf(account, viewer, names)) addWrapped(palette.accent, sanitise(line));
  const identity = account.identity.value;
  if (identity) {
    lines.push(linked(palette.dim(fitMiddle(identity.did, room)), profilePage(identity.did), 'did'));
    const pds =
      identity.pds === undefined ? noPds(identity.document) : `PDS ${sanitise(hostOf(identity.pds))}`;
    if (identity.pds === undefined) addWrapped(palette.warn, pds);
    else {
      pdsLine = lines.length;
      add(palette.dim, pds);
    }
  }
  addFailures(account, words, addWrapped);
  const view = account.profile.value;
  if (view) {
    const counts = countsText(view, names);
    if (counts !== '' && room > 0) for (const row of wrapParts(counts, room)) add(palette.plain, row);
    if (view.source === 'repo') {
      addWrapped(palette.warn, `From the repository itself: ${errorSentence(view.reason)}`);
    }
    for (const [index, line] of descriptionLines(view).entries()) {
      if (room > 0) lines.push(...linkedRows(line, room, `description${index}`));
    }
  }
  for (const fact of facts(account)) add(palette.dim, fact);
  for (const { text, severity } of labelTexts(account, names)) {
    addWrapped(labelPaints[severity], sanitise(text));
  }

  const blank = ' '.repeat(Math.max(0, width));
  const margin = room > 0 ? ' '.repeat(PADDING_CELLS) : '';
  return { lines: lines.map((line) => (room > 0 ? margin + line + margin : blank)), pdsLine };
}

/** The rows of a line of a description, each as wide as the room, with its web addresses as links. */
function linkedRows(line: string, room: number, id: string): readonly string[] {
  const offsets = wrapOffsets(line, room);
  return rowsWithLinks(line, offsets, id).map((row, index) => {
    const plain = line.slice(offsets[index], offsets[index + 1]);
    const cells = cellsOf(plain);
    // A wide character has no room in a pane of one cell.
    return cells > room ? fit(plain, room) : row + ' '.repeat(room - cells);
  });
}

/** The page of the account at bsky.app. */
function pageOf({ repo, identity }: Account): string {
  return profilePage(identity.value?.handle ?? identity.value?.did ?? repo);
}

/** What screen readers and the title call the account. */
export function displayName({ repo, identity, profile }: Account): string {
  const shown = sanitise((told(profile.value, 'displayName') ?? '').slice(0, TEXT_CHARACTERS_MAX)).trim();
  return shown !== '' ? shown : sanitise(identity.value?.handle ?? repo);
}

/** The handle and how it stands: ✓ both ways confirmed, ✗ wrong, ? not known. */
export function handleText({ repo, identity, handle, profile }: Account): string {
  const asked = repo.startsWith('did:') ? undefined : repo;
  const named = identity.value ? identity.value.handle : (told(profile.value, 'handle') ?? asked);
  if (named === undefined) return identity.value ? 'no handle in the DID document' : '';
  return `@${sanitise(named)}${mark(handle.value?.state)}`;
}

/** A text of the profile, from whichever of the two it comes. */
const told = (view: ProfileView | undefined, name: string): string | undefined =>
  textField(view?.source === 'appview' ? view.profile : view?.record, name);

const mark = (state: 'confirmed' | 'wrong' | 'unknown' | undefined): string =>
  state === undefined ? '' : { confirmed: ' ✓', wrong: ' ✗', unknown: ' ?' }[state];

function handleLine(account: Account, room: number): string {
  const state = account.handle.value?.state;
  const paint = state === 'confirmed' ? palette.good : state === 'wrong' ? palette.bad : palette.plain;
  const text = handleText(account);
  // The mark is what the line is for: a long handle gives way to it.
  return paint(state === undefined ? fit(text, room) : fitMiddle(text, room));
}

function noPds(document: JsonObject): string {
  const refused = readPds(document).refused;
  return refused === undefined
    ? 'no PDS in the DID document'
    : `the PDS in the DID document is refused, because ${refused.why}`;
}

function addHandleTrouble({ handle }: Account, add: (paint: Paint, text: string) => void): void {
  const check = handle.value;
  if (check?.state === 'wrong') add(palette.bad, sanitise(`The ${check.reason}.`));
  if (check?.state === 'unknown') {
    add(palette.dim, sanitise(`The handle could not be checked: ${check.reason}.`));
  }
}

function addFailures(
  { identity, profile }: Account,
  words: CommandWords,
  add: (paint: Paint, text: string) => void,
): void {
  const said = new Set<string>();
  for (const part of [identity, profile]) {
    if (part.status !== 'failed') continue;
    const sentence = errorSentence(part.error);
    // What fails for one reason is told once.
    if (said.has(sentence)) continue;
    said.add(sentence);
    add(palette.bad, sentence);
  }
  if (said.size > 0) add(palette.dim, spell(say`{key:pane.reload} tries again`, words));
}

/** How the account and the one that is signed in stand to each other. Only the AppView tells, but who one is, one knows. */
function relationsOf(
  { identity, profile }: Account,
  viewer: string | undefined,
  names: Names,
): readonly string[] {
  if (viewer === undefined) return [];
  const view = profile.value;
  // While another account's view is asked for, that of the one before still stands there.
  if (view?.source === 'appview' && view.viewer === viewer) {
    return relationLines(withOwn(view.profile, names), viewer);
  }
  return relationLines(withOwn({ did: identity.value?.did }, names), viewer);
}

/** With what the account in use did since services told of it. */
const withOwn = (profile: { readonly did?: string | undefined }, names: Names): unknown =>
  withOwnProfile(profile, profile.did === undefined ? undefined : names.own?.(profile.did));

function countsText(view: ProfileView, names: Names): string {
  if (view.source !== 'appview') return '';
  const { followsCount, postsCount } = view.profile;
  const followersCount = numberOf(field(withOwn(view.profile, names), 'followersCount'));
  return [
    followersText(followersCount ?? 0, compactCount(followersCount)),
    `${compactCount(followsCount)} follows`,
    `${compactCount(postsCount)} posts`,
  ].join(' · ');
}

function descriptionLines(view: ProfileView): readonly string[] {
  return (told(view, 'description') ?? '')
    .slice(0, TEXT_CHARACTERS_MAX)
    .trim()
    .split(/\s*(?:\r\n|\n|\r)\s*/)
    .map(sanitise)
    .filter((line) => line !== '');
}

function facts({ identity, profile }: Account): readonly string[] {
  const view = profile.value;
  const created = createdText(told(view, 'createdAt'), undefined).replace(/ \d\d:\d\d/, '');
  return [
    created === '' ? '' : `created ${created}`,
    identity.value?.cached ? 'identity from the cache' : '',
  ].filter((fact) => fact !== '');
}

/** What labels say of the account, and who says so. */
function labelTexts({ profile }: Account, names: Names): readonly Pick<LabelMark, 'text' | 'severity'>[] {
  const view = profile.value;
  if (view === undefined) return [];
  if (view.source === 'repo') return selfMarks(view.record);
  const marks = viewMarks(view.profile, view.profile.did, names);
  const shown = marks.slice(0, LABELS_MAX).map(({ text, severity, by }) => ({
    text: by === undefined ? text : `${text}, says ${accountText(by, names)}`,
    severity,
  }));
  const more = marks.length - shown.length;
  return more <= 0 ? shown : [...shown, { text: `… and ${more} more labels`, severity: 'none' }];
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
