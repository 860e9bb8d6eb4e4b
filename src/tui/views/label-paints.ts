import type { LabelSeverity } from '../../lenses/label-words.js';
import { palette, type Style } from '../screen/style.js';

/** How a label is drawn, by what it says of what it is on. Its sign and its words say the same without colours. */
export const labelPaints: Readonly<Record<LabelSeverity, Style>> = {
  alert: palette.bad,
  inform: palette.warn,
  none: palette.accent,
};
