import { atFirst, type ListCursor, positionOf } from '../../store/cursor/list-cursor.js';
import { titleOf } from '../../store/social/act-text.js';
import { ACTS, type ActId } from '../../store/social/acts.js';
import type { SocialTarget } from '../../store/social/social-state.js';
import { isSo, ownKey } from '../../store/social/standing.js';
import { whyNotDo } from '../../store/social/why-not.js';
import type { State } from '../../store/state.js';
import { type CommandWords, spell } from '../../text/sentence.js';
import type { Choice } from '../screen/offers.js';
import type { View } from '../screen/view.js';
import { menuBox, menuPicture, menuRows, menuViewport } from './menu.js';

/** One thing that the menu offers: an act, the lists of one's own, or where to report. */
export type SocialChoice = (
  | { readonly kind: 'act'; readonly act: ActId }
  | { readonly kind: 'lists' }
  | { readonly kind: 'report' }
) & {
  readonly target: SocialTarget;
  /** What its letter in the menu goes by. */
  readonly pair: SocialPair;
  readonly title: string;
  /** Why it is not possible, as it is drawn; undefined where it is. */
  readonly why: string | undefined;
};

/** What stands behind one letter of the menu: an act and its opposite, of which one is offered. */
export type SocialPair =
  | 'follow'
  | 'mute'
  | 'block'
  | 'lists'
  | 'like'
  | 'repost'
  | 'bookmark'
  | 'mute-list'
  | 'block-list'
  | 'report';

const PAIRS = {
  account: ['follow', 'mute', 'block'],
  post: ['like', 'repost', 'bookmark'],
  list: ['mute-list', 'block-list'],
  membership: [],
} as const satisfies Readonly<Record<SocialTarget['target']['kind'], readonly (SocialPair & ActId)[]>>;

/** What the choices are made of: the same objects for as long as the state has the same. */
interface SocialSeen {
  readonly targets: readonly SocialTarget[];
  readonly own: State['own'];
  readonly session: State['session'];
  readonly cursor: ListCursor;
  readonly words: CommandWords;
}

const NO_TARGETS: readonly SocialTarget[] = [];
const TITLE = 'What to do';

/** What can be done with what was selected; what is so already is offered as its opposite. */
export const socialView: View<'social', SocialSeen> = {
  id: 'social',
  stand: 'box',
  see: seenIn,
  title: () => ({ name: TITLE }),
  box: (seen, area) => menuBox(linesOf(seen), area),
  list: (seen, size) => ({ cursor: seen.cursor, viewport: menuViewport(linesOf(seen), size) }),
  picture: (seen, size) => menuPicture(TITLE, linesOf(seen), seen.cursor, size),
};

function seenIn({ overlay, own, session, words }: State): SocialSeen {
  const { targets, cursor } = overlay?.kind === 'social' ? overlay : { targets: NO_TARGETS, cursor: atFirst };
  return { targets, own, session, cursor, words };
}

/** What the menu offers; nothing where it is not open. */
export const socialChoices = (state: State): readonly SocialChoice[] => choicesOf(seenIn(state));

/** What its cursor is on. */
export function selectedSocial(state: State): SocialChoice | undefined {
  const seen = seenIn(state);
  return choicesOf(seen)[positionOf(seen.cursor, menuRows(linesOf(seen)))];
}

const choicesOf = (seen: SocialSeen): readonly SocialChoice[] =>
  seen.targets.flatMap((target, index) => choicesFor(seen, target, index === 0));

function choicesFor(seen: SocialSeen, one: SocialTarget, isFirst: boolean): SocialChoice[] {
  const { target, told } = one;
  const own = { ...told, ...seen.own.get(ownKey(target)) };
  const acts = PAIRS[target.kind].map((pair): SocialChoice => {
    const on = ACTS[pair];
    const act = isSo(on, own) ? ACTS[on.opposite] : on;
    const why = whyNotDo(seen, act, target, own);
    return {
      kind: 'act',
      act: act.id,
      target: one,
      pair,
      title: titleOf(act, target),
      why: why === undefined ? undefined : spell(why, seen.words),
    };
  });
  const { name } = target;
  if (target.kind === 'account') {
    acts.push({
      kind: 'lists',
      target: one,
      pair: 'lists',
      title: `put ${name} on a list …`,
      why: undefined,
    });
  }
  // What is reported is what one has before oneself: of a post, the post.
  if (isFirst) {
    acts.push({
      kind: 'report',
      target: one,
      pair: 'report',
      title: `see where to report ${name} …`,
      why: undefined,
    });
  }
  return acts;
}

/** Each with the key that chooses it. */
const linesOf = (seen: SocialSeen): readonly Choice[] =>
  choicesOf(seen).map(({ pair, title, why }) => ({
    key: pair,
    title: `${seen.words(`social.choose-${pair}`)}  ${title}`,
    aside: why,
  }));
