import { afterAll, beforeAll, expect, test } from 'vitest';
import { signUp } from '../network/author.js';
import { type SeededNetwork, useSeededNetwork } from '../network/seeded-network.js';
import { type FakeLabeler, startFakeLabeler } from '../support/services/fake-labeler.js';
import { runProgram } from '../support/package/run-program.js';
import { openAtscope } from '../support/terminal/open-atscope.js';
import type { Terminal } from '../support/terminal/terminal.js';

let network: SeededNetwork;
let terminal: Terminal;
let labeler: FakeLabeler;

beforeAll(async () => {
  network = await useSeededNetwork();
  labeler = await startFakeLabeler({ plc: network.plc });
  terminal = await openAtscope(network, ['spammer.test'], { columns: 160, rows: 48 });
});

afterAll(async () => {
  await terminal.close();
  await labeler[Symbol.asyncDispose]();
});
