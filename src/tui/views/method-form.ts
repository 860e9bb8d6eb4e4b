import type { FormField, MethodFormOverlay } from '../../store/xrpc/form-state.js';
import { fit } from '../../text/fit.js';
import { sanitise } from '../../text/sanitise.js';
import { width as cellsOf } from '../../text/width.js';
import { wrap } from '../../text/wrap.js';
import type { Size } from '../screen/layout.js';
import type { Hit, Picture } from '../screen/picture.js';
import { promptHit, promptLine } from '../screen/prompt-line.js';
import { palette } from '../screen/style.js';
import type { View } from '../screen/view.js';
import { noteRows } from './failure-text.js';

interface FormSeen {
  readonly form: MethodFormOverlay | undefined;
}

const BOX_CELLS_MAX = 90;
const BORDER_CELLS = 2;
/** The mark before the field that is typed into, and a space off the border behind. */
const EDGE_CELLS = 2;
const NAME_CELLS_MAX = 20;
/** What helps with a field: more of it gives way to fields. */
const HELP_ROWS_MAX = 5;
const HELP_ROWS_MIN = 2;

/** The parameters of a query, a line each; below them what the one that is typed into takes, or what is wrong. */
export const methodFormView: View<'method-form', FormSeen> = {
  id: 'method-form',
  stand: 'box',
  isPrompt: true,
  isModal: true,
  see: ({ overlay }) => ({ form: overlay?.kind === 'method-form' ? overlay : undefined }),
  title: ({ form }) => ({ name: form?.nsid ?? '', loading: form?.fields.length === 0 }),
  box({ form }, area) {
    const width = Math.min(BOX_CELLS_MAX, area.width);
    const help = form
      ? helpRows(form, Math.max(1, width - BORDER_CELLS - EDGE_CELLS), HELP_ROWS_MAX).length
      : 0;
    // As high as its longest help, so that it does not jump from field to field.
    const rows = (form?.fields.length ?? 0) + Math.max(help, form?.fields.length ? HELP_ROWS_MAX - 1 : 1) + 1;
    return { at: 'middle', width, height: form ? Math.min(area.height, rows + BORDER_CELLS) : 0 };
  },
  picture: ({ form }, size) =>
    form ? formPicture(form, size) : { lines: [], hits: () => [], spoken: () => ({ title: '', lines: [] }) },
};

function formPicture(form: MethodFormOverlay, { width, height }: Size): Picture {
  const { fields, at } = form;
  const room = Math.max(1, width - EDGE_CELLS);
  const least = Math.min(HELP_ROWS_MIN, Math.max(0, height - 1));
  const shownFields = Math.max(1, Math.min(fields.length, height - least));
  const help = helpRows(form, room, Math.max(0, height - shownFields));
  const top = Math.max(0, Math.min(at - Math.floor(shownFields / 2), fields.length - shownFields));
  const names = nameCells(fields, width);
  const inSight = fields.slice(top, top + shownFields);
  const drawn = inSight.map((field, index) => fieldLine(field, top + index === at, names, width));
  const blank = ' '.repeat(width);
  const gap = height > drawn.length + help.length && drawn.length > 0 ? [blank] : [];
  const paint = form.error === undefined ? palette.dim : palette.bad;
  const lines = [
    ...drawn.map(({ text }) => text),
    ...gap,
    ...help.map((row) => ` ${paint(fit(row, room))} `),
  ];
  while (lines.length < height) lines.push(blank);
  const caret = drawn[at - top]?.caret;
  return {
    lines: lines.slice(0, height).map((line) => (width > EDGE_CELLS ? line : fit('', width))),
    ...(caret !== undefined && { caret: { x: Math.min(width - 1, caret), y: at - top } }),
    hits: () => fieldHit(fields[at], { x: 1 + names, y: at - top, width: width - 1 - names }),
    spoken: () => ({
      role: 'textbox',
      title: `parameters of ${form.nsid}`,
      lines: spokenLines(form),
    }),
  };
}

/** Cells of the column of names, with a space behind it. */
const nameCells = (fields: readonly FormField[], width: number): number =>
  Math.min(
    Math.max(0, ...fields.map((field) => cellsOf(nameOf(field)))) + 1,
    NAME_CELLS_MAX,
    Math.max(0, Math.floor(width / 3)),
  );

/** One that has to be there has a star. */
const nameOf = ({ name, isRequired }: FormField): string => sanitise(name) + (isRequired ? '*' : '');

const MARK = '› ';

function fieldLine(
  field: FormField,
  isActive: boolean,
  names: number,
  width: number,
): { readonly text: string; readonly caret: number } {
  const name = fit(nameOf(field), names);
  const room = Math.max(0, width - 1 - names);
  const input = promptLine(MARK, field.prompt, room);
  const caret = 1 + names + input.caret;
  if (isActive) return { text: palette.accent('▌') + palette.bold(name) + input.text, caret };
  const said =
    field.prompt.text === '' ? palette.dim(fit(`${MARK}${sanitise(field.takes)}`, room)) : input.text;
  return { text: ` ${name}${said}`, caret: 0 };
}

function fieldHit(field: FormField | undefined, at: Pick<Hit, 'x' | 'y' | 'width'>): readonly Hit[] {
  return field && at.width > 0 ? [promptHit(at, MARK, field.prompt)] : [];
}

const LOOKING = 'Looking for its lexicon …';

/** What is wrong, else what the field takes and means, and while it is short what the query is for. */
function helpRows(form: MethodFormOverlay, room: number, most: number): readonly string[] {
  if (most <= 0) return [];
  if (form.error !== undefined) return noteRows(sanitise(form.error), room, most);
  return helpTexts(form)
    .flatMap((text) => wrap(sanitise(text), room))
    .slice(0, most);
}

function helpTexts({ fields, at, description }: MethodFormOverlay): readonly string[] {
  const field = fields[at];
  if (!field) return [LOOKING];
  const own = `${field.takes}.${field.description === undefined ? '' : ` ${field.description}`}`;
  return description === undefined ? [own] : [own, description];
}

function spokenLines(form: MethodFormOverlay): readonly string[] {
  const field = form.fields[form.at];
  const typed = field ? [`${nameOf(field)}: ${sanitise(field.prompt.text)}`] : [];
  const others = form.fields.map((one) => `${nameOf(one)}: ${sanitise(one.prompt.text || one.takes)}`);
  return [
    ...typed,
    ...(form.error === undefined ? [] : [sanitise(form.error)]),
    ...helpTexts(form).map((text) => sanitise(text)),
    ...others,
  ];
}
