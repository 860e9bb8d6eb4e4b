import { isAbortError } from '../../atproto/calls/abort-error.js';
import { WriteError } from '../../atproto/writes/write-error.js';
import type { PreparedPost } from '../../jobs/posts/prepare-post.js';
import type { Draft } from '../../keep/drafts.js';
import type { RecordAddress } from '../../places/repo-addresses.js';
import { errorSentence } from '../../text/error-sentence.js';
import { userLanguage } from '../../text/languages.js';
import { sanitise } from '../../text/sanitise.js';
import { type Sentence, SentenceError, say } from '../../text/sentence.js';
import { POSTING_TASK } from '../changes/change-tasks.js';
import type { Changes } from '../changes/changes.js';
import type { StoreContext } from '../context.js';
import { atFirst } from '../cursor/list-cursor.js';
import { notify, notifyFailure } from '../notice/notify.js';
import { accountName } from '../session/account-name.js';
import { offerWriteLevel } from '../session/write-level.js';
import type { PostOverlay } from './posting-state.js';

export interface PostingActions {
  /** Has a post typed in the editor, or shows how `text` will read. */
  newPost(text?: string): void;
  /** The same for an answer to a post, or a quote of one. */
  answerPost(of: RecordAddress, text?: string): void;
  quotePost(of: RecordAddress, text?: string): void;
  /** Posts what is shown; where something is wrong with it, opens it again. */
  sendPost(): void;
  /** Opens what is shown in the editor again. */
  editPost(): void;
  /** Leaves what is shown as a draft. */
  keepPost(): void;
}

/** Posting, from what is typed to what is undone. */
export interface Posting extends PostingActions {
  /** Whether a draft is a post, and not the JSON of one. */
  isPost(draft: Draft): boolean;
  /** Opens a draft again. */
  resumePost(draft: Draft): void;
}

const POST = 'app.bsky.feed.post';
const FILE = 'post.txt';

