import { stripVTControlCharacters } from 'node:util';
import type { JournalEntry } from '../../atproto/calls/journal.js';
import { type Job, jobText } from '../../jobs/job.js';
import type { Address } from '../../places/address.js';
import type { Notice } from '../../store/notice/notice-state.js';
import { fit } from '../../text/fit.js';
import { sanitise } from '../../text/sanitise.js';
import { type CommandWords, say, spell } from '../../text/sentence.js';
import { width } from '../../text/width.js';
import { breadcrumbText, stepCells } from './breadcrumb.js';
import { noticePaint, noticeRows, noticeText } from './notice-rows.js';
import type { Hint } from './offers.js';
import type { Hit, Picture } from './picture.js';
import { emptyStretch, joinStretches, type Stretch, stretch } from './stretch.js';
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
const EDGE = stretch(' ');
/** Cells that the keys keep before a watch says more than its tally: `? help   q quit`. */
const KEYS_CELLS_MIN = 16;
/** Cells of where one is that always stay. */
const PLACE_CELLS_MIN = 8;

const hintText = ({ keys, title }: Hint): string => `${keys} ${title}`;

/** The line as a picture. What a click on it hits changes with more than its text: that is `statusHits`. */
export const statusPicture = (line: string): Picture => ({
  lines: line.split('\n'),
  hits: () => [],
  spoken: () => ({ title: stripVTControlCharacters(line).trim(), lines: [] }),
});

/** The last line of the screen: where one is, and which keys help on; or what has to be said now. */
export const statusLine = (view: StatusView, cells: number): string => lineOf(view, cells).painted;

/**
 * What a click on that line hits: hints, the steps of where one is, who is signed in. `addressOf` says where a step leads, by its index.
 */
export const statusHits = (
  view: StatusView,
  cells: number,
  addressOf: (step: number) => Address | undefined,
): readonly Hit[] =>
  lineOf(view, cells)
    .hits(addressOf)
    .map((hit) => ({ ...hit, y: 0, height: 1 }));

function lineOf(view: StatusView, cells: number): Stretch {
  const room = cells - 2;
  if (room <= 0) return stretch(' '.repeat(Math.max(0, cells)));
  if (view.notice?.kind === 'news') return newsAndKeys(view, view.notice, room);
  if (view.notice) {
    const watch = watchStretch(view.watch, 0);
    const left = noticeCells(view, cells);
    const text = fit(noticeRows(noticeText(view.notice, view.words), left).at(-1) ?? '', left);
    const notice = stretch(text, noticePaint(view.notice)(text));
    return joinStretches([EDGE, joinStretches([notice, watch], BETWEEN_HINTS), EDGE]);
  }
  const who = whoText(view.who, room);
  if (who === '') return placeAndKeys(view, room);
  return joinStretches([
    placeAndKeys(view, room - width(who) - BETWEEN_HINTS.length + 1),
    stretch(BETWEEN_HINTS.slice(2)),
    stretch(who, palette.handle(who), { kind: 'command', id: 'account.list' }),
    EDGE,
  ]);
}

/** What came by itself stands where else the place is told: nobody waited for it, and the keys help on meanwhile. */
function newsAndKeys(view: StatusView, notice: Notice, room: number): Stretch {
  const most = Math.max(PLACE_CELLS_MIN, room - KEYS_CELLS_MIN - BETWEEN_HINTS.length);
  const said = sanitise(noticeText(notice, view.words));
  const news = width(said) <= most ? said : fit(said, most);
  const line = placeAndKeys({ ...view, notice: undefined, place: [news] }, room);
  // It leads nowhere.
  return { ...line, hits: () => line.hits(() => undefined) };
}

/** Cells of each row of a notice: beside the last one stands how the watches are doing. */
function noticeCells({ watch }: Pick<StatusView, 'watch'>, cells: number): number {
  const { plain } = watchStretch(watch, 0);
  return Math.max(0, cells - 2 - (plain === '' ? 0 : width(plain) + BETWEEN_HINTS.length));
}

/** The rows of a notice that stand above the last line, each as wide as the screen; none where it fits in that line. */
export function rowsAboveStatus(
  view: Pick<StatusView, 'notice' | 'words' | 'watch'>,
  cells: number,
): readonly string[] {
  const { notice, words } = view;
  if (!notice || notice.kind === 'news' || cells <= 2) return [];
  const rows = noticeRows(noticeText(notice, words), noticeCells(view, cells));
  return rows.slice(0, -1).map((row) => ` ${noticePaint(notice)(fit(row, cells - 2))} `);
}

/** Who is signed in, cut to its share of the line: where one is matters more. */
function whoText(who: string | undefined, room: number): string {
  if (who === undefined) return '';
  const name = sanitise(who.slice(0, 300));
  const most = Math.max(8, Math.floor(room * 0.3));
  return width(name) <= most ? name : fit(name, most);
}

