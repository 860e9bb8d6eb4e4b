import { stripVTControlCharacters } from 'node:util';
import type { HeadPart } from '../../lenses/head.js';
import { currentSource } from '../../store/archives/archives-selectors.js';
import { type ListCursor, windowOf } from '../../store/cursor/list-cursor.js';
import { shownSource } from '../../store/mirrors/mirrors-selectors.js';
import { type ProofVerdict, shownVerdict, VERDICT_WORDS } from '../../store/proofs/proof-verdict.js';
import { onlySignedInNote } from '../../store/records/only-signed-in.js';
import type { RecordParts } from '../../store/records/records-state.js';
import type { Shown } from '../../store/records/shown-record.js';
import type { Search } from '../../store/search/search-state.js';
import type { State } from '../../store/state.js';
import { shownValidity } from '../../store/validities/shown-validity.js';
import type { ValidityEntry } from '../../store/validities/validities-state.js';
import { currentVisit } from '../../store/visits/visits-selectors.js';
import { sanitise } from '../../text/sanitise.js';
import type { CommandWords, Sentence } from '../../text/sentence.js';
import { rowHits, withSelected } from '../screen/picture.js';
import type { View } from '../screen/view.js';
import { type PicturesSeen, wantedIn } from './picture-rows.js';
import { picturesSeen } from './pictures-seen.js';
import { recordDocument, recordSearch } from './record-document.js';
import { steadyHead } from './record-head.js';
import { drawRecord, recordHeader, recordInfo, recordViewport } from './record-lines.js';
import { steadyRecord } from './record-view.js';
import { joined } from './text-lines.js';
import { validityTitle } from './validity-words.js';

interface RecordSeen {
  readonly shown: Shown | undefined;
  readonly cursor: ListCursor;
  readonly folded: ReadonlySet<number>;
  readonly head: readonly HeadPart[];
  readonly parts: RecordParts;
  readonly pictures: PicturesSeen;
  /** at-URIs of the posts that the head would say more with. */
  readonly posts: readonly string[];
  /** The collection that it is of, where its lexicon says how it reads. */
  readonly collection: string | undefined;
  readonly focused: boolean;
  readonly words: CommandWords;
  readonly search?: Search | undefined;
  /** What its proof says of it; undefined where none was asked for. */
  readonly verdict: ProofVerdict | undefined;
  /** What its lexicon says of it; undefined where nothing is known. */
  readonly validity: ValidityEntry | undefined;
  /** What is said of it where its author asks for a sign-in, and nobody is signed in. */
  readonly note: Sentence | undefined;
  /** Which archive or mirror it is from; undefined: the account's own PDS. */
  readonly source: string | undefined;
}

const titles = { record: 'Record', row: 'Preview', document: 'DID document' } as const;

/** The record of the current place, or the row under the list's cursor, or the account's DID document. */
export const recordView: View<'record', RecordSeen> = {
  id: 'record',
  stand: 'pane',
  see(state) {
    const { cursors, folded, focus, search } = currentVisit(state);
    const shown = steadyRecord(state);
    const validity = shownValidity(state, shown);
    const { head, posts, collection } = steadyHead(state, shown, validity);
    return {
      shown,
      head,
      posts,
      collection,
      parts: state.recordParts,
      pictures: picturesSeen(state),
      cursor: cursors.record,
      folded,
      focused: focus === 'record',
      words: state.words,
      search,
      verdict: shownVerdict(state),
      validity,
      note: onlySignedInNote(state, shown),
      source: sourceOf(state),
    };
  },
  title: (seen, size) => ({
    name: titles[seen.shown?.of ?? 'record'],
    info: joined(
      seen.source,
      verdictText(seen),
      validityTitle(seen.validity, size.width),
      recordInfo(seen, size),
    ),
    loading: seen.shown?.record.status === 'loading',
  }),
  list(seen, size) {
    const viewport = recordViewport(seen, size);
    return viewport && { cursor: seen.cursor, viewport };
  },
  search(seen, size) {
    const document = recordDocument(seen, size.width);
    return document && recordSearch(document);
  },
  wantedPosts: ({ posts }) => posts,
  wantedLens: ({ collection }) => collection,
  wantedPictures(seen, size) {
    const document = recordDocument(seen, size.width);
    const viewport = recordViewport(seen, size);
    if (!document || !viewport) return [];
    const { top, end } = windowOf(seen.cursor, viewport);
    return wantedIn(document.head.slice(top, end));
  },
  picture(seen, size) {
    const lines = drawRecord(seen, size);
    const viewport = recordViewport(seen, size);
    const window = viewport && windowOf(seen.cursor, viewport);
    return {
      lines,
      hits: () => (window ? rowHits(window, { y: recordHeader(size.height), width: size.width }) : []),
      spoken() {
        const name = [
          titles[seen.shown?.of ?? 'record'],
          verdictText(seen),
          validityTitle(seen.validity, Number.POSITIVE_INFINITY),
        ]
          .filter((word) => word !== '')
          .join(', ');
        const info = recordInfo(seen, size);
        const header = recordHeader(size.height);
        const selected = window && lines[header + window.position - window.top];
        const text =
          selected === undefined ? '' : stripVTControlCharacters(selected).replace('▌', ' ').trim();
        return {
          title: info ? `${name}, lines ${info}` : name,
          lines: window ? withSelected(window, text, lines) : lines,
        };
      },
    };
  },
};

const verdictText = ({ verdict }: RecordSeen): string =>
  verdict === undefined ? '' : VERDICT_WORDS[verdict];

/** Where it is from, where that is an archive or a mirror. */
function sourceOf(state: State): string | undefined {
  const source = currentSource(state) ?? shownSource(state);
  return source === undefined ? undefined : sanitise(source);
}
