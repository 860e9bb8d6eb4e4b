import type { Names } from '../../lenses/names.js';
import type { ArchiveFacts } from '../../places/archives/archive-facts.js';
import type { ShownArchive } from '../../store/archives/archives-state.js';
import { type ArchivedVerdict, signatureVerdict } from '../../store/proofs/archived-verdict.js';
import { VERDICT_WORDS } from '../../store/proofs/proof-verdict.js';
import { byteSize } from '../../text/byte-size.js';
import { countText } from '../../text/count-text.js';
import { localMinute } from '../../text/date-time.js';
import { fit, fitMiddle } from '../../text/fit.js';
import { textField } from '../../text/json-fields.js';
import { sanitise } from '../../text/sanitise.js';
import { type CommandWords, say, spell } from '../../text/sentence.js';
import { timeAgo } from '../../text/time-ago.js';
import { wrap } from '../../text/wrap.js';
import { PADDING_CELLS } from '../screen/layout.js';
import { palette, type Style } from '../screen/style.js';

/** Descriptions and names are a stranger's: no more of them is looked at than a pane could show. */
const TEXT_CHARACTERS_MAX = 4_000;

/** Whose an archive is, of when, how large, and whether it holds, in lines of `width` cells, what matters most first. */
export function archiveLines(
  { facts, signature, read }: ShownArchive,
  width: number,
  names: Names,
  words: CommandWords,
): readonly string[] {
  const room = width - 2 * PADDING_CELLS;
  if (room <= 0) return [];
  const lines: string[] = [];
  const add = (paint: Style, text: string): void => void lines.push(` ${paint(fit(text, room))} `);
  function addWrapped(paint: Style, text: string): void {
    for (const line of wrap(text, room)) add(paint, line);
  }
  const found = facts.value;
  if (found === undefined) {
    if (read) add(palette.dim, `${byteSize(read.done)} of ${byteSize(read.total)} read`);
    return lines;
  }
  const { did, rev, profile } = found;
  const handle = found.kept?.note?.handle ?? names(did);
  add(palette.bold, nameOf(profile) || sanitise(handle ?? did));
  if (handle !== undefined) add(palette.plain, `@${sanitise(handle)}`);
  add(palette.dim, fitMiddle(sanitise(did), room));
  addVerdict(found, signature, addWrapped);
  addWrapped(palette.plain, countsText(found));
  if (found.problemCount > 0) {
    const problems = found.problemCount === 1 ? '1 problem' : `${countText(found.problemCount)} problems`;
    addWrapped(palette.bad, spell(say`${problems}: {key:place.problems} lists them`, words));
  }
  addWrapped(
    palette.dim,
    sanitise(`rev ${rev}${found.time === undefined ? '' : ` · ${timeAgo(found.time, Date.now())}`}`),
  );
  for (const line of descriptionOf(profile)) addWrapped(palette.plain, line);
  addWrapped(palette.dim, sanitise(originOf(found)));
  return lines;
}

const PAINTS: Partial<Record<ArchivedVerdict, Style>> = {
  signed: palette.good,
  past: palette.warn,
  checking: palette.dim,
  'key-unknown': palette.warn,
};

/** What the signature comes to. ✓ stands only where it is good and all else holds. */
function addVerdict(
  { problemCount, kept }: ArchiveFacts,
  signature: ShownArchive['signature'],
  add: (paint: Style, text: string) => void,
): void {
  const verdict = signatureVerdict({ signature });
  if (verdict === undefined) return;
  const isSigned = verdict === 'signed' || verdict === 'past';
  if (isSigned && problemCount > 0) add(palette.warn, 'the commit is signed, and the archive does not hold');
  else add(PAINTS[verdict] ?? palette.bad, VERDICT_WORDS[verdict]);
  const { value } = signature;
  if (value === undefined || !('kind' in value)) return;
  if (verdict === 'key-unknown' && kept?.note?.verdict === 'signed') {
    add(palette.dim, 'It was signed when it was taken home.');
  }
  add(palette.dim, sanitise(value.message));
}

function countsText({ records, collections, bytes }: ArchiveFacts): string {
  const held = `${countText(records)} ${records === 1 ? 'record' : 'records'}`;
  const groups = `${countText(collections.length)} ${collections.length === 1 ? 'collection' : 'collections'}`;
  return `${held} · ${groups} · ${byteSize(bytes)}`;
}

function originOf({ kept, file }: ArchiveFacts): string {
  if (kept === undefined) return file;
  const from = kept.note?.from ?? '';
  return `pulled ${localMinute(kept.time)}${from === '' ? '' : ` from ${from}`}`;
}

const nameOf = (profile: unknown): string =>
  sanitise((textField(profile, 'displayName') ?? '').slice(0, TEXT_CHARACTERS_MAX)).trim();

const descriptionOf = (profile: unknown): readonly string[] =>
  (textField(profile, 'description') ?? '')
    .slice(0, TEXT_CHARACTERS_MAX)
    .trim()
    .split(/\s*(?:\r\n|\n|\r)\s*/)
    .map(sanitise)
    .filter((line) => line !== '');
