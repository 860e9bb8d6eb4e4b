import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { useSeededNetwork } from '../network/seeded-network.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { openAtscope } from '../support/terminal/open-atscope.js';

const program = fileURLToPath(new URL('../../dist/atscope.js', import.meta.url));

test('from the blobs of an account to one of them, saved twice and never over the first, and its bytes on a pipe', async () => {
  const network = await useSeededNetwork();
  const folder = await temporaryFolder();
  const { cid, size } = network.around.pictures.pictures.webp;
  await using terminal = await openAtscope(network, ['painter.test/blobs'], {
    columns: 140,
    rows: 40,
    cwd: folder,
  });
  await terminal.waitFor(/▌ app\.bsky\.actor\.profile\/self/);
  await terminal.waitFor(/image\/webp/);
  terminal.write(`:painter.test/blobs/${cid}\r`);
  await terminal.waitFor('Its bytes hash to its CID.');
  await terminal.waitFor(/used by +app\.bsky\.feed\.post/);
  terminal.write(':save\r');
  await terminal.waitFor(`${cid}.webp`);
  terminal.write(':save\r');
  await terminal.waitFor(`${cid}-2.webp`);
  terminal.write(`:save ${cid}.webp\r`);
  await terminal.waitFor('is there already, and was left as it is.');
  expect((await readdir(folder)).toSorted()).toEqual([`${cid}-2.webp`, `${cid}.webp`]);
  const { posts } = network.around.pictures;
  terminal.write(`:${posts.video.uri}\r`);
  await terminal.waitFor(/▶ A ball that rolls over a meadow · .*160:96/);
  await terminal.waitFor('≡ captions: de');
  terminal.write('/captions: de\r');
  await terminal.waitFor(/▌≡ captions: de/);
  terminal.write('\r');
  await terminal.waitFor('Der Ball rollt los.');
  const saved = await readFile(join(folder, `${cid}.webp`));
  expect(saved).toHaveLength(size);

  const config = await temporaryFolder();
  const stdout = await new Promise<Buffer>((resolve, reject) => {
    const services = ['--plc', network.plc, '--appview', network.appview, '--config-dir', config];
    const args = [program, 'cat', `painter.test/blobs/${cid}`, ...services];
    execFile(process.execPath, args, { encoding: 'buffer' }, (error, out) =>
      error ? reject(error) : resolve(out),
    );
  });
  expect(createHash('sha256').update(stdout).digest()).toEqual(createHash('sha256').update(saved).digest());
});
