import type { AppView } from '../../atproto/appview.js';
import { type FailedCall, isFailedCall } from '../../text/failed-call.js';
import { PARENTS_MAX, type Thread, type ThreadItem, threadIn, threadInFirst } from './thread-items.js';

/** Levels of replies, and replies to one of them, that are asked for: as many as the method gives. */
const LEVELS_MAX = 20;
const REPLIES_MAX = 100;
/** The same of the method before it. */
const FIRST_LEVELS_MAX = 100;

export interface AskThread {
  readonly appview: AppView;
  /** at-URI of the post that the thread is opened at. */
  readonly uri: string;
  /** `oldest`, `newest` or `top`. */
  readonly sort: string | undefined;
  /** Whether somebody is signed in. */
  readonly isSignedIn: boolean;
  readonly signal: AbortSignal;
}

/** A thread, and whether it came in the order that was asked for. */
export interface AskedThread extends Thread {
  readonly isInOrder: boolean;
}

/**
 * The thread of a post, by `app.bsky.unspecced.getPostThreadV2`, or of a service that has no such method by
 * `app.bsky.feed.getPostThread`. Throws as a query does.
 */
export async function askThread({ appview, uri, sort, isSignedIn, signal }: AskThread): Promise<AskedThread> {
  try {
    const params = { anchor: uri, below: LEVELS_MAX, branchingFactor: REPLIES_MAX, sort };
    const reply = await appview.ask('app.bsky.unspecced.getPostThreadV2', params, { signal });
    return { ...(await threadIn(reply)), isInOrder: true };
  } catch (error) {
    if (!isFailedCall(error) || !isUnknownMethod(error, isSignedIn)) throw error;
  }
  const params = { uri, depth: FIRST_LEVELS_MAX, parentHeight: PARENTS_MAX };
  const reply = await appview.ask('app.bsky.feed.getPostThread', params, { signal });
  return { ...threadInFirst(reply), isInOrder: false };
}

/** The replies to a post that somebody hid. */
export async function askHidden({
  appview,
  uri,
  signal,
}: Pick<AskThread, 'appview' | 'uri' | 'signal'>): Promise<readonly ThreadItem[]> {
  const reply = await appview.ask('app.bsky.unspecced.getPostThreadOtherV2', { anchor: uri }, { signal });
  return (await threadIn(reply)).items;
}

/** An AppView says so; a PDS wants a sign-in for what it does not know, as for all that it passes on. */
function isUnknownMethod({ failure, status, error }: FailedCall, isSignedIn: boolean): boolean {
  if (failure !== 'status') return false;
  if (error === 'MethodNotImplemented' || error === 'XRPCNotSupported') return true;
  return status === 501 || (status === 401 && !isSignedIn);
}
