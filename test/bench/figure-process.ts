import { figures } from './figures.js';

/** Measures the one figure that is named on the command line and sends the measurements to the parent. */
const name = process.argv[2];
const figure = figures.find((candidate) => candidate.name === name);
if (figure === undefined || process.send === undefined) {
  throw new Error(`Started by main.ts with the name of a figure, not with ${name}.`);
}
process.send(await figure.measure(), () => process.exit(0));
