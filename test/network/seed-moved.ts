import { newKey, operationCid, plcOperation, type Signer, signed } from '../support/plc/written-log.js';
import { type Author, authorAt, post, signUp } from './author.js';
import { dated, moment } from './moments.js';
import type { LocalNetwork } from './network.js';

/** When each operation of the log was, which in truth are written within a second. */
const TIMES = [
  '2023-05-02T09:12:44.031Z',
  '2023-11-20T17:40:05.512Z',
  '2024-02-14T08:00:12.900Z',
  // Two of a thief, and the recovery within the 72 hours.
  '2024-06-01T03:12:09.007Z',
  '2024-06-01T05:40:31.250Z',
  '2024-06-02T18:05:00.664Z',
  '2024-09-10T12:30:27.118Z',
];

/**
 * An account whose log is worth reading. It was made as `newcomer.test`, took the handle `moved.test`, got a key on paper that outranks
 * the PDS, was stolen with the key of the PDS, was recovered with the one on paper, which nullified two operations, and moved to another
 * PDS. Takes that PDS's origin; gives back the account as it writes there. The first PDS has it deactivated. To sign in, it has no password.
 */
export async function seedMoved(
  { plc, pds, network, processAll }: Pick<LocalNetwork, 'plc' | 'pds' | 'network' | 'processAll'>,
  newPds: string,
): Promise<Author> {
  const [home, paper, spare, stolen] = await Promise.all([newKey(), newKey('p256'), newKey(), newKey()]);
  const old = keyOfPds(network.pds.ctx.plcRotationKey);
  const before = await signUp(pds, 'newcomer.test', undefined, { recoveryKey: home.did });
  const { did } = before;
  await before.write([profile('Newcomer'), ...posts(0, 'the first PDS')]);
  await post(pds, 'com.atproto.identity.updateHandle', { handle: 'moved.test' }, before.token);

  /** Signs what follows an operation, and has the directory take it. Gives back its CID. */
  async function submit(operation: Record<string, unknown>, key: Signer): Promise<string> {
    const whole = await signed(operation, key);
    const answer = await fetch(`${plc}/${did}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(whole),
    });
    if (!answer.ok) throw new Error(`The directory answered ${answer.status}: ${await answer.text()}`);
    return await operationCid(whole);
  }

  const renamed = (await (await fetch(`${plc}/${did}/log/last`)).json()) as Operation;
  const signing = { did: renamed.verificationMethods.atproto };
  const here = { handle: 'moved.test', pds };
  const there = { handle: 'stolen.test', pds: 'https://pds.thief.example' };
  const first = await operationCid({ ...renamed });
  const safe = await submit(plcOperation(first, [paper, home, old], signing, here), home);
  const theft = await submit(plcOperation(safe, [stolen], stolen, there), old);
  await submit(plcOperation(theft, [stolen], stolen, { ...there, handle: 'for-sale.test' }), stolen);
  const recovered = await submit(plcOperation(safe, [paper, spare, old], signing, here), paper);

  const author = await move(before, pds, newPds);
  const wanted: { rotationKeys: string[]; verificationMethods: { atproto: string } } = await get(
    newPds,
    'com.atproto.identity.getRecommendedDidCredentials',
    {},
    author.token,
  );
  const rotation = [paper, spare, ...wanted.rotationKeys.map((key) => ({ did: key }))];
  const newKeys = { did: wanted.verificationMethods.atproto };
  await submit(plcOperation(recovered, rotation, newKeys, { ...here, pds: newPds }), paper);
  await post(pds, 'com.atproto.server.deactivateAccount', {}, before.token);
  // The AppView hears of each PDS apart, and what it hears last of an account is so.
  await processAll();
  await post(newPds, 'com.atproto.server.activateAccount', undefined, author.token);
  // What is brought along is signed by the key of before, until something is written.
  await author.write([...posts(3, 'the second PDS')]);

  const log = (network.plc.ctx.db as unknown as { contents: Record<string, { createdAt: Date }[]> }).contents[
    did
  ]!;
  for (const [i, line] of log.entries()) line.createdAt = new Date(TIMES[i]!);
  return author;
}

interface Operation extends Readonly<Record<string, unknown>> {
  readonly verificationMethods: { readonly atproto: string };
}

function keyOfPds(key: {
  did(): string;
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}): Signer & { readonly did: string } {
  return { did: key.did(), key: { sign: async (bytes) => Uint8Array.from(await key.sign(bytes)) } };
}

const profile = (displayName: string) => ({
  collection: 'app.bsky.actor.profile',
  rkey: 'self',
  value: { displayName, description: 'Has moved, and has a log to read.', createdAt: moment(0) },
});

const posts = (from: number, where: string) =>
  [0, 1, 2].map((number) =>
    dated(18_000 + (from + number) * 60, 'app.bsky.feed.post', {
      text: `Post ${from + number + 1}, written at ${where}`,
      langs: ['en'],
    }),
  );

/** Takes the account and its repository over to another PDS, where it is not active yet. */
async function move({ did, token }: Author, from: string, to: string): Promise<Author> {
  const { did: aud } = await get<{ did: string }>(to, 'com.atproto.server.describeServer', {});
  const lxm = 'com.atproto.server.createAccount';
  const { token: pass } = await get<{ token: string }>(
    from,
    'com.atproto.server.getServiceAuth',
    { aud, lxm },
    token,
  );
  const account = { did, handle: 'moved.test', email: 'moved@mail.com' };
  const session: { did: string; accessJwt: string } = await post(to, lxm, account, pass);
  const car = await fetch(`${from}/xrpc/com.atproto.sync.getRepo?did=${did}`);
  await post(
    to,
    'com.atproto.repo.importRepo',
    new Uint8Array(await car.arrayBuffer()),
    session.accessJwt,
    'application/vnd.ipld.car',
  );
  return authorAt(to, { ...session, ...account });
}

async function get<T>(
  service: string,
  nsid: string,
  params: Readonly<Record<string, string>>,
  token?: string,
): Promise<T> {
  const answer = await fetch(`${service}/xrpc/${nsid}?${new URLSearchParams(params)}`, {
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  });
  if (!answer.ok) throw new Error(`${nsid} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as T;
}
