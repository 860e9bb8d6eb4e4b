import { l } from '@atproto/lex-schema';
import { issuePath } from './issue-path.js';

/** Issues that are told of one record. */
const ISSUES_MAX = 50;

/**
 * Goes on where the schemas stop: at the first issue. What is wrong in a member is noted, and the member passes for the rest of the walk.
 * The first issue found is the one that the schemas alone find.
 */
export class EveryIssue extends l.ValidationContext {
  readonly found: l.Issue[] = [];
  readonly #paths = new Set<string>();
  readonly #stubs: ReadonlyMap<string, string>;
  readonly #missing: Set<string>;

  /**
   * @param stubs the names of definitions that are not known, and the NSID of each; whatever stands there passes
   * @param missing gets the NSIDs of those that were met
   */
  constructor(stubs: ReadonlyMap<string, string>, missing: Set<string>) {
    super({ path: [], mode: 'validate', strict: true });
    this.#stubs = stubs;
    this.#missing = missing;
  }

  /** Holds a whole value against a schema. */
  look(value: unknown, schema: l.Validator): void {
    const result = this.validate(value, schema);
    if (!result.success) this.#note(result.issues);
  }

  override validate<V extends l.Validator>(
    input: unknown,
    validator: V,
  ): l.ValidationResult<l.InferInput<V>> {
    if (validator instanceof l.LexValueSchema && Number.isInteger(input) && !Number.isSafeInteger(input)) {
      // The schemas let it pass, and the PDS then fails to write it.
      return this.issue(new l.IssueCustom(this.path, input, 'Integer past 2^53, which is not exact'));
    }
    const nsid = validator instanceof l.TypedObjectSchema ? this.#stubs.get(validator.$type) : undefined;
    if (nsid === undefined) return super.validate(input, validator);
    this.#missing.add(nsid);
    return this.success(input as l.InferInput<V>);
  }

  override validateChild<I extends object, K extends PropertyKey & keyof I, V extends l.Validator>(
    input: I,
    key: K,
    validator: V,
  ): l.ValidationResult<l.InferInput<V>> {
    const result = super.validateChild(input, key, validator);
    if (result.success || this.found.length >= ISSUES_MAX) return result;
    this.#note(key in input ? result.issues : [new l.IssueRequiredKey(this.path, input, key)]);
    return this.success(input[key] as l.InferInput<V>);
  }

  /** Has nothing noted of a member that is told of already. */
  passOver(member: string): void {
    this.#paths.add(placeOf(new l.IssueCustom([member], undefined, '')));
  }

  /** One for each place: what comes of the first would only repeat it. */
  #note(issues: readonly l.Issue[]): void {
    for (const issue of issues) {
      const place = placeOf(issue);
      if (this.#paths.has(place)) continue;
      this.#paths.add(place);
      this.found.push(issue);
    }
  }
}

/** An object can lack several members at the same path. */
const placeOf = (issue: l.Issue): string =>
  `${issuePath(issue.path)}\n${issue instanceof l.IssueRequiredKey ? String(issue.key) : ''}`;
