/**
 * A lexicon document as it was published (atproto.com/specs/lexicon, “Lexicon Files”): what it has beyond this is kept, and looked at by
 * nobody. What is read of a document of a stranger is only as certain as `readLexiconDoc` has made it.
 */
export interface LexiconDoc {
  readonly lexicon: 1;
  /** The NSID of it. */
  readonly id: string;
  readonly description?: string | undefined;
  /** By name; the one that the NSID alone means is `main`. */
  readonly defs: Readonly<Record<string, LexiconDef>>;
}

interface Described {
  readonly description?: string | undefined;
}

/** What a definition can be. */
export type LexiconDef = PrimaryDef | FieldDef | ObjectDef | TokenDef | PermissionSetDef;

/** What only `main` can be. */
export type PrimaryDef = RecordDef | QueryDef | ProcedureDef | SubscriptionDef;

export interface RecordDef extends Described {
  readonly type: 'record';
  /** `tid`, `nsid`, `any`, or `literal:` and the key. */
  readonly key: string;
  readonly record: ObjectDef;
}

export interface QueryDef extends Described {
  readonly type: 'query';
  readonly parameters?: ParamsDef | undefined;
  readonly output?: BodyDef | undefined;
  readonly errors?: readonly ErrorDef[] | undefined;
}

export interface ProcedureDef extends Described {
  readonly type: 'procedure';
  readonly parameters?: ParamsDef | undefined;
  readonly input?: BodyDef | undefined;
  readonly output?: BodyDef | undefined;
  readonly errors?: readonly ErrorDef[] | undefined;
}

export interface SubscriptionDef extends Described {
  readonly type: 'subscription';
  readonly parameters?: ParamsDef | undefined;
  readonly message?: (Described & { readonly schema?: UnionDef | undefined }) | undefined;
  readonly errors?: readonly ErrorDef[] | undefined;
}

export interface ErrorDef extends Described {
  readonly name: string;
}

export interface BodyDef extends Described {
  /** A MIME type. */
  readonly encoding: string;
  readonly schema?: ObjectDef | RefDef | UnionDef | undefined;
}

export interface ParamsDef extends Described {
  readonly type: 'params';
  readonly required?: readonly string[] | undefined;
  readonly properties?: Readonly<Record<string, FieldDef>> | undefined;
}

export interface ObjectDef extends Described {
  readonly type: 'object';
  readonly required?: readonly string[] | undefined;
  readonly nullable?: readonly string[] | undefined;
  readonly properties?: Readonly<Record<string, FieldDef>> | undefined;
}

/** What a member of an object, an element or a parameter can be. */
export type FieldDef =
  | (Described & {
      readonly type: 'boolean';
      readonly default?: boolean | undefined;
      readonly const?: boolean | undefined;
    })
  | (Described & {
      readonly type: 'integer';
      readonly minimum?: number | undefined;
      readonly maximum?: number | undefined;
      readonly enum?: readonly number[] | undefined;
      readonly default?: number | undefined;
      readonly const?: number | undefined;
    })
  | StringDef
  | (Described & {
      readonly type: 'bytes';
      readonly minLength?: number | undefined;
      readonly maxLength?: number | undefined;
    })
  | (Described & { readonly type: 'cid-link' })
  | (Described & {
      readonly type: 'blob';
      readonly accept?: readonly string[] | undefined;
      readonly maxSize?: number | undefined;
    })
  | (Described & {
      readonly type: 'array';
      readonly items: FieldDef;
      readonly minLength?: number | undefined;
      readonly maxLength?: number | undefined;
    })
  | ObjectDef
  | RefDef
  | UnionDef
  | (Described & { readonly type: 'unknown' });

export interface StringDef extends Described {
  readonly type: 'string';
  readonly format?: string | undefined;
  /** In bytes of UTF-8. */
  readonly minLength?: number | undefined;
  readonly maxLength?: number | undefined;
  readonly minGraphemes?: number | undefined;
  readonly maxGraphemes?: number | undefined;
  readonly knownValues?: readonly string[] | undefined;
  readonly enum?: readonly string[] | undefined;
  readonly default?: string | undefined;
  readonly const?: string | undefined;
}

export interface RefDef extends Described {
  readonly type: 'ref';
  /** `#name` in the same document, an NSID, or an NSID and `#name`. */
  readonly ref: string;
}

export interface UnionDef extends Described {
  readonly type: 'union';
  readonly refs: readonly string[];
  /** Whether nothing else may stand there. */
  readonly closed?: boolean | undefined;
}

export interface TokenDef extends Described {
  readonly type: 'token';
}

export interface PermissionSetDef extends Described {
  readonly type: 'permission-set';
  readonly permissions: readonly unknown[];
}
