import type { AnyVerbLine, PrintLine, Verb } from './verb.js';
import { cat } from './verbs/cat.js';
import { completions } from './verbs/completions.js';
import { diff } from './verbs/diff.js';
import { exportVerb } from './verbs/export.js';
import { grep } from './verbs/grep.js';
import { history } from './verbs/history.js';
import { login } from './verbs/login.js';
import { logout } from './verbs/logout.js';
import { ls } from './verbs/ls.js';
import { pull } from './verbs/pull.js';
import { put } from './verbs/put.js';
import { rm } from './verbs/rm.js';
import { tail } from './verbs/tail.js';
import { verify } from './verbs/verify.js';
import { watch } from './verbs/watch.js';
import { xrpc } from './verbs/xrpc.js';
import type { OpenServices } from './without-screen.js';

/** What runs without the screen, in the order of the help. */
const registry = [
  ls,
  cat,
  tail,
  watch,
  pull,
  put,
  rm,
  verify,
  grep,
  diff,
  exportVerb,
  xrpc,
  login,
  logout,
  history,
  completions,
] as const;

export const verbs: readonly Verb<AnyVerbLine, object>[] = registry;

/** Their names. */
export const VERBS: readonly string[] = verbs.map(({ name }) => name);

/** What was read of the command line for any of the verbs. */
export type VerbLine = Exclude<ReturnType<(typeof registry)[number]['lineOf']>, PrintLine>;

/** Runs the verb that a line was read for. Resolves to the exit code. */
export async function runVerb(line: VerbLine, open: OpenServices): Promise<number> {
  const run = verbs.find(({ name }) => name === line.kind)?.run;
  if (run === undefined) throw new TypeError(`There is no verb ${line.kind}.`);
  return await run(line, open);
}
