import type { ParamSpec } from '../../atproto/methods/param-spec.js';
import type { Prompt } from '../overlays/prompt.js';

/** One thing that is asked for: a parameter, all of them where no lexicon names them, or who is to answer. */
export interface FormField {
  readonly kind: 'param' | 'params' | 'service';
  readonly name: string;
  readonly isRequired: boolean;
  /** What it takes, in a few words. */
  readonly takes: string;
  readonly description: string | undefined;
  /** Of a parameter. */
  readonly spec?: ParamSpec | undefined;
  readonly prompt: Prompt;
}

/** The parameters of a query, as they are typed. */
export interface MethodFormOverlay {
  readonly kind: 'method-form';
  readonly nsid: string;
  /** What it is for; undefined: nobody says so. */
  readonly description: string | undefined;
  /** None while its lexicon is looked for. */
  readonly fields: readonly FormField[];
  /** Index of the field that is typed into. */
  readonly at: number;
  /** Why it was not sent, as a sentence. */
  readonly error: string | undefined;
}
