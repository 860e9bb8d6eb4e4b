import { memberItems } from '../../atproto/calls/member-items.js';
import { type RawItem, rawItemFromText } from '../../atproto/calls/raw-items.js';
import type { AtClient } from '../../atproto/client.js';
import type { Identity } from '../../atproto/identity/identity.js';
import { errorSentence } from '../../text/error-sentence.js';
import { isFailedCall } from '../../text/failed-call.js';
import { listField, textField } from '../../text/json-fields.js';
import { asked } from '../identity/asked.js';
import { checkedLabels, type FoundLabel, inOrder, unsignedLabels, withoutDoubles } from './found-label.js';
import { askLabeler, type Declaration, declarationsOf, wantedLabelers } from './labelers.js';
import type { LabelsAddress } from './labels-address.js';

/** Somebody who was asked for labels and gave none, or not all. */
export interface NoLabels {
  /** DID of the labeler; undefined of who is none. */
  readonly did: string | undefined;
  /** Who it is, where it is no labeler. */
  readonly name: string;
  readonly why: string;
}

export interface FoundLabels {
  readonly labels: readonly FoundLabel[];
  readonly failures: readonly NoLabels[];
  /** The record, or the profile of the account, as it is now: its CID; undefined where that is not known. */
  readonly now: { readonly uri: string; readonly cid: string | undefined };
  /** The labelers that were asked. */
  readonly asked: readonly string[];
  /** Those that who is signed in has subscribed to. */
  readonly followed: ReadonlySet<string>;
  /** What labelers declare, by their DIDs, as far as the AppView knows them. */
  readonly declarations: ReadonlyMap<string, Declaration>;
}

export type LabelsClient = Pick<
  AtClient,
  'appview' | 'services' | 'sessions' | 'preferences' | 'resolve' | 'service' | 'repo'
>;

const PROFILE = { collection: 'app.bsky.actor.profile', rkey: 'self' } as const;

/**
 * What labels an account or a record has: from the labelers that one has subscribed to or that the settings name, from the AppView, and from the record
 * itself. Of one label only who says it is asked among the labelers. Nobody who fails keeps the others from being heard. Rejects with nothing but
 * an AbortError.
 */
