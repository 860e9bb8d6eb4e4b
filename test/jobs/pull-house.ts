import { once } from 'node:events';
import { type AtClient, createClient } from '../../src/atproto/client.js';
import { buildRepo, carOf, signerKey } from '../archive/build-repo.js';
import type { Answer, AnswerFunction } from '../faults/answer.js';
import { json, text } from '../faults/answers.js';
import { alice, documentOf, posts, startHouse } from '../faults/house.js';
import type { Service } from '../faults/service.js';

export const getRepo = 'com.atproto.sync.getRepo';

const post = (words: string) => ({ $type: posts, text: words });
const texts = Array.from({ length: 150 }, (_, index) => `text ${index}`);
const records = (words: readonly string[]) =>
  Object.fromEntries(words.map((each, index) => [`${posts}/${1000 + index}`, post(each)]));

/** A repository of alice's, and what it was before some posts were deleted, changed and written. */
export const before = await buildRepo(records(texts), { did: alice.did, rev: '3lws4nqc22222' });
export const after = await buildRepo(
  {
    ...records(texts.slice(0, 140).map((each, index) => (index % 40 === 7 ? `${each}, anew` : each))),
    'app.bsky.actor.profile/self': { $type: 'app.bsky.actor.profile' },
  },
  { did: alice.did, rev: '3lws4nqc32222' },
);
type Built = typeof before;

const had = new Set(before.blocks.map(({ cid }) => cid.$link));
/** The blocks that the second has and the first has not. */
export const sinceBlocks = after.blocks.filter(({ cid }) => !had.has(cid.$link));
export const sinceCar = carOf(after.commit.cid, sinceBlocks);

/** The CAR of a repository as hosts send it: no order that helps. */
export const sentCar = ({ commit, blocks }: Built): Buffer =>
  carOf(
    commit.cid,
    blocks.toSorted((a, b) => (a.cid.$link < b.cid.$link ? 1 : -1)),
  );

/** A whole answer with that CAR. */
export const car = (bytes: Buffer, type = 'application/vnd.ipld.car'): Answer => text(bytes, { type });

/** One answer to who asks for all, and one to who asks for what is new. */
export const asked =
  (whole: Answer, since: Answer): AnswerFunction =>
  ({ query }) =>
    query.has('since') ? since : whole;

/** What a host with the repository of today answers to whoever has the one before. */
export const soundHost = asked(car(sentCar(after)), car(sinceCar));

/** Sends so many bytes, in parts, and then cuts the connection. */
export const cutAfter =
  (bytes: Buffer, count: number): AnswerFunction =>
  (_, response) =>
    new Promise((resolve) => {
      response.writeHead(200, { 'content-type': 'application/vnd.ipld.car' });
      response.write(bytes.subarray(0, count), () => {
        response.destroy();
        resolve();
      });
    });

/** Sends it in so many parts, each when the one before has gone. */
export const inParts =
  (bytes: Buffer, parts: number): AnswerFunction =>
  async (_, response) => {
    response.writeHead(200, { 'content-type': 'application/vnd.ipld.car' });
    const size = Math.ceil(bytes.length / parts);
    const closed = once(response, 'close');
    for (let at = 0; at < bytes.length && !response.destroyed; at += size) {
      const part = bytes.subarray(at, at + size);
      await Promise.race([closed, new Promise((resolve) => response.write(part, resolve))]);
    }
    response.end();
  };

/** Directory and PDS of alice, whose repository is as `answer` says. */
export async function startRepoHouse(answer: Answer): Promise<Service> {
  const house = await startHouse({ [getRepo]: answer });
  const key = {
    id: `${alice.did}#atproto`,
    type: 'Multikey',
    controller: alice.did,
    publicKeyMultibase: signerKey.replace('did:key:', ''),
  };
  house.answers.set('/did:*', json(documentOf(house.origin, { verificationMethod: [key] })));
  return house;
}

/** A client of that house. Patient, unless waiting is what is tried: a busy machine answers late too. */
export const clientOf = ({ origin }: Pick<Service, 'origin'>, timeoutMs = 10_000): AtClient =>
  createClient({ plc: origin, appview: origin, timeoutMs });
