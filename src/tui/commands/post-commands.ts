import type { RecordAddress } from '../../places/repo-addresses.js';
import { whyNoWrites } from '../../store/changes/own.js';
import { selection } from '../../store/selection.js';
import type { State } from '../../store/state.js';
import type { Sentence } from '../../text/sentence.js';
import { textArgument } from './arguments.js';
import { type Command, paneScopes, withArgument } from './command.js';

const POST = 'app.bsky.feed.post';

/** The post that is selected, or that the place is about. */
function selectedPost(state: State): RecordAddress | undefined {
  const { record } = selection(state);
  return record?.kind === 'record' && record.collection === POST ? record : undefined;
}

const whyNoPost = (state: State, verb: string): Sentence | undefined =>
  whyNoWrites(state) ?? (selectedPost(state) ? undefined : `Only a post is ${verb}: select one first.`);

/** Posting and answering. */
export const postCommands: readonly Command[] = [
  withArgument<string>({
    id: 'post.new',
    name: 'post',
    keys: [],
    title: 'write a post, in $VISUAL or $EDITOR, or of what is typed behind it: shows it first',
    category: 'Record',
    scopes: paneScopes,
    anywhere: true,
    args: textArgument('text'),
    titleWith: (text) => `show how “${text}” will read as a post`,
    refuse: whyNoWrites,
    run: ({ actions }, text) => actions.newPost(text),
  }),
  withArgument<string>({
    id: 'post.reply',
    name: 'reply',
    otherNames: ['answer'],
    keys: [],
    title: 'answer the post, in $VISUAL or $EDITOR, or with what is typed behind it: shows it first',
    category: 'Record',
    scopes: paneScopes,
    args: textArgument('text'),
    titleWith: (text) => `show how “${text}” will read as an answer`,
    refuse: (state) => whyNoPost(state, 'answered'),
    run({ state, actions }, text) {
      const post = selectedPost(state);
      if (post) actions.answerPost(post, text);
    },
  }),
  withArgument<string>({
    id: 'post.quote',
    name: 'quote',
    keys: [],
    title: 'quote the post, in $VISUAL or $EDITOR, or with what is typed behind it: shows it first',
    category: 'Record',
    scopes: paneScopes,
    args: textArgument('text'),
    titleWith: (text) => `show how “${text}” will read with the post`,
    refuse: (state) => whyNoPost(state, 'quoted'),
    run({ state, actions }, text) {
      const post = selectedPost(state);
      if (post) actions.quotePost(post, text);
    },
  }),
  {
    id: 'post.send',
    keys: ['Enter'],
    title: 'post what is shown; where something is wrong with it, open it in the editor again',
    category: 'Record',
    scopes: ['post'],
    hint: ({ overlay }) => (overlay?.kind === 'post' && overlay.post?.plan ? 'post' : 'edit'),
    run: ({ actions }) => actions.sendPost(),
  },
  {
    id: 'post.edit',
    keys: ['e'],
    title: 'open the post in the editor again',
    category: 'Record',
    scopes: ['post'],
    hint: 'edit',
    run: ({ actions }) => actions.editPost(),
  },
  {
    id: 'post.keep',
    keys: ['Esc', 'Backspace', 'q'],
    title: 'leave the post as a draft',
    category: 'Record',
    scopes: ['post'],
    hint: 'keep as a draft',
    applies: ({ overlay }) => overlay?.kind === 'post',
    run: ({ actions }) => actions.keepPost(),
  },
];
