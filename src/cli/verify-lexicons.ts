import type { Archive } from '../archive/archive.js';
import type { RecordToValidate } from '../atproto/lexicons/validity.js';
import { checkLexicons, type LexiconCheck, LexiconTally } from '../jobs/lexicon-check.js';
import { ResolvingValidator } from '../jobs/resolving-validator.js';
import { countText } from '../text/count-text.js';
import { errorSentence } from '../text/error-sentence.js';
import { sanitise } from '../text/sanitise.js';
import { openProgress } from './progress.js';
import type { VerifyOptions } from './verified.js';
import { complain } from './without-screen.js';

type LexiconOptions = Pick<VerifyOptions, 'client' | 'signal' | 'isJson' | 'lexicons'>;
type Validate = (
  record: RecordToValidate,
  options: { readonly signal: AbortSignal },
) => ReturnType<ResolvingValidator['validate']>;

/** All records of an archive held against their lexicons; undefined where that is not asked for. Shows how far it is. */
export async function heldAgainstLexicons(
  archive: Archive,
  options: LexiconOptions,
): Promise<LexiconCheck | undefined> {
  const { signal, isJson, lexicons } = options;
  if (lexicons === undefined) return undefined;
  const progress = openProgress(process.stderr, isJson);
  const total = countText(archive.records);
  function onProgress(done: number): void {
    progress.show(`${countText(done)} of ${total} records held against their lexicons`);
  }
  try {
    return await withValidator(options, (validate) =>
      checkLexicons(archive, { signal, validate, onProgress }),
    );
  } finally {
    progress.end();
  }
}

/** The same of one record. */
export async function recordAgainstLexicon(
  record: RecordToValidate,
  cid: string,
  options: LexiconOptions,
): Promise<LexiconCheck | undefined> {
  const { signal, lexicons } = options;
  if (lexicons === undefined) return undefined;
  return await withValidator(options, async (validate) => {
    const tally = new LexiconTally();
    tally.add(record, () => cid, await validate(record, { signal }));
    return tally;
  });
}

/** Says on stderr which lexicons were asked for and cannot be had. */
async function withValidator(
  { client, lexicons }: LexiconOptions,
  work: (validate: Validate) => Promise<LexiconCheck>,
): Promise<LexiconCheck> {
  if (lexicons !== 'resolve') return await work(client.validate);
  const validator = new ResolvingValidator(client);
  const check = await work((...asked) => validator.validate(...asked));
  for (const error of validator.failures.values()) complain(sanitise(errorSentence(error)));
  return check;
}
