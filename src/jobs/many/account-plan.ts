import { now as tidNow } from '@atcute/tid';
import type { ProfileDetailed } from '../../atproto/appview.js';
import { atUriParts } from '../../atproto/at-uri.js';
import type { QueryParams } from '../../atproto/calls/xrpc-methods.js';
import type { AtClient } from '../../atproto/client.js';
import type { ManyItem } from '../../keep/many-files.js';
import { field, textField } from '../../text/json-fields.js';

/** What is made so between the account in use and many others. */
export type AccountsAct =
  | { readonly kind: 'record'; readonly collection: string; readonly makes: boolean; readonly list?: string }
  | { readonly kind: 'call'; readonly nsid: string; readonly opposite: string; readonly makes: boolean };

/** Why nothing is done to an account. */
export type PassedOver = 'yourself' | 'so-already' | 'blocks-you' | 'not-shown';

export interface AccountsPlan {
  readonly items: readonly ManyItem[];
  /** The accounts that something is done to, in their order. */
  readonly dids: readonly string[];
  readonly passedOver: ReadonlyMap<PassedOver, number>;
}

interface PlanOptions {
  /** Whose repository is written to. */
  readonly did: string;
  readonly signal: AbortSignal;
  /** Is told how many records of one's own were read. */
  onRead?(records: number): void;
}

type PlanClient = Pick<AtClient, 'appview' | 'own'>;

const PAGE_ROWS = 100;
const ACTORS_AT_ONCE = 25;
const FOLLOW = 'app.bsky.graph.follow';

/**
 * Finds out what is to be written so that something is so of many accounts: first it looks what is so already, in one's own repository, as
 * a PDS takes a second record that says the same. Rejects as the calls do.
 */
export async function planAccounts(
  client: PlanClient,
  act: AccountsAct,
  accounts: readonly string[],
  options: PlanOptions,
): Promise<AccountsPlan> {
  const passedOver = new Map<PassedOver, number>();
  function pass(reason: PassedOver): void {
    passedOver.set(reason, (passedOver.get(reason) ?? 0) + 1);
  }
  const others = [...new Set(accounts)].filter((did) => did !== options.did);
  if (others.length < new Set(accounts).size) pass('yourself');
  const facts = await factsOf(client, act, others, options);
  const items: ManyItem[] = [];
  const dids: string[] = [];
  const createdAt = new Date().toISOString();
  for (const did of others) {
    const reason = facts.why(did);
    if (reason !== undefined) {
      pass(reason);
      continue;
    }
    dids.push(did);
    items.push(...facts.items(did, createdAt));
  }
  return { items, dids, passedOver };
}

interface Facts {
  /** Why nothing is done to an account; undefined: something is. */
  why(did: string): PassedOver | undefined;
  items(did: string, createdAt: string): readonly ManyItem[];
}

async function factsOf(
  client: PlanClient,
  act: AccountsAct,
  others: readonly string[],
  options: PlanOptions,
): Promise<Facts> {
  if (act.kind === 'call') {
    const profiles = await profilesOf(client, others, options.signal);
    const { nsid, opposite, makes } = act;
    return {
      why(did) {
        const profile = profiles.get(did);
        if (profile === undefined) return makes ? 'not-shown' : undefined;
        return (field(profile.viewer, 'muted') === true) === makes ? 'so-already' : undefined;
      },
      items: (actor) => [{ kind: 'call', nsid, input: { actor }, opposite }],
    };
  }
  const { collection, makes, list } = act;
  const had = await ownRecords(client, { collection, list, wanted: new Set(others) }, options);
  if (!makes) {
    return {
      why: (did) => (had.has(did) ? undefined : 'so-already'),
      items: (did) => had.get(did) ?? [],
    };
  }
  const asked = collection === FOLLOW ? others.filter((did) => !had.has(did)) : [];
  const profiles = await profilesOf(client, asked, options.signal);
  return {
    why(did) {
      if (had.has(did)) return 'so-already';
      if (collection !== FOLLOW) return undefined;
      const profile = profiles.get(did);
      if (profile === undefined) return 'not-shown';
      return field(profile.viewer, 'blockedBy') === true ? 'blocks-you' : undefined;
    },
    items(subject, createdAt) {
      const record = { $type: collection, subject, ...(list !== undefined && { list }), createdAt };
      return [{ kind: 'create', collection, rkey: tidNow(), json: JSON.stringify(record) }];
    },
  };
}

/** Accounts as the AppView shows them to the account in use; those that it does not show are left out. */
async function profilesOf(
  { appview }: PlanClient,
  dids: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, ProfileDetailed>> {
  const profiles = new Map<string, ProfileDetailed>();
  for (let at = 0; at < dids.length; at += ACTORS_AT_ONCE) {
    for (const profile of await appview.getProfiles(dids.slice(at, at + ACTORS_AT_ONCE), { signal })) {
      profiles.set(profile.did, profile);
    }
  }
  return profiles;
}

/** One's own records of a collection about some accounts, by the account: as deletions, and all of them where there are several. */
async function ownRecords(
  client: PlanClient,
  {
    collection,
    list,
    wanted,
  }: {
    readonly collection: string;
    readonly list?: string | undefined;
    readonly wanted: ReadonlySet<string>;
  },
  { did, signal, onRead = () => {} }: PlanOptions,
): Promise<ReadonlyMap<string, readonly ManyItem[]>> {
  const found = new Map<string, ManyItem[]>();
  let read = 0;
  for await (const item of eachOwn(client, did, collection, signal)) {
    read += 1;
    if (read % PAGE_ROWS === 0) onRead(read);
    const subject = textField(item, 'value', 'subject');
    const { rkey } = atUriParts(textField(item, 'uri')) ?? {};
    if (subject === undefined || rkey === undefined || !wanted.has(subject)) continue;
    if (list !== undefined && textField(item, 'value', 'list') !== list) continue;
    const deletion: ManyItem = { kind: 'delete', collection, rkey, cid: textField(item, 'cid') };
    found.set(subject, [...(found.get(subject) ?? []), deletion]);
  }
  return found;
}

/** The lists of an account as they stand in its repository, newest first. */
export async function ownLists(
  client: Pick<AtClient, 'own'>,
  did: string,
  signal: AbortSignal,
): Promise<readonly { readonly uri: string; readonly name: string }[]> {
  const lists: { uri: string; name: string }[] = [];
  for await (const item of eachOwn(client, did, 'app.bsky.graph.list', signal)) {
    const uri = textField(item, 'uri');
    if (uri !== undefined) lists.push({ uri, name: textField(item, 'value', 'name') ?? uri });
  }
  return lists;
}

/** Each `{uri, cid, value}` of a collection of one's own. */
async function* eachOwn(
  { own }: Pick<AtClient, 'own'>,
  repo: string,
  collection: string,
  signal: AbortSignal,
): AsyncGenerator<unknown> {
  let cursor: string | undefined;
  do {
    const params = {
      repo,
      collection,
      limit: PAGE_ROWS,
      cursor,
    } as QueryParams<'com.atproto.repo.listRecords'>;
    const { items, ...page } = (await own.query('com.atproto.repo.listRecords', params, { signal })).page(
      'records',
    );
    for (let index = 0; index < items.length; index += 1) yield items.at(index)?.value();
    // A cursor that leads to itself would lead on for ever.
    cursor = page.cursor === cursor || items.length === 0 ? undefined : page.cursor;
  } while (cursor !== undefined);
}
