import { stripVTControlCharacters } from 'node:util';
import type { JournalEntry } from '../../atproto/calls/journal.js';
import { type Job, jobText } from '../../jobs/job.js';
import type { Notice } from '../../store/notice/notice-state.js';
import { errorSentence } from '../../text/error-sentence.js';
import { fit, fitRaw } from '../../text/fit.js';
import { sanitise } from '../../text/sanitise.js';
import { type CommandWords, say, spell } from '../../text/sentence.js';
import { width } from '../../text/width.js';
import { breadcrumbText } from './breadcrumb.js';
import type { Hint } from './offers.js';
import type { Hit, Picture } from './picture.js';
import { palette } from './style.js';
import type { WatchStatus } from './watch-status.js';

export interface StatusView {
  /** The steps that lead here, sanitised. */
  readonly place: readonly string[];
  readonly hints: readonly Hint[];
  readonly notice: Notice | undefined;
  /** What the notice calls the commands that it names. */
  readonly words: CommandWords;
  /** Who is signed in, as people name them; undefined: nobody. */
  readonly who?: string | undefined;
  /** How the follower watches are doing; undefined: nobody is watched. */
  readonly watch?: WatchStatus | undefined;
  /** What goes on in the background, newest last. */
  readonly jobs?: readonly Job[] | undefined;
  /** Calls that a rate limit holds back. */
  readonly waits: readonly JournalEntry[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

const BETWEEN_HINTS = '   ';
/** Cells that the keys keep before a watch says more than its tally: `? help   q quit`. */
const KEYS_CELLS_MIN = 16;
/** Cells of where one is that always stay. */
const PLACE_CELLS_MIN = 8;

/** A status line as a picture: the keys that it names are what a click hits. */
export function statusPicture(line: string, hints: readonly Hint[]): Picture {
  const plain = stripVTControlCharacters(line);
  return { lines: [line], hits: hintHits(plain, hints), spoken: () => ({ title: plain.trim(), lines: [] }) };
}

/** Where the hints stand that had room: the last ones, at the right. */
function hintHits(plain: string, hints: readonly Hint[]): readonly Hit[] {
  for (const [first] of hints.entries()) {
    const shown = hints.slice(first);
    const at = plain.lastIndexOf(shown.map(hintText).join(BETWEEN_HINTS));
    if (at < 0) continue;
    let x = width(plain.slice(0, at));
    return shown.map((hint) => {
      const cells = width(hintText(hint));
      const hit: Hit = { x, y: 0, width: cells, height: 1, target: { kind: 'command', id: hint.command } };
      x += cells + BETWEEN_HINTS.length;
      return hit;
    });
  }
  return [];
}

const hintText = ({ keys, title }: Hint): string => `${keys} ${title}`;

/** What a notice says, with the sentence of its error. */
export function noticeText({ text, error }: Notice, words: CommandWords): string {
  return spell(error === undefined ? text : say`${text} ${errorSentence(error, words)}`, words);
}

/** The last line of the screen: where one is, and which keys help on; or what has to be said now. */
export function statusLine(view: StatusView, cells: number): string {
  const room = cells - 2;
  if (room <= 0) return ' '.repeat(Math.max(0, cells));
  if (view.notice) {
    const { kind } = view.notice;
    const watch = watchText(view.watch, 0);
    const left = watch.plain === '' ? room : Math.max(0, room - width(watch.plain) - BETWEEN_HINTS.length);
    const notice = (kind === 'error' ? palette.bad : palette.accent)(
      fitRaw(noticeText(view.notice, view.words), left),
    );
    return watch.plain === '' ? ` ${notice} ` : ` ${notice}${BETWEEN_HINTS}${watch.painted} `;
  }
  const who = whoText(view.who, room);
  if (who === '') return placeAndKeys(view, room);
  return `${placeAndKeys(view, room - width(who) - BETWEEN_HINTS.length + 1)}${BETWEEN_HINTS.slice(2)}${palette.handle(who)} `;
}

/** Who is signed in, cut to its share of the line: where one is matters more. */
function whoText(who: string | undefined, room: number): string {
  if (who === undefined) return '';
  const name = sanitise(who.slice(0, 300));
  const most = Math.max(8, Math.floor(room * 0.3));
  return width(name) <= most ? name : fit(name, most);
}

function placeAndKeys(view: StatusView, room: number): string {
  const waiting = waitsText(view.waits, view.now);
  const place = Math.min(width(view.place.join(' › ')), Math.ceil(room * 0.6));
  const least = waiting === '' ? KEYS_CELLS_MIN : width(waiting);
  const shortest = watchText(view.watch, 0).plain;
  const jobRoom =
    room -
    PLACE_CELLS_MIN -
    BETWEEN_HINTS.length -
    (shortest === '' ? 0 : width(shortest) + BETWEEN_HINTS.length);
  const job = waiting === '' ? jobsText(view, jobRoom) : '';
  const jobCells = job === '' ? 0 : width(job) + BETWEEN_HINTS.length;
  const watch = watchText(view.watch, room - place - 2 * BETWEEN_HINTS.length - least - jobCells);
  const taken = watch.plain === '' ? 0 : width(watch.plain) + BETWEEN_HINTS.length;
  const hints = hintsWithin(view.hints, room - place - BETWEEN_HINTS.length - taken - jobCells);
  const said = waiting === '' ? job : waiting;
  const paintedSaid = said === '' ? '' : (waiting === '' ? palette.accent : palette.warn)(said);
  const shownHints = waiting === '' ? hints : [];
  const keys = joined([said, ...shownHints.map(hintText)]);
  const paintedKeys = joined([
    paintedSaid,
    ...shownHints.map(({ keys, title }) => `${palette.keyName(keys)} ${palette.dim(title)}`),
  ]);
  if (watch.plain === '') return twoEnds(view.place, keys, paintedKeys, room);
  const both = keys === '' ? '' : BETWEEN_HINTS;
  // Where there is no room for both, the watch stays: nothing else tells of it.
  return taken + width(keys) > room - PLACE_CELLS_MIN
    ? twoEnds(view.place, watch.plain, watch.painted, room)
    : twoEnds(view.place, watch.plain + both + keys, watch.painted + both + paintedKeys, room);
}

const joined = (texts: readonly string[]): string => texts.filter((text) => text !== '').join(BETWEEN_HINTS);

/** The job that Esc stops, and how many others there are; as much of it as so many cells hold. */
function jobsText({ jobs = [], words }: Pick<StatusView, 'jobs' | 'words'>, cells: number): string {
  const job = jobs.at(-1);
  if (!job) return '';
  const others = jobs.length > 1 ? ` (and ${jobs.length - 1} more)` : '';
  const text = say`${jobText(job)}${others}`;
  const candidates = [say`${text} · {key:job.stop} stops`, text, jobText(job)];
  const fitting = candidates.map((one) => sanitise(spell(one, words))).find((one) => width(one) <= cells);
  return fitting ?? fit(sanitise(spell(text, words)), Math.max(0, cells)).trimEnd();
}

/** The watch in at most so many cells; its shortest text where none is as short. */
function watchText(
  watch: WatchStatus | undefined,
  cells: number,
): { readonly plain: string; readonly painted: string } {
  if (!watch) return { plain: '', painted: '' };
  const plain = watch.texts.find((text) => width(text) <= cells) ?? watch.texts.at(-1) ?? '';
  return { plain, painted: (watch.connected ? palette.live : palette.warn)(plain) };
}

/** `waiting for public.api.bsky.app: 12 s`; of several waits the longest. */
export function waitsText(waits: readonly JournalEntry[], now: number): string {
  const until = (entry: JournalEntry): number => entry.waitingUntil ?? 0;
  const longest = waits.reduce<JournalEntry | undefined>(
    (most, entry) => (most === undefined || until(entry) > until(most) ? entry : most),
    undefined,
  );
  if (!longest) return '';
  const host = URL.canParse(longest.url) ? new URL(longest.url).host : longest.nsid;
  const seconds = Math.max(0, Math.ceil((until(longest) - now) / 1000));
  return sanitise(`waiting for ${host}: ${seconds} s`);
}

function twoEnds(place: readonly string[], right: string, paintedRight: string, room: number): string {
  const rightWidth = width(right);
  if (rightWidth > room - PLACE_CELLS_MIN) return ` ${fit(breadcrumbText(place, room), room)} `;
  const left = room - rightWidth - (rightWidth > 0 ? BETWEEN_HINTS.length : 0);
  return ` ${palette.bold(fit(breadcrumbText(place, left), left))}${rightWidth > 0 ? BETWEEN_HINTS : ''}${paintedRight} `;
}

/** The hints that fit, in their order. The last ones are the ones that always help: help and quit. */
function hintsWithin(hints: readonly Hint[], cells: number): readonly Hint[] {
  const kept: Hint[] = [];
  let used = 0;
  for (const hint of [...hints].reverse()) {
    const needed = width(hintText(hint)) + (kept.length > 0 ? BETWEEN_HINTS.length : 0);
    if (used + needed > cells) break;
    used += needed;
    kept.unshift(hint);
  }
  return kept;
}
