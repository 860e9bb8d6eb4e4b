import { atUriParts } from '../../atproto/at-uri.js';
import { isAbortError } from '../../atproto/calls/abort-error.js';
import type { AtClient } from '../../atproto/client.js';
import type { Writer } from '../../atproto/writes/writer.js';
import { type OwnState, toldState } from '../../lenses/own-state.js';
import { field, textField } from '../../text/json-fields.js';
import { SentenceError } from '../../text/sentence.js';
import { asSentence } from './act-text.js';
import { ownRecordIn } from './own-update.js';
import type { PostTarget, Target } from './target.js';

type Asked = Pick<AtClient, 'appview' | 'repo' | 'resolve'>;

/** How a target stands to the account in use, as a service tells it now. */
export interface Looked {
  readonly own: OwnState;
  /** CID of the post. */
  readonly cid?: string | undefined;
  /** It blocks the account in use. */
  readonly isBlockedBy?: boolean | undefined;
}

/** Pages of lists with memberships that are asked for: nobody has more lists than that. */
const LIST_PAGES_MAX = 20;

/** Asks the AppView how a target stands to the account in use. Throws as its calls do. */
export async function lookAt({ appview }: Asked, target: Target): Promise<Looked> {
  switch (target.kind) {
    case 'account': {
      const profile = await appview.getProfile(target.did);
      return { own: toldState(profile), isBlockedBy: field(profile.viewer, 'blockedBy') === true };
    }
    case 'post': {
      const view = (await appview.getPosts([target.uri])).at(0)?.value();
      return { own: toldState(view), cid: textField(view, 'cid') };
    }
    case 'list': {
      const reply = await appview.ask('app.bsky.graph.getList', { list: target.uri, limit: 1 });
      return { own: toldState(field(reply.json(), 'list')) };
    }
    case 'membership':
      return { own: { listed: await listedIn(appview, target.did, target.list) } };
  }
}

/** The at-URI of the record that puts an account on a list of one's own; false where it does not stand on it. */
async function listedIn(
  appview: Asked['appview'],
  did: string,
  list: string,
): Promise<string | false | undefined> {
  let cursor: string | undefined;
  for (let pages = 0; pages < LIST_PAGES_MAX; pages += 1) {
    const page = await appview.page(
      'app.bsky.graph.getListsWithMembership',
      'listsWithMembership',
      { actor: did },
      cursor,
    );
    for (let index = 0; index < page.items.length; index += 1) {
      const item = page.items.at(index)?.value();
      if (textField(item, 'list', 'uri') === list) return textField(item, 'listItem', 'uri') ?? false;
    }
    cursor = page.cursor;
    if (cursor === undefined) break;
  }
  return undefined;
}

/** Own records that are looked through, newest first, where no AppView tells: 100 a page. */
const RECORD_PAGES_MAX = 50;

/**
 * The at-URI of a record of one's own that says already what an act is to say: a PDS takes a second one, which nobody would find again.
 * Undefined where there is none; throws a SentenceError where there are too many to look through.
 */
export async function ownRecordOf(
  client: Asked,
  did: string,
  { collection, target }: { readonly collection: string; readonly target: Target },
): Promise<string | undefined> {
  const source = client.repo(await client.resolve(did));
  let cursor: string | undefined;
  for (let pages = 0; pages < RECORD_PAGES_MAX; pages += 1) {
    const page = await source.list(collection, cursor);
    for (let index = 0; index < page.items.length; index += 1) {
      const item = page.items.at(index)?.value();
      if (isAbout(field(item, 'value'), target)) return textField(item, 'uri');
    }
    cursor = page.cursor;
    if (cursor === undefined) return undefined;
  }
  throw new SentenceError(
    `The AppView does not tell whether that is so already, and you have too many records of ${collection} to look through them.`,
  );
}

/** Whether a record is about a target. */
function isAbout(record: unknown, target: Target): boolean {
  const subject = textField(record, 'subject') ?? textField(record, 'subject', 'uri');
  switch (target.kind) {
    case 'account':
      return subject === target.did;
    case 'membership':
      return subject === target.did && textField(record, 'list') === target.list;
    default:
      return subject === target.uri;
  }
}

/** The record of one's own behind an at-URI, as the PDS has it now; undefined where it is gone, or about something else. */
export async function readOwn(
  writer: Writer,
  uri: string | boolean | undefined,
  target: Target,
): Promise<{ readonly collection: string; readonly rkey: string; readonly cid: string } | undefined> {
  const at = ownRecordIn(uri, writer.did);
  const stored = at && (await writer.read(at.collection, at.rkey));
  return at && stored && isAbout(JSON.parse(stored.json), target) ? { ...at, cid: stored.cid } : undefined;
}

/**
 * The CID of the post that is liked, reposted or bookmarked: the version that one sees, else what the AppView has, else what the PDS of its author
 * has. Throws where it is not there any more.
 */
export async function cidOf(client: Asked, target: PostTarget, looked: Looked | undefined): Promise<string> {
  const known = target.cid ?? looked?.cid;
  if (known !== undefined && looked?.cid !== undefined) return known;
  const { repo = '', collection = '', rkey = '' } = atUriParts(target.uri) ?? {};
  try {
    const record = (await client.repo(await client.resolve(repo)).get(collection, rkey)).value();
    const cid = known ?? textField(record, 'cid');
    if (cid !== undefined) return cid;
  } catch (error) {
    if (isAbortError(error)) throw error;
    throw new SentenceError(
      asSentence(`${target.name} could not be found: neither the AppView nor its PDS has it.`),
      { cause: error },
    );
  }
  throw new SentenceError(
    `It is not known which version of ${target.name} this is, and what you do has to name it.`,
  );
}
