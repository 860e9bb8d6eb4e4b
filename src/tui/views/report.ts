import { profilePage } from '../../places/web-pages.js';
import { atFirst, type ListCursor, positionOf } from '../../store/cursor/list-cursor.js';
import { idle, type Loadable } from '../../store/loadable.js';
import type { ReportService } from '../../store/social/social-state.js';
import type { State } from '../../store/state.js';
import { errorSentence } from '../../text/error-sentence.js';
import type { CommandWords } from '../../text/sentence.js';
import type { Choice } from '../screen/offers.js';
import type { View } from '../screen/view.js';
import { menuBox, menuPicture, menuRows, menuViewport } from './menu.js';

interface ReportSeen {
  readonly name: string;
  readonly page: string;
  readonly services: Loadable<readonly ReportService[]>;
  readonly cursor: ListCursor;
  readonly words: CommandWords;
}

/** Where something can be reported: the page that has a button for it, and who hears of it. */
export const reportView: View<'report', ReportSeen> = {
  id: 'report',
  stand: 'box',
  see({ overlay, words }) {
    if (overlay?.kind !== 'report') return { name: '', page: '', services: idle, cursor: atFirst, words };
    const { name, page, services, cursor } = overlay;
    return { name, page, services, cursor, words };
  },
  title: ({ name, services }) => ({ name: titleOf(name), loading: services.status === 'loading' }),
  box: (seen, area) => menuBox(choicesOf(seen), area),
  list: (seen, size) => ({ cursor: seen.cursor, viewport: menuViewport(choicesOf(seen), size) }),
  picture: (seen, size) => menuPicture(titleOf(seen.name), choicesOf(seen), seen.cursor, size),
};

const titleOf = (name: string): string => `Report ${name}`;

/** The web address of the line under the cursor; undefined where it has none. */
export function selectedReportPage({ overlay, words }: State): string | undefined {
  if (overlay?.kind !== 'report') return undefined;
  const { name, page, services, cursor } = overlay;
  const choices = choicesOf({ name, page, services, cursor, words });
  const key = choices[positionOf(cursor, menuRows(choices))]?.key;
  return key === SAID ? undefined : key;
}

const SAID = 'said';

function choicesOf({ page, services, words }: ReportSeen): readonly Choice[] {
  const { status, value = [], error } = services;
  return [
    { key: page, title: page, aside: 'has “report” in its menu' },
    ...value.map(({ did, name, reasons }) => ({
      key: profilePage(did),
      title: `who hears of it: ${name}`,
      aside: reasons === '' ? 'what it takes it does not say' : `takes reports of: ${reasons}`,
    })),
    ...(status === 'failed'
      ? [{ key: SAID, title: `Who hears of it could not be asked. ${errorSentence(error, words)}` }]
      : []),
    ...(status === 'ready' && value.length === 0
      ? [{ key: SAID, title: 'who hears of it: whom the app asks; no labeler is set here' }]
      : []),
  ];
}
