import type { AppView } from '../../atproto/appview.js';
import { isAbortError } from '../../atproto/calls/abort-error.js';
import type { CallOptions } from '../../atproto/calls/call-options.js';
import type { AtClient } from '../../atproto/client.js';
import { type RecordAddress, recordUri } from '../../places/repo-addresses.js';
import { errorSentence } from '../../text/error-sentence.js';
import { field, textField } from '../../text/json-fields.js';
import { sanitise } from '../../text/sanitise.js';

/** A record by what it is and what it says. */
export interface StrongRef {
  readonly uri: string;
  readonly cid: string;
}

/** A post that is answered or quoted, as it is now. */
export interface PostSubject extends StrongRef {
  /** What the thread begins with: itself, or what it says that it answers. */
  readonly root: StrongRef;
  /** `@bob.test`, or the DID. */
  readonly by: string;
  /** Its text. */
  readonly said: string;
  /** Why it cannot be answered, or quoted, as far as an AppView says so. */
  readonly noReply: string | undefined;
  readonly noQuote: string | undefined;
  /** What could not be found out, as a sentence. */
  readonly note: string | undefined;
}

export interface SubjectSource extends Pick<AtClient, 'resolve' | 'repo'> {
  readonly appview: Pick<AppView, 'getPosts'>;
}

/**
 * Reads a post from its own PDS, so that its CID is that of what it says now, and asks the AppView whether it may be answered and quoted.
 * Throws what reading the record throws.
 */
export async function readSubject(
  { appview, resolve, repo }: SubjectSource,
  address: RecordAddress,
  options: CallOptions,
): Promise<PostSubject> {
  const identity = await resolve(address.repo, options);
  const uri = recordUri({ ...address, repo: identity.did });
  const [item, seen] = await Promise.all([
    repo(identity).get(address.collection, address.rkey, options),
    viewOf(appview, uri, options),
  ]);
  const answer = item.value();
  const record = field(answer, 'value');
  const self = { uri, cid: textField(answer, 'cid') ?? '' };
  const { handle } = identity;
  const by = handle === undefined ? identity.did : `@${handle}`;
  const said = textField(record, 'text') ?? '';
  return { ...self, root: rootOf(record) ?? self, by, said, ...whetherAllowed(seen, by) };
}

function rootOf(record: unknown): StrongRef | undefined {
  const [uri, cid] = [textField(record, 'reply', 'root', 'uri'), textField(record, 'reply', 'root', 'cid')];
  return uri === undefined || cid === undefined ? undefined : { uri, cid };
}

type Seen = { readonly view: unknown } | { readonly trouble: string };

async function viewOf(appview: SubjectSource['appview'], uri: string, options: CallOptions): Promise<Seen> {
  try {
    return { view: (await appview.getPosts([uri], options)).at(0)?.value() };
  } catch (error) {
    if (isAbortError(error)) throw error;
    return { trouble: errorSentence(error) };
  }
}

function whetherAllowed(seen: Seen, by: string): Pick<PostSubject, 'noReply' | 'noQuote' | 'note'> {
  if ('trouble' in seen) {
    const note = `Whether ${by} lets you answer it could not be asked: ${seen.trouble}`;
    return { noReply: undefined, noQuote: undefined, note };
  }
  const { view } = seen;
  const blocked = field(view, 'author', 'viewer', 'blockedBy') === true;
  const blocking = textField(view, 'author', 'viewer', 'blocking') !== undefined;
  const isReplyShut = field(view, 'viewer', 'replyDisabled') === true;
  const isQuoteShut = field(view, 'viewer', 'embeddingDisabled') === true;
  const between = blocked ? `${by} blocks you` : blocking ? `You block ${by}` : undefined;
  const noReply = isReplyShut ? `${by} has chosen who may answer it, and you are not among them` : between;
  const noQuote = isQuoteShut ? `${by} has chosen that it is not quoted` : between;
  return {
    noReply: noReply && `${sanitise(noReply)}: apps do not show such an answer.`,
    noQuote: noQuote && `${sanitise(noQuote)}: apps do not show such a quote.`,
    note: undefined,
  };
}
