import { isInForce, type Label, labelsOf } from '../atproto/labels/label.js';
import { cellText } from '../text/cell-text.js';
import { listField, textField } from '../text/json-fields.js';
import { userLanguage } from '../text/languages.js';
import { sanitise } from '../text/sanitise.js';
import { type LabelSeverity, type LabelWords, labelWords } from './label-words.js';
import type { Names } from './names.js';

/** A label as rows and heads have it. */
export interface LabelMark {
  /** The sign of its severity and its name: `⚑ Spam`; behind one that authors put on what is theirs stands `(self)`. */
  readonly text: string;
  readonly severity: LabelSeverity;
  /** DID of who says so; undefined: the author of what is labelled. */
  readonly by: string | undefined;
  /** Apps cover pictures that have it. */
  readonly coversPictures: boolean;
}

/** Services may send any number. */
const LABELS_MAX = 20;
const NAME_CHARACTERS_MAX = 64;

/** Told apart without colours: a danger, and anything else. */
const SIGNS: Readonly<Record<LabelSeverity, string>> = { alert: '⚑', inform: '⚐', none: '⚐' };
const RANKS: readonly LabelSeverity[] = ['alert', 'inform', 'none'];

/**
 * The labels that hold of what an AppView shows of an account or a record, those of others first, and of them the worst: those taken back and expired ones do not.
 * What is labelled is an account of that DID, or a record of its.
 */
export function viewMarks(view: unknown, owner: string | undefined, names?: Names): readonly LabelMark[] {
  return marksOf(labelsOf({ labels: listField(view, 'labels').slice(0, LABELS_MAX) }), owner, names);
}

/** The labels that authors put on their own records (`com.atproto.label.defs#selfLabels`). */
export function selfMarks(record: unknown): readonly LabelMark[] {
  const values = listField(record, 'labels', 'values').slice(0, LABELS_MAX);
  const labels = values.flatMap((label): Label[] => {
    const val = textField(label, 'val');
    if (val === undefined || val === '') return [];
    return [{ src: '', uri: '', cid: undefined, val, neg: false, cts: undefined, exp: undefined }];
  });
  return marksOf(labels, '', undefined);
}

function marksOf(labels: readonly Label[], owner: string | undefined, names: Names | undefined): LabelMark[] {
  const now = Date.now();
  const said = new Map<string, LabelMark>();
  for (const label of labels) {
    if (!isInForce(label, now)) continue;
    const by = label.src === owner ? undefined : label.src;
    const definition = by === undefined ? undefined : names?.labelDefinition?.(by, label.val);
    const meant = labelWords(label.val, definition, userLanguage());
    const { name, severity } = meant;
    // As painting will have it, so that the list finds it in the cell.
    const words = sanitise(cellText(name, NAME_CHARACTERS_MAX)).trim();
    if (words === '') continue;
    const text = `${SIGNS[severity]} ${words}${by === undefined ? ' (self)' : ''}`;
    // What several say of an account and of its profile is marked once.
    if (!said.has(text)) said.set(text, { text, severity, by, coversPictures: coversPictures(meant) });
  }
  return [...said.values()].toSorted((a, b) => rank(a) - rank(b));
}

/** What its labeler has apps show as if it were not labelled is shown; nudity is everybody's, and nobody has chosen here. */
const coversPictures = ({ blurs, setting, defined }: LabelWords): boolean =>
  blurs === 'media' && (setting !== 'ignore' || defined === 'globally');

/** What others say goes before what authors say themselves. */
const rank = ({ severity, by }: LabelMark): number =>
  RANKS.indexOf(severity) + (by === undefined ? RANKS.length : 0);

/** The marks in one cell, one after the other; empty where there is none. */
export const marksText = (marks: readonly LabelMark[]): string => marks.map(({ text }) => text).join(' ');

/** A text with the marks before it. */
export const withMarks = (marks: readonly LabelMark[], text: string): string =>
  cellText([marksText(marks), text].filter((part) => part !== '').join(' · '));
