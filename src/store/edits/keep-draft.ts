import { SentenceError, say } from '../../text/sentence.js';
import type { StoreContext } from '../context.js';
import type { EditedRecord } from './edited-record.js';

/** What is said wherever a text is kept as a draft. */
export const KEPT = say`What was typed is kept: {key:draft.list} lists it.`;

/** Puts what was typed on the disk, and why it was not written. Rejects where the disk does not take it. */
export type KeepDraft = (record: EditedRecord, problem?: string) => Promise<void>;

export const createDraftKeeper =
  ({ drafts }: Pick<StoreContext, 'drafts'>): KeepDraft =>
  async (record, problem) => {
    const { draft, collection, rkey, did, base, text, untyped } = record;
    if (text === undefined) return;
    if (drafts === undefined) throw new SentenceError('No drafts are kept in this run.');
    await drafts.save({
      id: draft,
      did,
      time: Date.now(),
      collection,
      rkey,
      base: base?.cid,
      baseJson: base?.json ?? record.skeleton,
      untyped,
      text,
      problem,
    });
  };
