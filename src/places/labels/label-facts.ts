import type { Identity } from '../../atproto/identity/identity.js';
import { isExpired } from '../../atproto/labels/label.js';
import { createdMinute } from '../../lenses/created-text.js';
import { labelEffect } from '../../lenses/label-words.js';
import type { Names } from '../../lenses/names.js';
import { cellText } from '../../text/cell-text.js';
import type { Address } from '../addresses.js';
import { type Fact, type Facts, factsListing } from '../facts-listing.js';
import type { Listing } from '../listing.js';
import { type FoundLabels, findLabels, type LabelsClient } from './find-labels.js';
import type { FoundLabel } from './found-label.js';
import {
  byText,
  signatureMark,
  signatureText,
  subjectText,
  untilText,
  versionText,
  wordsOf,
} from './label-texts.js';
import type { LabelsAddress, NamedLabel } from './labels-address.js';
import { reasonText } from './reason-text.js';

const nobody: Names = () => undefined;

/** One label: why it is here, from whom, by which definition, what apps do because of it, and where to object (bluesky-social/social-app#4003). */
export function labelFactsListing(
  address: LabelsAddress & { readonly label: NamedLabel },
  identity: Identity,
  client: LabelsClient,
): Listing<Fact> {
  return {
    ...factsListing({
      address,
      empty: 'Nobody says this label any more.',
      async load({ signal, onPart }) {
        const facts = (found: FoundLabels): Facts => factsOf(found, address, identity.did, client);
        const onFound =
          onPart &&
          ((found: FoundLabels) => {
            const part = facts(found).facts;
            onPart(part);
          });
        return facts(await findLabels(address, identity, client, { signal, onPart: onFound }));
      },
    }),
    dependsOnViewer: true,
  };
}

function factsOf(
  found: FoundLabels,
  address: LabelsAddress,
  owner: string,
  client: Pick<LabelsClient, 'services'>,
): Facts {
  const { labels, failures, now } = found;
  const [first] = labels;
  const facts = [
    ...(first === undefined ? [] : meaningFacts(first, found, owner, client)),
    ...labels.flatMap((one) => saidFacts(one, now.cid)),
    ...(first === undefined ? [] : [subjectFact(address, first)]),
    ...failures.map(
      ({ did, name, why }): Fact => ({
        mark: '?',
        name: 'not known',
        value: `${name}: ${why}`,
        opens: did === undefined ? undefined : { kind: 'labeler', repo: did },
      }),
    ),
  ];
  const json = labels.map((one) => one.json);
  return { facts, document: json.length === 1 ? (json[0] ?? '') : `[${json.join(',')}]` };
}

function meaningFacts(
  found: FoundLabel,
  { followed }: Pick<FoundLabels, 'followed'>,
  owner: string,
  { services }: Pick<LabelsClient, 'services'>,
): readonly Fact[] {
  const { label, declaration } = found;
  const words = wordsOf(found);
  const isOwn = label.src === owner;
  const labeler: Address = { kind: 'labeler', repo: declaration?.handle ?? label.src };
  const handle = byText(found, owner, nobody);
  const who = [handle, declaration?.displayName].filter((part) => part !== undefined && part !== '');
  return [
    { name: 'label', value: words.name },
    ...(words.name === label.val ? [] : [{ name: 'value', value: label.val }]),
    ...(words.description === '' ? [] : [{ name: 'means', value: cellText(words.description) }]),
    {
      name: 'by',
      value: isOwn ? 'the author of it, who put it on their own record' : who.join(' · '),
      opens: isOwn ? undefined : labeler,
      did: label.src,
    },
    {
      name: 'defined',
      value: definedText(found, handle),
      opens: words.defined === 'by its labeler' ? labeler : undefined,
    },
    { name: 'severity', value: SEVERITY_WORDS[words.severity] },
    { name: 'apps', value: `${labelEffect(words)}, unless one has chosen otherwise` },
    ...(isOwn ? [] : [{ name: 'shown to', value: audienceText(label.src, followed, services.labelers) }]),
    ...objectionFacts(found, isOwn, labeler),
  ];
}

const SEVERITY_WORDS = {
  alert: 'alert: it warns of something',
  inform: 'inform: it remarks on something',
  none: 'none: it says nothing by itself',
} as const;

function definedText(found: FoundLabel, handle: string): string {
  const { defined } = wordsOf(found);
  if (defined === 'globally') return 'by the protocol: it means the same whoever says it';
  if (defined === 'by its labeler') return `by ${handle}, in what it declares of its labels`;
  return found.declaration === undefined
    ? 'nowhere that is known: no declaration of its labeler was found'
    : `nowhere: ${handle} uses it and does not say what it means`;
}

function audienceText(src: string, followed: ReadonlySet<string>, named: readonly string[]): string {
  if (followed.has(src)) return 'you, who have subscribed to its labeler, as others have';
  if (named.includes(src)) {
    return 'who has subscribed to its labeler, which your settings name; some apps take it for all';
  }
  return 'who has subscribed to its labeler; some apps take it for all';
}

/** Where to object: an app has its labeler asked by what it calls an appeal (com.atproto.moderation.createReport, `reasonAppeal`). */
function objectionFacts({ declaration }: FoundLabel, isOwn: boolean, labeler: Address): readonly Fact[] {
  if (isOwn) return [{ name: 'to object', value: 'only its author can take it off the record' }];
  const taken = declaration?.reasonTypes ?? [];
  const reasons = taken.length === 0 ? '' : `; it takes reports of: ${taken.map(reasonText).join(', ')}`;
  return [
    {
      name: 'to object',
      value: `appeal to its labeler, in an app of whom it labels (createReport, reasonAppeal)${reasons}`,
      opens: labeler,
    },
  ];
}

/** When it was said, for how long, of which version, and whether that is signed. */
function saidFacts(found: FoundLabel, cid: string | undefined): readonly Fact[] {
  const { label, signature, json, at } = found;
  const now = Date.now();
  const [since, until, version] = [
    createdMinute(label.cts, undefined, now),
    untilText(label, now),
    versionText(label, cid),
  ];
  const isOver = label.neg || isExpired(label, now);
  return [
    { name: 'since', value: since === '' ? 'it does not say' : since, json },
    ...(until === ''
      ? []
      : [{ mark: isOver ? '✗' : '', name: 'until', value: isOver ? `${until}: it counts no more` : until }]),
    ...(version === '' ? [] : [{ name: 'version', value: `${version} · ${label.cid}` }]),
    {
      mark: signatureMark(signature),
      name: 'signature',
      value:
        'why' in signature
          ? `this label ${signature.why}`
          : SIGNED_WORDS[signature.state === 'good' ? 'good' : at],
      json,
    },
  ];
}

const SIGNED_WORDS = {
  good: 'good under the key that its labeler has for labels',
  labeler: signatureText({ signature: { state: 'none' }, at: 'labeler' }),
  appview: 'not signed here: the AppView passes it on without its signature, and its labeler did not give it',
  record: 'in the record itself, which its author has signed',
} as const;

const subjectFact = ({ repo, about }: LabelsAddress, { label }: FoundLabel): Fact => ({
  name: 'of',
  value: `${subjectText(label.uri)} · ${label.uri}`,
  opens: about === undefined ? { kind: 'repo', repo } : { kind: 'record', repo, ...about },
});
