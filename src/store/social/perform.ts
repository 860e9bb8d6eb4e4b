import { isAbortError } from '../../atproto/calls/abort-error.js';
import type { AtClient } from '../../atproto/client.js';
import type { Write } from '../../atproto/writes/write.js';
import type { Writer } from '../../atproto/writes/writer.js';
import type { ProcedureChange } from '../../keep/made-change.js';
import type { OwnState } from '../../lenses/own-state.js';
import { SentenceError } from '../../text/sentence.js';
import type { Act } from './acts.js';
import { cidOf, type Looked, lookAt, ownRecordOf, readOwn } from './look.js';
import { isSo } from './standing.js';
import type { Target } from './target.js';

/** What an act is done with. */
export interface PerformDeps {
  readonly client: Pick<AtClient, 'appview' | 'own' | 'repo' | 'resolve' | 'writer'>;
  /** Writes a record of one's own so that it can be undone; gives its at-URI, or that there is none any more. */
  write(write: Write, title: string): Promise<string | false>;
  /** Calls a procedure so that its opposite can be called. */
  call(change: ProcedureChange, title: string): Promise<void>;
}

/** What came of it. */
export interface Performed {
  /** Whether anything was sent: else it was so before. */
  readonly isChange: boolean;
  /** What is so now. */
  readonly value: string | boolean;
}

/**
 * Does one thing to a target, once it has looked how the two stand: where it is so already nothing is written. `known` is what was done
 * a moment ago, which an AppView may not know yet. Throws as the calls do; then nothing was changed.
 */
export async function performAct(
  deps: PerformDeps,
  act: Act,
  target: Target,
  known: OwnState,
): Promise<Performed> {
  const looked = await lookOrNot(deps, target);
  if (act.id === 'follow' && looked?.isBlockedBy) {
    throw new SentenceError(`${target.name} blocks you, so that apps do not count a follow.`);
  }
  const { way } = act;
  if (way.kind === 'record') return await performRecord(deps, act, { ...way, target, looked, known });
  const own = { ...looked?.own, ...known };
  if (looked !== undefined && isSo(act, own)) return { isChange: false, value: act.makes };
  const [nsid, opposite] = act.makes ? [way.on, way.off] : [way.off, way.on];
  const input = await inputOf(deps, target, looked);
  await deps.call({ kind: 'procedure', nsid, opposite, input }, act.past);
  return { isChange: true, value: act.makes };
}

/** How the two stand; undefined where the AppView does not tell. */
async function lookOrNot({ client }: PerformDeps, target: Target): Promise<Looked | undefined> {
  try {
    return await lookAt(client, target);
  } catch (error) {
    if (isAbortError(error)) throw error;
    return undefined;
  }
}

interface Recorded {
  readonly collection: string;
  readonly target: Target;
  readonly looked: Looked | undefined;
  readonly known: OwnState;
}

async function performRecord(deps: PerformDeps, act: Act, how: Recorded): Promise<Performed> {
  const { collection, target } = how;
  const writer = await deps.client.writer();
  const found = await findRecord(deps, writer, act, how);
  if (act.makes) {
    if (found) return { isChange: false, value: `at://${writer.did}/${collection}/${found.rkey}` };
    const json = JSON.stringify({
      $type: collection,
      ...(await subjectOf(deps, target, how.looked)),
      createdAt: new Date().toISOString(),
    });
    const uri = await deps.write({ kind: 'create', collection, rkey: undefined, json }, act.past);
    return { isChange: true, value: uri };
  }
  if (!found) return { isChange: false, value: false };
  await deps.write({ kind: 'delete', collection, rkey: found.rkey, swap: found.cid }, act.past);
  return { isChange: true, value: false };
}

/** The record that says so already: the one that was made in this run, or the one that the AppView names, or one among all. */
async function findRecord(
  { client }: PerformDeps,
  writer: Writer,
  { member }: Act,
  { collection, target, looked, known }: Recorded,
) {
  const named = [known[member], looked?.own[member]];
  for (const uri of new Set(named)) {
    const found = await readOwn(writer, uri, target);
    if (found?.collection === collection) return found;
  }
  // Nothing is missing in what an AppView tells, and what was done in this run counts before it.
  if (named.some((value) => value !== undefined)) return undefined;
  return await readOwn(writer, await ownRecordOf(client, writer.did, { collection, target }), target);
}

/** The members of a record that say whom or what it is about. */
async function subjectOf(
  { client }: PerformDeps,
  target: Target,
  looked: Looked | undefined,
): Promise<object> {
  switch (target.kind) {
    case 'account':
      return { subject: target.did };
    case 'membership':
      return { subject: target.did, list: target.list };
    case 'list':
      return { subject: target.uri };
    case 'post':
      return { subject: { uri: target.uri, cid: await cidOf(client, target, looked) } };
  }
}

/** What a procedure takes. */
async function inputOf({ client }: PerformDeps, target: Target, looked: Looked | undefined): Promise<object> {
  switch (target.kind) {
    case 'account':
      return { actor: target.did };
    case 'post':
      return { uri: target.uri, cid: await cidOf(client, target, looked) };
    case 'list':
      return { list: target.uri };
    case 'membership':
      throw new TypeError('No procedure puts an account on a list.');
  }
}
