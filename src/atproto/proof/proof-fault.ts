/** What is wrong with a proof. */
export type ProofFaultKind =
  | 'car-shape'
  | 'block-hash'
  | 'missing-block'
  | 'not-dag-cbor'
  | 'no-commit'
  | 'commit-shape'
  | 'wrong-account'
  | 'signature'
  | 'node-shape'
  | 'empty-node'
  | 'key-order'
  | 'key-layer'
  | 'key-prefix'
  | 'subtree-bounds';

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
