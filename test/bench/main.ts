import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Figure, isMet, type Measurement } from './figure.js';
import { figures } from './figures.js';
import { formatTable } from './table.js';

const usage = `npm run bench -- [--only <figure>]… [--json <file>]
figures: ${figures.map(({ name }) => name).join(', ')}`;

/** Exit codes: 0 all was measured, 1 a figure could not be measured, 2 usage. A missed target is reported, not an error. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true },
      json: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  const unknown = values.only?.find((name) => !figures.some((figure) => figure.name === name));
  if (values.help || unknown !== undefined) {
    console.error(unknown === undefined ? usage : `No figure is called ${unknown}.\n${usage}`);
    return values.help ? 0 : 2;
  }

  // Nearly all figures are times: on a machine that is busy with something else they say little.
  const machine = `${cpus().length} processors, load ${loadavg()[0]!.toFixed(1)} before measuring`;
  const measurements: Measurement[] = [];
  const failures: string[] = [];
  for (const figure of figures) {
    if (values.only && !values.only.includes(figure.name)) continue;
    console.error(`measuring ${figure.name}: ${figure.title} …`);
    const measured = await measureApart(figure);
    if (measured === undefined) failures.push(figure.name);
    else measurements.push(...measured);
  }

  if (measurements.length > 0) console.log(`${formatTable(measurements)}\n${machine}`);
  for (const name of failures) console.log(`${name}: could not be measured, see above`);
  if (values.json !== undefined) {
    await writeFile(values.json, `${JSON.stringify(report(machine, measurements, failures), null, 2)}\n`);
  }
  return failures.length > 0 ? 1 : 0;
}

/** Runs a figure in a process of its own; undefined when that fails, after its error went to stderr. */
async function measureApart({ name }: Figure): Promise<Measurement[] | undefined> {
  const child = fork(fileURLToPath(new URL('figure-process.ts', import.meta.url)), [name]);
  let measured: Measurement[] | undefined;
  child.on('message', (message) => {
    measured = message as Measurement[];
  });
  await once(child, 'exit');
  return measured;
}

function report(machine: string, measurements: readonly Measurement[], failures: readonly string[]) {
  return {
    measuredAt: new Date().toISOString(),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    machine,
    figures: measurements.map((measurement) => ({ ...measurement, met: isMet(measurement) })),
    failures,
  };
}

process.exitCode = await main();
