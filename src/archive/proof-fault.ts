import type { ProblemKind } from './archive.js';

/** What is wrong with a proof: of the kinds of an archive, those that a way through its tree can show. */
export type ProofFaultKind = Exclude<
  ProblemKind,
  'truncated' | 'key-unknown' | 'duplicate-key' | 'record-path' | 'record-shape'
>;

/** Why a proof proves nothing. The message is a sentence. */
export class ProofFault extends Error {
  override readonly name = 'ProofFault';
  readonly kind: ProofFaultKind;
  /** CID of the block that it is about. */
  readonly cid: string | undefined;

  constructor(kind: ProofFaultKind, message: string, cid?: string) {
    super(message);
    this.kind = kind;
    this.cid = cid;
  }
}
