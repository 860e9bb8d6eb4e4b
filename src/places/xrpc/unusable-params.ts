import type { ParamProblem } from '../../atproto/methods/check-params.js';
import { SentenceError, say } from '../../text/sentence.js';

/** Why a query was not sent: what is wrong with its parameters. */
export class UnusableParams extends SentenceError {
  readonly problems: readonly ParamProblem[];

  constructor(problems: readonly ParamProblem[]) {
    const sentences = problems.map(({ sentence }) => sentence).join(' ');
    super(say`This was not sent. ${sentences} {key:place.xrpc} asks for the parameters.`);
    this.problems = problems;
  }
}
