import { commandTable, HELP_NOTES } from './command-line.js';
import type { CommandRow, OptionRow } from './command-table.js';
import { version } from './version.js';

/** Text in roff: backslashes and hyphens as themselves, and no line that begins as a request does. */
const roff = (text: string): string =>
  text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('…', '\\[u2026]')
    .replace(/^(?=[.'])/gm, '\\&');

function option({ short, long, value, description }: OptionRow): string {
  const flags = [
    ...(short === undefined ? [] : [`\\fB\\-${short}\\fR`]),
    `\\fB${roff(`--${long}`)}\\fR`,
  ].join(', ');
  return `.TP\n${flags}${value === undefined ? '' : ` \\fI${roff(value.replace(/[<>]/g, ''))}\\fR`}\n${roff(description)}`;
}

const usage = ({ arguments: given }: CommandRow): string =>
  given.map(({ name, required }) => ` ${required ? '' : '['}\\fI${name}\\fR${required ? '' : ']'}`).join('');

const verb = (row: CommandRow): string =>
  [
    `.SS "atscope ${row.name}${usage(row)} [options]"`,
    roff(row.description),
    ...row.arguments.map(({ name, description }) => `.TP\n\\fI${name}\\fR\n${roff(description)}`),
    ...row.options.map(option),
  ].join('\n');

/** The manual of the command line, `man atscope`, as roff. It has no date: the same sources give the same text. */
export function manPage(): string {
  const table = commandTable();
  const synopsis = table.verbs.map((row) => `.br\n\\fBatscope ${row.name}\\fR${usage(row)} [options]`);
  return `${[
    `.TH ATSCOPE 1 "" "atscope ${roff(version)}" "User Commands"`,
    '.SH NAME',
    'atscope \\- a full\\-screen terminal explorer for the AT Protocol',
    '.SH SYNOPSIS',
    `\\fBatscope\\fR${usage(table)} [options]`,
    ...synopsis,
    '.SH DESCRIPTION',
    roff(table.description),
    '.SH OPTIONS',
    ...table.options.map(option),
    '.SH COMMANDS',
    ...table.verbs.map(verb),
    '.SH NOTES',
    '.nf',
    roff(HELP_NOTES.trim()),
    '.fi',
  ].join('\n')}\n`;
}