/** What was typed is a draft on disk as soon as the editor ends, and until it is posted. */
export function createPosting(context: StoreContext, changes: Pick<Changes, 'change'>): Posting {
  const { client, drafts, effects, get, set, tasks } = context;
  /** Of the last post. */
  let lastLangs: readonly string[] | undefined;

  function run(work: (signal: AbortSignal) => Promise<void>, failed: string): void {
    void tasks.start(POSTING_TASK, async (signal) => {
      try {
        await work(signal);
      } catch (error) {
        if (!isAbortError(error)) notifyFailure(context, failed, error);
      }
    });
  }

  function shown(draft: string): PostOverlay | undefined {
    const { overlay } = get();
    return overlay?.kind === 'post' && overlay.draft === draft ? overlay : undefined;
  }

  /** Changes what is shown of a post, if it is still shown. */
  function change(draft: string, members: Partial<PostOverlay>): void {
    const overlay = shown(draft);
    if (overlay) set({ overlay: { ...overlay, ...members } });
  }

  async function keep(id: string, did: string, text: string, problem?: string): Promise<void> {
    const common = { rkey: undefined, base: undefined, baseJson: undefined };
    await drafts?.save({ id, did, time: Date.now(), collection: POST, ...common, text, problem });
  }

  function depsOf(signal: AbortSignal) {
    const { pds = '' } = client.sessions.current ?? {};
    return { client, host: URL.parse(pds)?.host ?? pds, signal };
  }

  /** Shows how it will read. */
  async function look(draft: string, typed: string, signal: AbortSignal): Promise<void> {
    const { session } = get();
    if (!session) throw new SentenceError(say`Nobody is signed in any more. ${KEPT}`);
    set({
      overlay: {
        kind: 'post',
        draft,
        typed,
        by: accountName(session),
        post: undefined,
        busy: 'Looking at what it names …',
        problem: undefined,
        asksAlt: false,
        cursor: atFirst,
      },
    });
    const { preparePost } = await import('../../jobs/posts/prepare-post.js');
    const post = await preparePost(typed, depsOf(signal));
    change(draft, { post, busy: undefined });
  }

  /** `isFresh`: nobody has typed into it yet. */
  function openEditor(draft: string, opened: string, isFresh: boolean): void {
    const did = get().session?.did;
    if (did === undefined) return;
    run(async (signal) => {
      let saved: string | undefined;
      const said = await effects.editText(FILE, opened, async (text) => {
        if (text === opened) return;
        saved = text;
        await keep(draft, did, text);
      });
      // An editor that failed says nothing of what is to become of the text.
      if (said) notify(context, saved === undefined ? said.text : say`${said.text} ${KEPT}`, 'error');
      else if (saved === undefined && isFresh) notify(context, 'Nothing was typed, and nothing is posted.');
      else await look(draft, saved ?? opened, signal);
    }, 'The post could not be typed.');
  }

  async function textFor(
    text: string | undefined,
    about?: { kind: 'reply' | 'quote'; uri: string; what: string; said: string },
  ): Promise<string> {
    const { languageTag, postText } = await import('../../jobs/posts/post-text.js');
    const { session } = get();
    const language = languageTag(userLanguage() ?? 'en') ?? 'en';
    const by = session ? accountName(session) : '';
    return postText({ langs: lastLangs ?? [language], by, about, text });
  }

  /** What was typed behind the command is shown at once, and is a draft as what comes out of an editor is. */
  async function begin(
    typed: string,
    text: string | undefined,
    signal: AbortSignal,
    draft: string = crypto.randomUUID(),
  ): Promise<void> {
    const did = get().session?.did;
    if (text === undefined || did === undefined) return openEditor(draft, typed, true);
    await keep(draft, did, typed);
    await look(draft, typed, signal);
  }

  function about(kind: 'reply' | 'quote', of: RecordAddress, text: string | undefined): void {
    notify(context, 'Reading the post …');
    run(async (signal) => {
      const draft = crypto.randomUUID();
      const did = get().session?.did;
      if (text !== undefined && did !== undefined) {
        const typedUri = `at://${of.repo}/${of.collection}/${of.rkey}`;
        await keep(draft, did, await textFor(text, { kind, uri: typedUri, what: '', said: '' }));
      }
      const { readSubject } = await import('../../jobs/posts/post-subject.js');
      const { uri, by, said, noReply, noQuote } = await readSubject(client, of, { signal });
      set({ notice: undefined });
      const why = kind === 'reply' ? noReply : noQuote;
      const what = `${kind === 'reply' ? 'answering' : 'quoting'} ${by}${why === undefined ? '' : ` (${why})`}`;
      await begin(await textFor(text, { kind, uri, what, said }), text, signal, draft);
    }, 'The post could not be read; what you typed behind the command is among the drafts.');
  }

  /** Sends it, and tells what became of it wherever one is by then: what is under way is not stopped, so that it is known. */
  async function send(draft: string, typed: string, post: PreparedPost): Promise<void> {
    const { signal } = new AbortController();
    const { plan, reply, langs } = post;
    const did = get().session?.did;
    if (plan === undefined || did === undefined) return;
    change(draft, { busy: 'Posting …', problem: undefined });
    try {
      const { datedPost } = await import('../../jobs/posts/prepare-post.js');
      const source = datedPost(plan);
      const json = plan.files.length === 0 ? source : await sendPictures(draft, { ...plan, source }, signal);
      const title = reply === undefined ? 'posted' : `answered ${reply.by}`;
      const said = say`${reply === undefined ? 'Posted.' : `Answered ${reply.by}.`} {key:change.undo} takes it back.`;
      const { collection, rkey } = plan;
      await changes.change({ kind: 'create', collection, rkey, json }, { did, title, said });
      lastLangs = langs;
      if (shown(draft)) set({ overlay: undefined });
      await drafts?.remove(draft);
    } catch (error) {
      failed(draft, error);
      await keep(draft, did, typed, errorSentence(error)).catch(() => {});
    }
  }

  async function sendPictures(
    draft: string,
    plan: NonNullable<PreparedPost['plan']>,
    signal: AbortSignal,
  ): Promise<string> {
    const { sendFiles } = await import('../../jobs/changes/blob-files.js');
    const { host } = depsOf(signal);
    const json = await sendFiles(plan, {
      validate: client.validate,
      writer: await client.writer(),
      host,
      signal,
      onFile: ({ name }) => change(draft, { busy: sanitise(`Sending ${name} …`) }),
    });
    change(draft, { busy: 'Posting …' });
    return json;
  }

  function failed(draft: string, error: unknown): void {
    const problem: Sentence =
      error instanceof SentenceError ? error.sentence : errorSentence(error, get().words);
    const isShown = shown(draft) !== undefined;
    change(draft, { busy: undefined, problem });
    if (error instanceof WriteError && error.kind === 'scope') offerWriteLevel(context, problem);
    else if (!isShown) notify(context, say`${problem} ${KEPT}`, 'error');
  }

  function editShown({ draft, typed, post, problem }: PostOverlay): void {
    set({ overlay: undefined });
    run(async () => {
      const { withFaults } = await import('../../jobs/posts/post-text.js');
      const told = problem === undefined ? [] : [errorSentence(new SentenceError(problem), get().words)];
      openEditor(draft, withFaults(typed, [...(post?.faults ?? []), ...told]), false);
    }, 'The post could not be opened.');
  }

  function withShown(act: (overlay: PostOverlay) => void): void {
    const { overlay } = get();
    if (overlay?.kind === 'post') act(overlay);
  }

  return {
    newPost: (text) =>
      run(async (signal) => begin(await textFor(text), text, signal), 'The post could not be typed.'),
    answerPost: (of, text) => about('reply', of, text),
    quotePost: (of, text) => about('quote', of, text),

    sendPost: () =>
      withShown((overlay) => {
        const { draft, typed, post, busy, asksAlt } = overlay;
        if (busy !== undefined || post === undefined) return;
        if (post.plan === undefined) editShown(overlay);
        else if (!asksAlt && post.images.some(({ alt }) => alt === '')) change(draft, { asksAlt: true });
        else void send(draft, typed, post);
      }),

    editPost: () => withShown((overlay) => isSending(overlay) || editShown(overlay)),

    keepPost: () =>
      withShown((overlay) => {
        if (!isSending(overlay)) tasks.stop(POSTING_TASK);
        set({ overlay: undefined });
        notify(context, isSending(overlay) ? 'It is being posted.' : KEPT);
      }),

    isPost: ({ collection, rkey, base, text }) =>
      collection === POST && rkey === undefined && base === undefined && HAS_DASHES.test(text),

    resumePost: ({ id, text }) => openEditor(id, text, false),
  };
}

/** Between the lines about a post and its text; JSON has no such line. */
const HAS_DASHES = /^-{3,}\s*$/m;

const isSending = ({ busy, post }: PostOverlay): boolean => busy !== undefined && post !== undefined;

const KEPT = say`What was typed is kept: {key:draft.list} lists it.`;
