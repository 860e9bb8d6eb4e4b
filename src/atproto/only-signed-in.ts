import { isObject, type JsonObject, listField, textField } from '../text/json-fields.js';
import type { Authoriser, XrpcAnswer } from './calls/authoriser.js';
import { parseJson, stringifyJson } from './calls/raw-items.js';
import { isInForce, readLabel } from './labels/label.js';

/** The label by which an account asks apps to show it to nobody who is not signed in (atproto.com/specs/label). */
export const ONLY_SIGNED_IN = '!no-unauthenticated';

/** The member that a view has in place of what it was of. */
const NOT_SHOWN = 'notShown';
/** What stands there: whoever prints the JSON reads why. */
const WHY = 'its author asks apps to show this only to who is signed in';

/**
 * Asks an AppView as nobody, and leaves out of its answers what accounts do not want such a one to be shown. The AppView gives it to
 * everybody and leaves that to the client. In place of the view of a post (an object with its `author`, and the `record` or `value`)
 * stands one with no more than `uri`, `cid`, the account, and `notShown`, wherever it stands: in feeds, threads, quotes, lists, search,
 * and inside of other posts. No listing has to do anything for it; rows made by `postCells` say why, and anything else that reads a view
 * asks {@link isNotShown}. Who is signed in is answered by their PDS, and is shown all.
 */
export function withoutUnwilling(asNobody: Authoriser): Authoriser {
  return { send: async (call) => answerWithout(await asNobody.send(call)) };
}

function answerWithout(answer: XrpcAnswer): XrpcAnswer {
  // Few answers name the label at all: the others are passed on as they came.
  if (answer.status !== 200 || !answer.bytes.includes(ONLY_SIGNED_IN)) return answer;
  let json: unknown;
  try {
    json = parseJson(answer.bytes.toString('utf8'));
  } catch {
    // Whoever reads it says what is wrong with it.
    return answer;
  }
  return { ...answer, bytes: Buffer.from(stringifyJson(without(json))) };
}

function without(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(without);
  if (!isObject(json)) return json;
  if (isUnwilling(json)) return shownInstead(json);
  return Object.fromEntries(Object.entries(json).map(([name, member]) => [name, without(member)]));
}

const isUnwilling = (view: JsonObject): boolean =>
  (isObject(view.record) || isObject(view.value)) && asksForSignIn(view.author);

/** Whether an account (`app.bsky.actor.defs#profileViewBasic` and its like) asks not to be shown to who is not signed in. */
export function asksForSignIn(profile: unknown, now: number = Date.now()): boolean {
  return listField(profile, 'labels').some((json) => {
    const label = readLabel(json);
    return label !== undefined && label.val === ONLY_SIGNED_IN && isInForce(label, now);
  });
}

function shownInstead({ $type, uri, cid, author }: JsonObject): JsonObject {
  const account = { did: textField(author, 'did'), handle: textField(author, 'handle') };
  return { ...($type !== undefined && { $type }), uri, cid, author: account, [NOT_SHOWN]: WHY };
}

/** Whether this stands in place of a view that its author does not want to be shown to who is not signed in. */
export const isNotShown = (view: unknown): boolean => textField(view, NOT_SHOWN) === WHY;

const WRITTEN = `"${NOT_SHOWN}":"${WHY}"`;

/** Whether some of an answer, or of a part of one, is left out for that reason. */
export const hasNotShown = (json: Pick<Buffer | string, 'includes'>): boolean => json.includes(WRITTEN);
