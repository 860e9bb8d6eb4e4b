import { globSync, readFileSync } from 'node:fs';
import { dialectFaults } from './rules.js';

/** Tells, file by file, what is written in another dialect. Ends with 1 where there is something. */
const files = globSync('{src,tools,test}/**/*.{ts,tsx}').sort();
const faults = files.flatMap((file) =>
  dialectFaults(file, readFileSync(file, 'utf8'), { constants: !file.startsWith('test') }).map(
    ({ line, message }) => `${file}:${line}: ${message}`,
  ),
);
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
