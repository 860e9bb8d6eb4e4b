import { type CommitIn, commitHead, JsonCommit } from './json-commit.js';
import { type Fields, fieldsOf, isUnknownOperation, optionalString, stringOf } from './json-fields.js';
import type { FrameSink } from './protocol.js';

/** Where and when something happened, which is the same for whatever it is. */
export interface EventHead {
  readonly did: string;
  readonly cursor: number;
  /** Milliseconds since 1970. */
  readonly time: number;
}

/** Whether a text is a frame without an event, such as a sign of life. A frame that is cut off begins like one with an event. */
export function isNoEvent(frame: string): boolean {
  return !frame.trimStart().startsWith('{');
}

/** Tells a sink of a commit, unless it does what no operation is known to. Throws a `malformed` StreamFault. */
export function tellCommit(
  { did, cursor, time }: EventHead,
  commit: Fields,
  frame: string,
  commitIn: CommitIn,
  sink: FrameSink,
): void {
  if (isUnknownOperation(commit.operation)) return;
  const event = new JsonCommit(commitHead(did, cursor, time, commit), frame, commitIn);
  sink.event(event, stringOf(commit, 'rev'));
}

/** Tells a sink of the upstream event that a Jetstream wraps. Throws a `malformed` StreamFault where there is none. */
export function tellIdentity(head: EventHead, wrapped: unknown, sink: FrameSink): void {
  const identity = fieldsOf(wrapped, 'an identity');
  const mark = optionalString(identity, 'time') ?? String(head.cursor);
  sink.event({ kind: 'identity', ...head, handle: optionalString(identity, 'handle') }, mark);
}

/** The same for an account event. */
export function tellAccount(head: EventHead, wrapped: unknown, sink: FrameSink): void {
  const account = fieldsOf(wrapped, 'an account');
  const status = optionalString(account, 'status');
  const mark = optionalString(account, 'time') ?? String(head.cursor);
  sink.event({ kind: 'account', ...head, active: account.active === true, status }, mark);
}
