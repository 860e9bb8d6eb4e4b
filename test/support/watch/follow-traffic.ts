import { type Author, signUp } from '../../network/author.js';
import type { SeededNetwork } from '../../network/seeded-network.js';
import { randomFrom } from '../random.js';

export const FOLLOW = 'app.bsky.graph.follow';

/** What really happened to the followers of one account, in the order in which each of them did it. */
export type Deed = `${'followed' | 'unfollowed'} ${string}`;

/** Real accounts that follow some others and leave them again, and follow and leave those that nobody watches. */
export interface FollowTraffic {
  readonly watched: readonly Author[];
  readonly followers: readonly Author[];
  /** By the DID of the watched account, since `forget`. */
  readonly deeds: ReadonlyMap<string, readonly Deed[]>;
  /** Records written and deleted so far, those of nobody's watch too. */
  readonly count: { follows: number; unfollows: number };
  /** Each of the followers does something, some of them two things. */
  round(): Promise<void>;
  /** What happened until now is where the watch begins. */
  forget(): void;
}

let networks = 0;

/** New accounts for each call, so that many can use one network. */
export async function startFollowTraffic(
  { pds }: Pick<SeededNetwork, 'pds'>,
  size: { readonly watched: number; readonly followers: number },
): Promise<FollowTraffic> {
  const run = `${Date.now().toString(36)}${networks++}`;
  const accounts = (kind: string, count: number): Promise<Author[]> =>
    Promise.all(Array.from({ length: count }, (_, index) => signUp(pds, `${kind}${index}-${run}.test`)));
  const watched = await accounts('w', size.watched);
  const followers = await accounts('f', size.followers);
  const [stranger] = await accounts('s', 1);
  const random = randomFrom(7);
  const deeds = new Map<string, Deed[]>();
  const following = new Map(followers.map(({ did }) => [did, new Map<string, string>()]));
  const elsewhere = new Map(followers.map(({ did }) => [did, [] as string[]]));
  const count = { follows: 0, unfollows: 0 };

  const subjectOf = (did: string) => ({
    collection: FOLLOW,
    value: { subject: did, createdAt: new Date().toISOString() },
  });
  const note = (did: string, deed: Deed): void => void deeds.set(did, [...(deeds.get(did) ?? []), deed]);

  async function unfollow(author: Author, rkey: string): Promise<void> {
    await author.delete(FOLLOW, rkey);
    count.unfollows++;
  }

  async function act(author: Author): Promise<void> {
    const follows = following.get(author.did)!;
    const others = elsewhere.get(author.did)!;
    const { did } = watched[random.below(watched.length)]!;
    const rkey = follows.get(did);
    const old = random.below(3) === 0 ? others.shift() : undefined;
    if (old !== undefined) await unfollow(author, old);
    if (rkey === undefined) {
      const refs = await author.write([subjectOf(did), subjectOf(stranger!.did)]);
      const [mine, other] = refs.map(({ uri }) => uri.split('/').at(-1)!) as [string, string];
      follows.set(did, mine);
      others.push(other);
      count.follows += 2;
      note(did, `followed ${author.handle}`);
    } else {
      await unfollow(author, rkey);
      follows.delete(did);
      note(did, `unfollowed ${author.handle}`);
    }
  }

  return {
    watched,
    followers,
    deeds,
    count,
    async round() {
      await Promise.all(followers.map(act));
    },
    forget() {
      deeds.clear();
    },
  };
}
