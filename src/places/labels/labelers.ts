import { isDid } from '@atcute/lexicons/syntax';
import type { RawItem } from '../../atproto/calls/raw-items.js';
import type { AtClient } from '../../atproto/client.js';
import { type Labeler, labelerOf } from '../../atproto/labels/labeler.js';
import { type QueriedLabels, queryLabels } from '../../atproto/labels/query-labels.js';
import { type LabelDefinition, readLabelDefinition } from '../../lenses/label-words.js';
import { field, listField, textField } from '../../text/json-fields.js';
import { SentenceError } from '../../text/sentence.js';
import { asked } from '../identity/asked.js';

/** What a labeler declares: what it labels with, and what can be reported to it. */
export interface Declaration {
  readonly did: string;
  readonly handle: string | undefined;
  readonly displayName: string | undefined;
  /** The values that it uses, with or without a definition. */
  readonly values: readonly string[];
  readonly definitions: ReadonlyMap<string, LabelDefinition>;
  readonly reasonTypes: readonly string[];
  readonly subjectTypes: readonly string[];
  readonly subjectCollections: readonly string[];
  /** As it was sent, by the AppView or as the record. */
  readonly json: string;
}

/** The labelers whose labels one wants, and why some of them may be missing. */
export interface WantedLabelers {
  readonly dids: readonly string[];
  /** Those among them that who is signed in has subscribed to. */
  readonly followed: ReadonlySet<string>;
  /** What came of asking for them, where that failed. */
  readonly failed: unknown;
}

/** Labelers that are asked for one place: an app takes 20 (packages/api, `labelersPref`), and the settings may name some. */
const LABELERS_MAX = 30;

type Asking = Pick<AtClient, 'services' | 'sessions' | 'preferences'>;

/** Those of the settings, and those that who is signed in has subscribed to. Rejects with nothing but an AbortError. */
export async function wantedLabelers(client: Asking, signal: AbortSignal): Promise<WantedLabelers> {
  const named = client.services.labelers;
  if (client.sessions.current === undefined) return { dids: named, followed: new Set(), failed: undefined };
  const answer = await asked(() => client.preferences({ signal }), signal);
  if ('error' in answer) return { dids: named, followed: new Set(), failed: answer.error };
  const followed = new Set<string>();
  const { items } = answer.value;
  for (let index = 0; index < items.length; index++) {
    const preference = items.at(index)?.value();
    if (textField(preference, '$type') !== 'app.bsky.actor.defs#labelersPref') continue;
    for (const labeler of listField(preference, 'labelers')) {
      const did = textField(labeler, 'did');
      if (isDid(did)) followed.add(did);
    }
  }
  return {
    dids: [...new Set([...named, ...followed])].slice(0, LABELERS_MAX),
    followed,
    failed: undefined,
  };
}

/** What a labeler says of some at-URIs and DIDs, and what it is. Its host is a stranger's. Throws a SentenceError where it is no labeler. */
export async function askLabeler(
  client: Pick<AtClient, 'resolve' | 'service'>,
  did: string,
  patterns: readonly string[],
  signal: AbortSignal,
): Promise<QueriedLabels & { readonly labeler: Labeler }> {
  const labeler = labelerOf(await client.resolve(did, { signal }));
  const service = client.service(endpointOf(labeler), 'stranger');
  return { ...(await queryLabels(service, patterns, { signal })), labeler };
}

/** Where the labels of a labeler are to be had. Throws a SentenceError where its DID document does not say so. */
export function endpointOf({ did, handle, endpoint, whyNoEndpoint }: Labeler): URL {
  if (endpoint !== undefined) return new URL(endpoint);
  throw new SentenceError(`${handle ?? did} cannot be asked for labels: its DID document ${whyNoEndpoint}.`);
}

/** What an AppView says that labelers declare, by their DIDs: of those that it does not know nothing. */
export async function declarationsOf(
  { appview }: Pick<AtClient, 'appview'>,
  dids: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Declaration>> {
  const wanted = [...new Set(dids)].filter((did) => isDid(did));
  if (wanted.length === 0) return new Map();
  const views = await appview.getLabelers(wanted, { signal });
  return new Map(
    views.flatMap((view): readonly [string, Declaration][] => {
      const read = viewDeclaration(view);
      return read === undefined ? [] : [[read.did, read]];
    }),
  );
}

/** The record in which an account declares that it labels, from its own repository. Throws as `RepoSource.get`. */
export async function declarationRecord(
  client: Pick<AtClient, 'resolve' | 'repo'>,
  did: string,
  signal: AbortSignal,
): Promise<Declaration> {
  const identity = await client.resolve(did, { signal });
  const item = await client.repo(identity).get('app.bsky.labeler.service', 'self', { signal });
  const record = field(item.value(), 'value');
  return declaration(record, { did, handle: identity.handle, displayName: undefined }, item);
}

/** `app.bsky.labeler.defs#labelerViewDetailed`. */
function viewDeclaration(view: RawItem): Declaration | undefined {
  const value = view.value();
  const creator = field(value, 'creator');
  const did = textField(creator, 'did');
  if (did === undefined) return undefined;
  const [handle, displayName] = [textField(creator, 'handle'), textField(creator, 'displayName')];
  return declaration(value, { did, handle, displayName }, view);
}

function declaration(
  value: unknown,
  who: Pick<Declaration, 'did' | 'handle' | 'displayName'>,
  item: RawItem,
): Declaration {
  const definitions = listField(value, 'policies', 'labelValueDefinitions').flatMap(
    (json) => readLabelDefinition(json) ?? [],
  );
  return {
    ...who,
    values: texts(listField(value, 'policies', 'labelValues')),
    definitions: new Map(definitions.map((definition) => [definition.value, definition])),
    reasonTypes: texts(listField(value, 'reasonTypes')),
    subjectTypes: texts(listField(value, 'subjectTypes')),
    subjectCollections: texts(listField(value, 'subjectCollections')),
    json: item.text(),
  };
}

const texts = (list: readonly unknown[]): readonly string[] =>
  list.filter((one): one is string => typeof one === 'string');
