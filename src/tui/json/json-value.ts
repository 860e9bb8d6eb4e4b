import { writeJson } from '../../text/written-json.js';
import type { JsonDocument } from './json-document.js';

/** The value that a line of a document stands for, as text: a string as it is, all else as JSON. `whole` is the value of the document. */
export function valueAt({ lines }: JsonDocument, line: number, whole: unknown): string {
  const at = lines[line];
  const steps: (string | number)[] = [];
  for (let here = at; here !== undefined && here.parent >= 0; here = lines[here.parent]) {
    steps.push(here.key ?? here.position);
  }
  let value = whole;
  for (const step of steps.toReversed()) {
    if (typeof value !== 'object' || value === null) return '';
    value = Reflect.get(value, step);
  }
  return typeof value === 'string' ? value : writeJson(value);
}
