import { marksText, selfMarks } from './label-marks.js';

/** The labels that authors put on their own records, in words: `⚐ adult content (self) ⚐ nudity (self)`. */
export const selfLabelsText = (record: unknown): string => marksText(selfMarks(record));
