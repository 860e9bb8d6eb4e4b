import { json } from './answers.js';
import { type Routes, type Service, type ServiceOptions, startService } from './service.js';

/** Who lives in the house: the account that it answers about where a row of faults says nothing else. */
export const alice = { did: 'did:plc:aaaabbbbccccddddeeeeffff', handle: 'alice.test' };
export const posts = 'app.bsky.feed.post';

/** A record as `listRecords` and `getRecord` give it. */
export const recordOf = (collection: string, rkey: string, value: unknown) => ({
  uri: `at://${alice.did}/${collection}/${rkey}`,
  cid: 'bafyreidfayvfuwqa7qlnopdjiqrxzs6blmoeu4rujcjtnci5beludirz2a',
  value,
});

const post = (rkey: string, text: string) =>
  recordOf(posts, rkey, { $type: posts, text, createdAt: '2026-01-02T03:04:05.678Z' });

export const goodPage = { records: [post('3lb', 'the second post'), post('3la', 'the first post')] };

export const goodProfile = {
  ...alice,
  displayName: 'Alice Liddell',
  followersCount: 7,
  followsCount: 3,
  postsCount: 2,
};

export const documentOf = (origin: string, members: object = {}) => ({
  id: alice.did,
  alsoKnownAs: [`at://${alice.handle}`],
  service: [{ id: '#atproto_pds', type: 'AtprotoPersonalDataServer', serviceEndpoint: origin }],
  ...members,
});

/** One service that is directory, AppView and PDS of one account, with faults in it. */
export async function startHouse(routes: Routes = {}, options: ServiceOptions = {}): Promise<Service> {
  const house = await startService({}, options);
  const well: Routes = {
    '/did:*': json(documentOf(house.origin)),
    'com.atproto.identity.resolveHandle': json({ did: alice.did }),
    'com.atproto.repo.describeRepo': json({
      ...alice,
      didDoc: {},
      collections: [posts],
      handleIsCorrect: true,
    }),
    'com.atproto.repo.listRecords': json(goodPage),
    'com.atproto.repo.getRecord': json(goodPage.records[0]),
    'app.bsky.actor.getProfile': json(goodProfile),
    'app.bsky.actor.getProfiles': json({ profiles: [goodProfile] }),
  };
  for (const [route, answer] of Object.entries({ ...well, ...routes })) house.answers.set(route, answer);
  return house;
}
