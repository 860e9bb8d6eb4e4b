import { expect, onTestFinished, test } from 'vitest';
import { createClient } from '../../../src/atproto/client.js';
import { recordHead } from '../../../src/lenses/record-head.js';
import { pictureBytes } from '../../../src/store/pictures/picture-bytes.js';
import { error, status, text } from '../../faults/answers.js';
import { startService } from '../../faults/service.js';
import { face } from '../../network/drawings.js';
import { useSeededNetwork } from '../../network/seeded-network.js';

const { signal } = new AbortController();

test('the poster of a film is asked of the video CDN alone, by the path that the AppView names', async () => {
  const network = await useSeededNetwork();
  const { posts, video } = network.around.pictures;
  const { uri } = posts.video;
  const poster = Buffer.from((await face('jpeg', 64, 20)).bytes);
  await using other = await startService(text(poster, { type: 'image/jpeg' }));
  await using cdn = await startService(text(poster, { type: 'image/jpeg' }));
  const { plc, appview } = network;
  const client = createClient({
    ...{ plc, appview },
    services: { cdn: other.origin, videoCdn: cdn.origin },
  });
  onTestFinished(() => client.close());
  const view = (await client.appview.getPosts([uri])).at(0)?.value();
  const parts = recordHead(
    { uri, value: view },
    { names: () => undefined, posts: () => undefined, nameOf: () => undefined },
  );
  const film = parts.find(({ text }) => text.startsWith('▶'));
  expect(film).toMatchObject({
    blob: video.cid,
    picture: { cid: video.cid, ratio: { width: 160, height: 96 } },
  });
  expect(parts.filter(({ text }) => text.startsWith('≡')).map(({ blob }) => blob)).toEqual(
    video.captions.map(({ cid }) => cid),
  );

  const identityOf = () => Promise.reject(new Error('The account is not asked for.'));
  const wanted = { picture: film!.picture!, use: 'part', maxColumns: 48, maxRows: 14 } as const;
  const asked = (archive?: { file: string }) => pictureBytes(wanted, { client, identityOf, archive }, signal);
  expect(await asked()).toEqual(poster);
  expect(cdn.asked).toEqual([`GET ${film!.picture!.poster}`]);
  expect(cdn.asked[0]).toContain(video.cid);
  await expect(asked({ file: 'alice.car' })).rejects.toThrow('Nobody is asked for the poster');
  cdn.answers.set('*', status(302, { location: `${other.origin}/poster.jpg` }));
  await expect(asked()).rejects.toThrow();
  cdn.answers.set('*', error(404, 'NotFound'));
  await expect(asked()).rejects.toThrow();
  expect(other.requests).toEqual([]);
});