function placeAndKeys(view: StatusView, room: number): Stretch {
  const waiting = waitsText(view.waits, view.now);
  const place = Math.min(width(view.place.join(' › ')), Math.ceil(room * 0.6));
  const least = waiting === '' ? KEYS_CELLS_MIN : width(waiting);
  const shortest = watchStretch(view.watch, 0).plain;
  const jobRoom =
    room -
    PLACE_CELLS_MIN -
    BETWEEN_HINTS.length -
    (shortest === '' ? 0 : width(shortest) + BETWEEN_HINTS.length);
  const job = waiting === '' ? jobsText(view, jobRoom) : '';
  const jobCells = job === '' ? 0 : width(job) + BETWEEN_HINTS.length;
  const watch = watchStretch(view.watch, room - place - 2 * BETWEEN_HINTS.length - least - jobCells);
  const taken = watch.plain === '' ? 0 : width(watch.plain) + BETWEEN_HINTS.length;
  const hints = hintsWithin(view.hints, room - place - BETWEEN_HINTS.length - taken - jobCells);
  const said =
    waiting === '' ? stretch(job, job && palette.accent(job)) : stretch(waiting, palette.warn(waiting));
  const keys = joinStretches([said, ...(waiting === '' ? hints.map(hintStretch) : [])], BETWEEN_HINTS);
  // Where there is no room for both, the watch stays: nothing else tells of it.
  const right =
    watch.plain !== '' && taken + width(keys.plain) > room - PLACE_CELLS_MIN
      ? watch
      : joinStretches([watch, keys], BETWEEN_HINTS);
  return twoEnds(view.place, right, room);
}

const hintStretch = ({ keys, title, command }: Hint): Stretch =>
  stretch(`${keys} ${title}`, `${palette.keyName(keys)} ${palette.dim(title)}`, {
    kind: 'command',
    id: command,
  });

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
function watchStretch(watch: WatchStatus | undefined, cells: number): Stretch {
  if (!watch) return emptyStretch;
  const plain = watch.texts.find((text) => width(text) <= cells) ?? watch.texts.at(-1) ?? '';
  return stretch(plain, (watch.connected ? palette.live : palette.warn)(plain), {
    kind: 'command',
    id: 'pane.live',
  });
}

/** `waiting for public.api.bsky.app: 12 s`; of several waits the longest. */
export function waitsText(waits: readonly JournalEntry[], now: number): string {
  const longest = longestWait(waits);
  if (!longest) return '';
  const seconds = Math.max(0, Math.ceil((waitsUntil(longest) - now) / 1000));
  return sanitise(`waiting for ${hostOf(longest)}: ${seconds} s`);
}

/** Whom the longest wait is for; undefined where nothing waits. */
export function waitingHost(waits: readonly JournalEntry[]): string | undefined {
  const longest = longestWait(waits);
  return longest && hostOf(longest);
}

const waitsUntil = (entry: JournalEntry): number => entry.waitingUntil ?? 0;
const hostOf = ({ url, nsid }: JournalEntry): string => (URL.canParse(url) ? new URL(url).host : nsid);

const longestWait = (waits: readonly JournalEntry[]): JournalEntry | undefined =>
  waits.reduce<JournalEntry | undefined>(
    (most, entry) => (most === undefined || waitsUntil(entry) > waitsUntil(most) ? entry : most),
    undefined,
  );

function twoEnds(place: readonly string[], right: Stretch, room: number): Stretch {
  const rightCells = width(right.plain);
  if (rightCells > room - PLACE_CELLS_MIN) return joinStretches([EDGE, placeStretch(place, room), EDGE]);
  const left = room - rightCells - (rightCells > 0 ? BETWEEN_HINTS.length : 0);
  const shown = placeStretch(place, left, palette.bold);
  return joinStretches([EDGE, joinStretches([shown, right], BETWEEN_HINTS), EDGE]);
}

/** Where one is, in exactly so many cells. */
function placeStretch(place: readonly string[], cells: number, paint = palette.plain): Stretch {
  const plain = fit(breadcrumbText(place, cells), cells);
  return {
    plain,
    painted: paint(plain),
    hits: (addressOf) =>
      stepCells(place, cells).flatMap(({ index, ...at }) => {
        const address = addressOf(index);
        return address ? [{ ...at, target: { kind: 'place', address } }] : [];
      }),
  };
}

/** The last hints are the ones that always help: help and quit, or what closes a menu. They stay where there is room for anything. */
const ALWAYS_KEPT = 2;

/** The hints that fit, in their order: what does not fit goes from the right, but for the last ones. */
function hintsWithin(hints: readonly Hint[], cells: number): readonly Hint[] {
  let left = cells;
  function take(some: readonly Hint[]): readonly Hint[] {
    const kept: Hint[] = [];
    for (const hint of some) {
      const needed = width(hintText(hint)) + (left < cells ? BETWEEN_HINTS.length : 0);
      if (needed > left) break;
      left -= needed;
      kept.push(hint);
    }
    return kept;
  }
  const last = hints.slice(-ALWAYS_KEPT);
  // Help tells of all the others.
  const isHelp = ({ command }: Hint): boolean => command === 'help.show';
  const wanted = last.toReversed().toSorted((a, b) => Number(isHelp(b)) - Number(isHelp(a)));
  const fitting = take(wanted);
  const always = last.filter((hint) => fitting.includes(hint));
  return [...take(hints.slice(0, -ALWAYS_KEPT)), ...always];
}
