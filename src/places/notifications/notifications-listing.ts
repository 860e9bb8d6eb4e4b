import { isDid } from '@atcute/lexicons/syntax';
import type { AppView } from '../../atproto/appview.js';
import { atUriParts } from '../../atproto/at-uri.js';
import type { RawItem, RawItems } from '../../atproto/calls/raw-items.js';
import type { Sessions } from '../../atproto/session/session.js';
import type { Column } from '../../lenses/column.js';
import { createdColumn, createdText, whenColumn, whenText } from '../../lenses/created-text.js';
import { cellText } from '../../text/cell-text.js';
import { field, textField } from '../../text/json-fields.js';
import type { AboutAccount } from '../about-account.js';
import { accountAddress } from '../account-address.js';
import type { Address } from '../addresses.js';
import type { Listing, ListRow, Order, Rows } from '../listing.js';
import { mustBeOwn } from '../own-only.js';
import { viewRow } from '../views-listing.js';
import { reasonsOf, reasonWords } from './reasons.js';
import { createSubjects, postText, type Subjects } from './subjects.js';

/** What a listing of notifications is made with. */
export interface Notifications {
  readonly address: AboutAccount<'notifications'>;
  readonly appview: Pick<AppView, 'page' | 'getPosts' | 'getFeedGenerators'>;
  readonly sessions: Pick<Sessions, 'current' | 'list'>;
  /** Whose they are. */
  readonly did: string;
  /** What they can be narrowed to; the first is what they are. */
  readonly orders: readonly Order[];
}

/** Whose notifications they are, and how the address writes them. */
interface Owner {
  readonly did: string;
  readonly repo: string;
}

const POST = 'app.bsky.feed.post';

const columns: readonly Column[] = [
  { ...whenColumn, drop: 2 },
  { title: 'new', width: 3, drop: 1 },
  { title: 'who', width: 22, drop: 0 },
  { title: 'reason', width: 23, drop: 0 },
  { title: 'about', width: 0, drop: 1 },
  createdColumn('indexed'),
];

/** Stands before what is newer than the account has looked at, in whichever client: nothing here says that it has. */
const UNREAD = '●';

/** Who did what to an account, and to which of its records. Looking at them changes nothing. */
export function notificationsListing({
  address,
  appview,
  sessions,
  did,
  orders,
}: Notifications): Listing<RawItem> {
  const subjects = createSubjects(appview);
  const owner = { did, repo: address.repo };
  return {
    address,
    columns,
    orders,
    dependsOnViewer: true,
    isPrivate: true,
    empty: 'There are no such notifications.',
    async load(cursor, { signal, limit, order = orders[0]?.id }) {
      await mustBeOwn('notifications', did, sessions);
      const asked = { reasons: reasonsOf(order) };
      const page = await appview.page(
        'app.bsky.notification.listNotifications',
        'notifications',
        asked,
        cursor,
        { signal, limit },
      );
      return { rows: withSubjects(page.items, subjects, signal), cursor: page.cursor };
    },
    row: (item) => notificationRow(item.value(), subjects, owner),
    key(item) {
      const view = item.value();
      return `${textField(view, 'uri') ?? ''} ${textField(view, 'reason') ?? ''}`;
    },
    dids: () => [],
    json: (item) => item.text(),
  };
}

/** The rows of a page; what they are about is asked for once somebody waits for that. */
function withSubjects(items: RawItems, subjects: Subjects, signal: AbortSignal): Rows<RawItem> {
  let learning: Promise<void> | undefined;
  return {
    length: items.length,
    at: (index) => items.at(index),
    note: items.note,
    get later() {
      learning ??= subjects.learn(subjectsOf(items), signal);
      return learning;
    },
  };
}

function subjectsOf(items: RawItems): readonly string[] {
  const uris: string[] = [];
  for (let index = 0; index < items.length; index++) {
    const view = items.at(index)?.value();
    const subject = saidText(view) === undefined ? subjectOf(view) : undefined;
    if (subject !== undefined) uris.push(subject);
  }
  return uris;
}

function notificationRow(view: unknown, subjects: Subjects, owner: Owner): ListRow {
  const author = field(view, 'author');
  const handle = textField(author, 'handle');
  const person = textField(author, 'did');
  const indexed = field(view, 'indexedAt');
  const reason = textField(view, 'reason');
  const cells = [
    whenText(indexed, undefined),
    field(view, 'isRead') === false ? UNREAD : '',
    cellText(handle === undefined ? person : `@${handle}`),
    reason === undefined ? '' : cellText(reasonWords(reason), 64),
    saidText(view) ?? subjects.text(subjectOf(view)),
    createdText(indexed, undefined),
  ];
  const row = viewRow(view, author, cells);
  return {
    ...row,
    opens: isPost(row.uri) ? row.opens : (ownRecord(subjectOf(view), owner) ?? accountOfView(author)),
    did: isDid(person) ? person : undefined,
  };
}

/** What somebody wrote to the account, where the notification is of that. */
function saidText(view: unknown): string | undefined {
  return isPost(textField(view, 'uri')) ? postText(view) : undefined;
}

/** The record of the account that something was done to: through whichever repost, a post. */
function subjectOf(view: unknown): string | undefined {
  const subject = textField(view, 'reasonSubject');
  const liked = textField(view, 'record', 'subject', 'uri');
  return isPost(subject) || liked === undefined ? subject : liked;
}

/** The record that something was done to, by the name that its account has in the address. */
function ownRecord(subject: string | undefined, { did, repo }: Owner): Address | undefined {
  const { repo: of, collection, rkey } = atUriParts(subject) ?? {};
  if (of === undefined || collection === undefined || rkey === undefined) return undefined;
  return { kind: 'record', repo: of === did ? repo : of, collection, rkey };
}

function accountOfView(author: unknown): Address | undefined {
  const did = textField(author, 'did');
  return accountAddress({ handle: textField(author, 'handle'), did: isDid(did) ? did : undefined });
}

const isPost = (uri: string | undefined): boolean => atUriParts(uri)?.collection === POST;
