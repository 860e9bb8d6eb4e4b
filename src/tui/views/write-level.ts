import type { WriteLevelOverlay } from '../../store/overlays/overlays-state.js';
import { accountName } from '../../store/session/account-name.js';
import { fit } from '../../text/fit.js';
import { sanitise } from '../../text/sanitise.js';
import { type CommandWords, say, spell } from '../../text/sentence.js';
import { wrap } from '../../text/wrap.js';
import type { Size } from '../screen/layout.js';
import { palette } from '../screen/style.js';
import type { View } from '../screen/view.js';
import { noteRows } from './failure-text.js';

interface WriteLevelSeen {
  readonly overlay: WriteLevelOverlay | undefined;
  /** What the account in use is called. */
  readonly name: string;
  readonly words: CommandWords;
}

const BOX_CELLS_MAX = 76;
const OFFER_LINES_MIN = 2;

/** A write that the sign-in does not allow, and the way to one that does. */
export const writeLevelView: View<'write-level', WriteLevelSeen> = {
  id: 'write-level',
  stand: 'box',
  isModal: true,
  see: ({ overlay, session, words }) => ({
    overlay: overlay?.kind === 'write-level' ? overlay : undefined,
    name: session ? accountName(session) : '',
    words,
  }),
  title: () => ({ name: 'Not allowed to write' }),
  box(seen, area) {
    const width = Math.min(BOX_CELLS_MAX, area.width);
    const room = Math.max(1, width - 4);
    const { why, offer } = textsOf(seen);
    const lines = wrap(why, room).length + 1 + wrap(offer, room).length;
    return { at: 'middle', width, height: seen.overlay ? lines + 2 : 0 };
  },
  picture(seen, size) {
    const { why, offer } = textsOf(seen);
    return {
      lines: draw(why, offer, size),
      hits: () => [],
      spoken: () => ({ title: 'Not allowed to write', lines: [why, offer] }),
    };
  },
};

function textsOf({ overlay, name, words }: WriteLevelSeen): { why: string; offer: string } {
  const offer = say`Nothing was written, and nothing is lost. {key:sign-in.next} signs ${name} in anew in the browser, to write, too; {key:menu.close} leaves it.`;
  return { why: sanitise(spell(overlay?.sentence ?? '', words)), offer: sanitise(spell(offer, words)) };
}

function draw(why: string, offer: string, { width, height }: Size): readonly string[] {
  const room = Math.max(1, width - 2);
  const wanted = wrap(offer, room).length;
  const offered = noteRows(offer, room, Math.max(1, Math.min(wanted, Math.max(OFFER_LINES_MIN, height - 2))));
  const left = height - offered.length;
  const told = left > 0 ? noteRows(why, room, left) : [];
  const isRoomy = left > told.length;
  const inner = [
    ...told.map((line) => palette.bold(fit(line, room))),
    ...(isRoomy ? [' '.repeat(room)] : []),
    ...offered.map((line) => fit(line, room)),
  ].slice(0, height);
  while (inner.length < height) inner.push(' '.repeat(room));
  return inner.map((line) => (width > 1 ? ` ${line}${width > 2 ? ' ' : ''}` : line));
}
