import { type Reading, readActor } from '../actor-syntax.js';

/** Who signs in, as they type it: a handle, a DID or an e-mail address; else a clause that says what is wrong with it. */
export function readIdentifier(text: string): Reading<{ identifier: string; email: boolean }> {
  const typed = text.trim();
  if (/^[^\s@]+@[^\s@]+$/.test(typed)) return { ok: true, identifier: typed, email: true };
  const actor = readActor(typed);
  return actor.ok ? { ok: true, identifier: actor.repo, email: false } : actor;
}
