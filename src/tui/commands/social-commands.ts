import { whyNoWrites } from '../../store/changes/own.js';
import { ACTS, type ActId } from '../../store/social/acts.js';
import { targetsOf } from '../../store/social/targets.js';
import { whyNothing } from '../../store/social/why-not.js';
import type { State } from '../../store/state.js';
import type { Sentence } from '../../text/sentence.js';
import { selectedReportPage } from '../views/report.js';
import { type SocialChoice, type SocialPair, selectedSocial, socialChoices } from '../views/social.js';
import { selectedOwnList } from '../views/social-lists.js';
import { type Command, type CommandContext, paneScopes } from './command.js';

/** Each act, what people also call it, and what it does with what is selected. */
const NAMED: readonly (readonly [
  id: Exclude<ActId, 'add-to-list' | 'remove-from-list'>,
  title: string,
  otherNames?: string,
])[] = [
  ['follow', 'follow the account', 'follow-back'],
  ['unfollow', 'unfollow the account'],
  ['mute', 'mute the account: asks first'],
  ['unmute', 'unmute the account'],
  ['block', 'block the account: asks first'],
  ['unblock', 'unblock the account'],
  ['like', 'like the post'],
  ['unlike', 'take back your like of the post'],
  ['repost', 'repost the post'],
  ['unrepost', 'take back your repost of the post'],
  ['bookmark', 'bookmark the post'],
  ['unbookmark', 'take the post off your bookmarks'],
  ['mute-list', 'mute all on the list: asks first'],
  ['unmute-list', 'unmute all on the list: asks first'],
  ['block-list', 'block all on the list: asks first'],
  ['unblock-list', 'unblock all on the list: asks first'],
];

/** The letters of the menu, and what each chooses. */
const LETTERS: readonly (readonly [pair: SocialPair, letter: string, what: string])[] = [
  ['follow', 'f', 'follow the account, or unfollow it'],
  ['mute', 'm', 'mute the account, or unmute it'],
  ['block', 'b', 'block the account, or unblock it'],
  ['lists', 'a', 'put the account on a list of yours, or take it off'],
  ['like', 'l', 'like the post, or take that back'],
  ['repost', 'r', 'repost the post, or take that back'],
  ['bookmark', 's', 'bookmark the post, or take that back'],
  ['mute-list', 'M', 'mute all on the list, or unmute them'],
  ['block-list', 'B', 'block all on the list, or unblock them'],
  ['report', 'w', 'show where it can be reported'],
];

function whyNoLists(state: State): Sentence | undefined {
  return whyNoWrites(state) ?? whyNothing(state, 'account');
}

function whyNothingHere(state: State): Sentence | undefined {
  const { account, post, list } = targetsOf(state);
  return (account ?? post ?? list) ? undefined : whyNothing(state, 'account');
}

function choose({ actions }: CommandContext, choice: SocialChoice): void {
  const { target } = choice.target;
  if (choice.kind === 'act') actions.act(choice.act, choice.target);
  else if (choice.kind === 'report') actions.openReport(target);
  else if (target.kind === 'account') actions.openOwnLists(target);
}

/** What one does with accounts, posts and lists, one at a time. */
export const socialCommands: readonly Command[] = [
  {
    id: 'social.menu',
    name: 'do',
    keys: ['m'],
    title: 'choose what to do with the account, post or list: follow, like, mute, block, report …',
    category: 'Account',
    scopes: paneScopes,
    hint: 'follow, like …',
    refuse: (state) => whyNoWrites(state) ?? whyNothingHere(state),
    run: ({ actions }) => actions.openSocial(),
  },
  ...NAMED.map(
    ([id, title, otherName]): Command => ({
      id: `social.${id}`,
      name: id,
      otherNames: otherName === undefined ? undefined : [otherName],
      keys: [],
      title,
      category: 'Account',
      scopes: paneScopes,
      isSeen: true,
      refuse(state) {
        const { of } = ACTS[id];
        return whyNoWrites(state) ?? (of === 'membership' ? undefined : whyNothing(state, of));
      },
      run: ({ actions }) => actions.act(id),
    }),
  ),
  {
    id: 'social.lists',
    name: 'to-list',
    otherNames: ['add-to-list', 'remove-from-list'],
    keys: [],
    title: 'put the account on a list of yours, or take it off',
    category: 'Account',
    scopes: paneScopes,
    refuse: whyNoLists,
    run: ({ actions }) => actions.openOwnLists(),
  },
  {
    id: 'social.report',
    name: 'report',
    keys: [],
    title: 'show where the account, post or list can be reported',
    category: 'Account',
    scopes: paneScopes,
    refuse: whyNothingHere,
    run: ({ actions }) => actions.openReport(),
  },
  {
    id: 'social.choose',
    keys: ['Enter'],
    title: 'do it',
    category: 'Account',
    scopes: ['social'],
    hint: 'do it',
    run(context) {
      const choice = selectedSocial(context.state);
      if (choice) choose(context, choice);
    },
  },
  ...LETTERS.map(
    ([pair, letter, what]): Command => ({
      id: `social.choose-${pair}`,
      keys: [letter],
      title: what,
      category: 'Account',
      scopes: ['social'],
      // Letters choose there that move elsewhere.
      applies: ({ overlay }) => overlay?.kind === 'social',
      run(context) {
        const choice = socialChoices(context.state).find((one) => one.pair === pair);
        if (choice) choose(context, choice);
        else context.actions.notify(`There is nothing here to ${what}.`);
      },
    }),
  ),
  {
    id: 'social.turn-listed',
    keys: ['Enter', 'Space'],
    title: 'put the account on the list, or take it off',
    category: 'Account',
    scopes: ['social-lists'],
    hint: 'put on, take off',
    refuse: (state) => (selectedOwnList(state) ? undefined : 'There is no list on this line.'),
    run({ state, actions }) {
      const list = selectedOwnList(state);
      if (list) actions.turnListed(list);
    },
  },
  {
    id: 'report.open',
    keys: ['Enter', 'o'],
    title: 'open the page in the browser',
    category: 'Account',
    scopes: ['report'],
    hint: 'open in the browser',
    refuse: noPage,
    run({ state, actions }) {
      const page = selectedReportPage(state);
      if (page !== undefined) actions.openInBrowser(page);
    },
  },
  {
    id: 'report.copy',
    keys: ['y'],
    title: 'copy the web address',
    category: 'Account',
    scopes: ['report'],
    hint: 'copy',
    refuse: noPage,
    run({ state, actions }) {
      const page = selectedReportPage(state);
      if (page !== undefined) actions.copy({ id: 'web', label: 'web address', text: page });
    },
  },
];

function noPage(state: State): Sentence | undefined {
  return selectedReportPage(state) === undefined ? 'There is no web address on this line.' : undefined;
}
