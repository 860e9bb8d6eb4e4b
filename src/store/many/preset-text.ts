import { countText } from '../../text/count-text.js';
import { type Sentence, say } from '../../text/sentence.js';

/** What was looked at to be marked. */
export interface Looked {
  /** `posts`. */
  readonly name: string;
  /** How many of them there are. */
  readonly all: number;
  readonly isFiltered: boolean;
  /** Why not all of the list could be loaded. */
  readonly note: Sentence | undefined;
}

/** What came of marking what is older than a date. */
export interface OlderFound {
  readonly before: string;
  readonly marked: number;
  /** Of the marked ones, those that do not say when they were made: their keys do. */
  readonly byKey: number;
  /** Of the marked ones, those whose keys say that they were written later. */
  readonly writtenLater: number;
  /** Those of which nothing says when they were made. */
  readonly undated: number;
}

/** What came of marking what points to something that is gone. */
export interface GoneFound {
  readonly marked: number;
  /** Of the marked ones, replies whose whole thread is gone. */
  readonly threads: number;
  /** Words for what may come back, each with how many point to it. */
  readonly away: ReadonlyMap<string, number>;
  readonly areAwayMarked: boolean;
  /** How many point to what nobody could be asked about. */
  readonly unknown: number;
}

export function olderText(looked: Looked, found: OlderFound): Sentence {
  const { before, marked, byKey, writtenLater, undated } = found;
  const those = undated === 0 ? '' : ` Of ${countText(undated)} nothing says when.`;
  if (marked === 0) return withNote(`None of ${allOf(looked)} is from before ${before}.${those}`, looked);
  const more = [
    byKey === 0 ? '' : ` Of ${countText(byKey)} only the key says so.`,
    writtenLater === 0
      ? ''
      : ` By their keys ${countText(writtenLater)} ${writtenLater === 1 ? 'was' : 'were'} written later than that.`,
    those,
  ].join('');
  return withNote(
    say`Marked ${countText(marked)} of ${allOf(looked)}: ${marked === 1 ? 'it says that it is' : 'they say that they are'} from before ${before}.${more} ${deletes(marked)}`,
    looked,
  );
}

export function goneText(looked: Looked, found: GoneFound): Sentence {
  const { marked, threads, away, areAwayMarked, unknown } = found;
  const awayCount = [...away.values()].reduce((sum, count) => sum + count, 0);
  const isAwayTold = awayCount > 0 && !areAwayMarked;
  const what = areAwayMarked ? 'is gone, or away' : 'is gone';
  const first =
    marked === 0
      ? `None of ${allOf(looked)} points to something that ${what}.`
      : `Marked ${countText(marked)} of ${allOf(looked)}: what ${marked === 1 ? 'it points' : 'they point'} to ${what}${threadsText(threads)}.`;
  const others = unknown === 0 ? '' : ` Of ${countText(unknown)} nobody could tell.`;
  const next = marked === 0 ? '' : say` ${deletes(marked)}`;
  if (!isAwayTold) return withNote(say`${first}${others}${next}`, looked);
  const words = [...away].map(([word, count]) => `${WORDS[word] ?? word} (${countText(count)})`).join(', ');
  return withNote(
    say`${first}${others}${next} ${countText(awayCount)} ${awayCount === 1 ? 'points' : 'point'} to accounts that may come back: ${words}. {key:many.dangling} and “away” marks those, too.`,
    looked,
  );
}

const deletes = (marked: number): Sentence =>
  marked === 1 ? say`{key:many.delete} deletes it.` : say`{key:many.delete} deletes them.`;

const allOf = ({ all, name, isFiltered }: Looked): string =>
  isFiltered ? `the ${countText(all)} ${name} that pass the filter` : `${countText(all)} ${name}`;

const threadsText = (threads: number): string =>
  threads === 0 ? '' : `, of ${countText(threads)} the whole thread`;

const withNote = (text: Sentence, { note }: Looked): Sentence =>
  note === undefined ? text : say`${text} Not all is loaded: ${note}.`;

/** What hosts say of accounts, as it is read. */
const WORDS: Readonly<Record<string, string>> = {
  takendown: 'taken down',
  homeless: 'without a host',
  desynchronized: 'out of step',
  inactive: 'not active',
};
