import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openCar, whileRead } from '../../../src/places/archives/open-archives.js';
import { buildRepo } from '../../archive/build-repo.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

test('all who wait for a file hear how far it is read, and it is read once', async () => {
  const records = Array.from({ length: 60 }, (_, index) => [
    `app.bsky.feed.post/${1000 + index}`,
    { text: `${index} ${'x'.repeat(100_000)}` },
  ]);
  const { car } = await buildRepo(Object.fromEntries(records));
  const file = join(await temporaryFolder(), 'large.car');
  await writeFile(file, car);
  const heard: number[][] = [[], []];
  const { signal } = new AbortController();
  const [one, other] = await Promise.all(
    heard.map((read) =>
      openCar(file, {}, signal, (bytes, total) => {
        expect(total).toBe(car.length);
        read.push(bytes);
      }),
    ),
  );
  expect(other).toBe(one);
  expect(heard[0]!.length).toBeGreaterThan(2);
  expect(heard[0]!.at(-1)).toBe(car.length);
  expect(heard[1]).toEqual(heard[0]);
  // It is open, and nothing is read.
  await openCar(file, {}, signal, () => heard.pop());
  expect(heard).toHaveLength(2);
  one!.archive.close();
});

test('an archive that is read over many turns stays open whatever else is opened, and is closed behind that', async () => {
  const folder = await temporaryFolder();
  const { signal } = new AbortController();
  async function opened(name: string) {
    const { car } = await buildRepo({ 'app.bsky.feed.post/3kaaaaaaa2222': { text: name } });
    const file = join(folder, `${name}.car`);
    await writeFile(file, car);
    const { archive } = await openCar(file, {}, signal);
    return archive;
  }
  const read = await opened('read');
  const unread = await opened('unread');
  let finish = () => {};
  const done = whileRead([read], () => new Promise<void>((resolve) => (finish = resolve)));
  const others = [await opened('third'), await opened('fourth')];
  expect(unread.isOpen).toBe(false);
  expect(read.isOpen).toBe(true);
  finish();
  await done;
  expect(read.isOpen).toBe(false);
  for (const archive of others) archive.close();
});
