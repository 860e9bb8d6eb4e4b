import { type Author, signUp } from './author.js';
import { moment } from './moments.js';
import type { LocalNetwork } from './network.js';

/** One label of the seed's labeler, as it was given to Ozone and to the AppView. */
export interface SeedLabel {
  readonly src: string;
  readonly uri: string;
  /** Where it is about one version of a record only. */
  readonly cid?: string | undefined;
  readonly val: string;
  readonly neg?: true | undefined;
  readonly cts: string;
  readonly exp?: string | undefined;
}

export interface SeedLabeler {
  readonly did: string;
  readonly handle: string;
  readonly password?: string | undefined;
  /** Origin of its Ozone, which the DID document names as `#atproto_labeler`. */
  readonly url: string;
  /** What it signs with, as the DID document names it in `#atproto_label`: a did:key. */
  readonly key: string;
}

/** A label as the seed plans it: about an account or a record, of a day counted from the labeler's first. */
export interface PlannedLabel {
  readonly uri: string;
  readonly cid?: string | undefined;
  readonly val: string;
  readonly neg?: true | undefined;
  readonly exp?: string | undefined;
}

/** What its declaration says of its values: names in two languages, all severities and blurs, and one name that a terminal might obey. */
export const LABEL_DEFINITIONS = [
  definition('spam', 'alert', 'content', 'hide', {
    en: ['Spam', 'Unwanted, repeated posts that nobody asked for.'],
    de: ['Spam', 'Unerwünschte, wiederholte Beiträge, um die niemand gebeten hat.'],
  }),
  definition('rude', 'inform', 'none', 'warn', {
    en: ['Rude', 'Impolite, without being of use to anybody.'],
    de: ['Unhöflich', 'Grob, ohne dass es jemandem nützt.'],
  }),
  definition('spoiler', 'inform', 'content', 'warn', {
    en: ['Spoiler', 'Tells how a story ends.'],
    de: ['Spoiler', 'Verrät, wie eine Geschichte ausgeht.'],
  }),
  definition('ai-picture', 'none', 'media', 'ignore', {
    en: ['Made by a machine', 'The picture was not painted by a person.'],
    de: ['Von einer Maschine gemacht', 'Das Bild hat kein Mensch gemalt.'],
  }),
  definition('misleading', 'alert', 'none', 'warn', {
    en: ['Misleading', 'What it says is not what is so.'],
    de: ['Irreführend', 'Was darin steht, ist nicht so.'],
  }),
  {
    ...definition('nude-art', 'none', 'media', 'warn', {
      en: ['Nude art', 'Paintings of people without clothes.'],
      de: ['Aktmalerei', 'Gemälde von Menschen ohne Kleider.'],
    }),
    adultOnly: true,
  },
  definition('escapes', 'alert', 'none', 'warn', {
    en: ['\x1b[31mRed\x1b[0m\x1b]0;owned\x07\u202edesrever', 'before\x1b[2J\nafter'],
    de: ['\x1b[31mRot', 'vorher\x1b[2Jnachher'],
  }),
] as const;

/** Values of everybody that it uses, and one that it never says anything about. */
export const LABEL_VALUES = ['!hide', '!warn', 'porn', 'sexual', 'nudity', 'graphic-media', 'unexplained'];

type Words = readonly [name: string, description: string];

function definition(
  identifier: string,
  severity: 'inform' | 'alert' | 'none',
  blurs: 'content' | 'media' | 'none',
  defaultSetting: 'ignore' | 'warn' | 'hide',
  words: Readonly<Record<'en' | 'de', Words>>,
) {
  return {
    identifier,
    severity,
    blurs,
    defaultSetting,
    adultOnly: false,
    locales: Object.entries(words).map(([lang, [name, description]]) => ({ lang, name, description })),
  };
}

/**
 * Makes `labeler.test`: an account whose DID document names an Ozone of its own, which runs, and a declaration of its labels. Gives back
 * the account, and what publishes labels: Ozone signs and serves them, and they are put into the AppView, which hears of no labeler here.
 */
export async function seedLabeler(network: LocalNetwork): Promise<{
  labeler: SeedLabeler;
  author: Author;
  publish(labels: readonly PlannedLabel[]): Promise<readonly SeedLabel[]>;
}> {
  const { plcClient, plcRotationKey } = network.network.pds.ctx;
  const author = await signUp(network.pds, 'labeler.test', 'labeler-pass');
  const { did, handle, password } = author;
  const ozone = await network.addLabeler(did);
  const key = ozone.ctx.signingKey.did();
  await plcClient.updateData(did, plcRotationKey, (last) => ({
    ...last,
    services: { ...last.services, atproto_labeler: { type: 'AtprotoLabeler', endpoint: ozone.url } },
    verificationMethods: { ...last.verificationMethods, atproto_label: key },
  }));
  await author.write([
    {
      collection: 'app.bsky.actor.profile',
      rkey: 'self',
      value: {
        displayName: 'The Labeler',
        description: 'Says what is rude, and what is spam.',
        createdAt: moment(0),
      },
    },
    {
      collection: 'app.bsky.labeler.service',
      rkey: 'self',
      value: {
        policies: {
          labelValues: [...LABEL_VALUES, ...LABEL_DEFINITIONS.map(({ identifier }) => identifier)],
          labelValueDefinitions: LABEL_DEFINITIONS,
        },
        reasonTypes: ['com.atproto.moderation.defs#reasonSpam', 'com.atproto.moderation.defs#reasonRude'],
        subjectTypes: ['account', 'record'],
        subjectCollections: ['app.bsky.feed.post', 'app.bsky.actor.profile'],
        createdAt: moment(0),
      },
    },
  ]);

  return {
    labeler: { did, handle, password, url: ozone.url, key },
    author,
    async publish(planned) {
      const labels = planned.map((label, i) => ({ src: did, ...label, cts: moment(40_000 + i * 1440) }));
      const service = ozone.ctx.modService(ozone.ctx.db);
      // One after the other: the stream tells them in this order.
      for (const label of labels) {
        await service.createLabels([label] as Parameters<typeof service.createLabels>[0]);
      }
      await network.network.bsky.db.db
        .insertInto('label')
        .values(
          labels.map(({ src, uri, cid = '', val, neg = false, cts, exp = null }) => ({
            src,
            uri,
            cid,
            val,
            neg,
            cts,
            exp,
          })),
        )
        .execute();
      return labels;
    },
  };
}
