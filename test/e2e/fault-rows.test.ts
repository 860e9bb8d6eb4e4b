import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startHouse } from '../faults/house.js';
import { localhostCertificate } from '../faults/localhost-certificate.js';
import { rows } from '../faults/rows.js';
import { sampled } from '../support/full.js';
import { faultStage } from '../support/terminal/faults.js';

const stage = faultStage();
let folder: string;
let env: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atscope-rows-'));
  const certificate = join(folder, 'localhost.pem');
  await writeFile(certificate, localhostCertificate.cert);
  env = { NODE_EXTRA_CA_CERTS: certificate };
});

afterAll(() => rm(folder, { recursive: true }));

const shown = rows.flatMap(({ screen, ...row }) => (screen ? [{ ...row, ...screen }] : []));

// The client is tried with every row (test/faults/rows.network.test.ts).
test.each(sampled(shown))('when $when, the screen says so, and its keys work', async ({
  routes,
  speaks,
  opens,
  shows,
  never,
}) => {
  const house = stage.keep(await startHouse(routes, { speaks }));
  await stage.open({ plc: house.origin, appview: house.origin }, opens, { env });
  const unseen = () => shows.filter((pattern) => !stage.says(pattern));
  await stage.terminal
    .waitFor(() => unseen().length === 0)
    .catch((cause: unknown) => {
      throw new Error(`not on the screen: ${unseen().join(', ')}`, { cause });
    });
  if (never) expect(stage.says(never)).toBe(false);
  await stage.goesOnAndEnds();
});