export async function findLabels(
  address: LabelsAddress,
  identity: Identity,
  client: LabelsClient,
  {
    signal,
    onPart,
  }: { readonly signal: AbortSignal; readonly onPart?: ((found: FoundLabels) => void) | undefined },
): Promise<FoundLabels> {
  const { did } = identity;
  const { about, label } = address;
  const record = about ?? PROFILE;
  const uri = `at://${did}/${record.collection}/${record.rkey}`;
  const wanted = await wantedLabelers(client, signal);
  const sources = label === undefined ? wanted.dids : label.src === did ? [] : [label.src];
  const found: FoundLabel[] = [];
  const failures: NoLabels[] = [];
  let cid: string | undefined;
  let declarations: ReadonlyMap<string, Declaration> = new Map();

  const told = (): FoundLabels => ({
    labels: inOrder(
      withoutDoubles(found)
        .filter(
          ({ label: { src, val, uri: of } }) =>
            label === undefined || (src === label.src && val === label.val && of === subject),
        )
        .map((one) => ({ ...one, declaration: declarations.get(one.label.src) })),
      Date.now(),
    ),
    failures: [...failures],
    now: { uri, cid },
    asked: sources,
    followed: wanted.followed,
    declarations,
  });
  /** What fails is told in the place of what it would have said. */
  async function add(who: Omit<NoLabels, 'why'>, ask: () => Promise<void>): Promise<void> {
    const answer = await asked(ask, signal);
    if ('error' in answer) failures.push({ ...who, why: errorSentence(answer.error) });
    onPart?.(told());
  }

  if (wanted.failed !== undefined) {
    failures.push({
      did: undefined,
      name: 'your preferences',
      why: `Which labelers you have subscribed to is not known. ${errorSentence(wanted.failed)}`,
    });
  }
  // A profile is labelled as a record of the account; so is everything else that it has.
  const subject = about === undefined ? did : uri;
  const patterns = about === undefined && label === undefined ? [did, `at://${did}/*`] : [subject];
  await Promise.all([
    ...sources.map((source) =>
      add({ did: source, name: source }, async () => {
        const { items, labeler, note } = await askLabeler(client, source, patterns, signal);
        found.push(...(await checkedLabels(items, labeler, signal)));
        if (note !== undefined) failures.push({ did: source, name: source, why: `${note}.` });
      }),
    ),
    add({ did: undefined, name: 'the AppView' }, async () => {
      const uris = about === undefined ? [did, uri] : [uri];
      found.push(
        ...unsignedLabels(await client.appview.queryLabels(uris, [...sources, did], { signal }), 'appview'),
      );
    }),
    add({ did: undefined, name: 'the AppView' }, async () => {
      const items = await labelsInViews(about === undefined ? undefined : uri, did, client, signal);
      found.push(...unsignedLabels(items, 'appview'));
    }),
    add({ did: undefined, name: 'the record' }, async () => {
      const item = await recordOf(identity, record, client, signal);
      cid = textField(item?.value(), 'cid');
      found.push(...(item === undefined ? [] : selfLabels(item, did, uri)));
    }),
    add({ did: undefined, name: 'the AppView' }, async () => {
      declarations = await declarationsOf(client, sources, signal);
    }),
  ]);
  // Those whom only the AppView told of are known by now as well.
  const others = [...new Set(found.map((one) => one.label.src))].filter(
    (src) => src !== did && !declarations.has(src) && !sources.includes(src),
  );
  if (others.length > 0) {
    await add({ did: undefined, name: 'the AppView' }, async () => {
      declarations = new Map([...declarations, ...(await declarationsOf(client, others, signal))]);
    });
  }
  return told();
}

/** What labels an AppView has in what it shows of the account, or of the record where it is a post. */
async function labelsInViews(
  uri: string | undefined,
  did: string,
  { appview }: Pick<AtClient, 'appview'>,
  signal: AbortSignal,
): Promise<readonly RawItem[]> {
  if (uri === undefined) {
    const { labels = [] } = await appview.getProfile(did, { signal });
    return labels.map((label) => rawItemFromText(JSON.stringify(label)));
  }
  if (!uri.startsWith(`at://${did}/app.bsky.feed.post/`)) return [];
  const posts = await appview.getPosts([uri], { signal });
  const post = posts.at(0);
  const items = post && memberItems(post, 'labels');
  return Array.from({ length: items?.length ?? 0 }, (_, index) => items?.at(index) ?? []).flat();
}

/** The record; undefined where there is none, as of a profile that nobody has filled in. */
async function recordOf(
  identity: Identity,
  { collection, rkey }: { readonly collection: string; readonly rkey: string },
  client: Pick<AtClient, 'repo'>,
  signal: AbortSignal,
): Promise<RawItem | undefined> {
  try {
    return await client.repo(identity).get(collection, rkey, { signal });
  } catch (error) {
    if (isFailedCall(error) && error.error === 'RecordNotFound') return undefined;
    throw error;
  }
}

/** What an author says of an own record (`com.atproto.label.defs#selfLabels`), as the labels that an AppView makes of it. */
function selfLabels(item: RawItem, did: string, uri: string): readonly FoundLabel[] {
  const { cid, value } = item.value() as { readonly cid?: unknown; readonly value?: unknown };
  const cts = textField(value, 'createdAt');
  return listField(value, 'labels', 'values').flatMap((one) => {
    const val = textField(one, 'val');
    if (val === undefined || val === '') return [];
    const json = JSON.stringify({ src: did, uri, cid, val, cts });
    return unsignedLabels([rawItemFromText(json)], 'record');
  });
}
