import type { BrowserLevel } from '../../atproto/session/session.js';
import { type CursorRows, keyedRows } from '../cursor/cursor-rows.js';
import { atFirst, positionOf } from '../cursor/list-cursor.js';
import type { SignInWayOverlay } from './session-state.js';

/** How one signs in: in the browser, at one of two levels, or with an app password. */
export type SignInWay = BrowserLevel | 'password';

/** The ways, what gives away least first. */
export const SIGN_IN_WAYS: readonly SignInWay[] = ['read', 'write', 'password'];

export const wayRows: CursorRows = keyedRows(SIGN_IN_WAYS);

/** The choice of a way, with the cursor on one. */
export const wayQuestion = (
  identifier: string,
  host: string | undefined,
  way: SignInWay = 'read',
): SignInWayOverlay => ({
  kind: 'sign-in-way',
  identifier,
  host,
  cursor: { ...atFirst, key: way, index: SIGN_IN_WAYS.indexOf(way) },
});

/** The way that the cursor is on. */
export const chosenWay = ({ cursor }: SignInWayOverlay): SignInWay =>
  SIGN_IN_WAYS[positionOf(cursor, wayRows)] ?? 'read';
