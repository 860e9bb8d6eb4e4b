import type { CommandRow, CommandTable } from './command-table.js';
import { LIST_RECENTS, type Offer, offerOfArgument, offerOfOption } from './completion-words.js';

/** A word in fish, where a backslash goes before a quotation mark. */
const word = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;

/** The options of `complete` that tell what may be typed. */
function offered(offer: Offer): string {
  if (offer === 'files') return '-F';
  if (offer === 'folders') return '-a "(__fish_complete_directories)"';
  if (offer === 'accounts') return `-a "(string replace -r '/.*' '' (__atscope_places))"`;
  if (offer === 'places') return '-k -a "(__atscope_places)"';
  return offer.length === 0 ? '' : `-a ${word(offer.join(' '))}`;
}

function completionsOf(command: CommandRow, condition: string): readonly string[] {
  const start = `complete -c atscope -n ${word(condition)}`;
  const options = command.options.map((option) => {
    const offer = offerOfOption(option);
    const flags = `${option.short === undefined ? '' : `-s ${option.short} `}-l ${option.long}`;
    return [start, flags, offer && `-x ${offered(offer)}`.trim(), `-d ${word(option.description)}`]
      .filter((part) => part !== undefined)
      .join(' ');
  });
  return [
    ...options,
    ...command.arguments.slice(0, 2).map((argument) => `${start} ${offered(offerOfArgument(argument))}`),
  ];
}

/** The script for fish 3.1 and newer. */
export function fishCompletions(table: CommandTable): string {
  const verbs = table.verbs.map(({ name }) => name).join(' ');
  const noVerb = `not __fish_seen_subcommand_from ${verbs}`;
  return `# Completions of atscope for fish.
function __atscope_places
    set -l config $HOME/.config
    test -n "$XDG_CONFIG_HOME"; and set config $XDG_CONFIG_HOME
    set -l folder $config/atscope
    test (uname) = Darwin; and set folder $HOME/Library/Preferences/atscope
    test -n "$ATSCOPE_CONFIG_DIR"; and set folder $ATSCOPE_CONFIG_DIR
    ${LIST_RECENTS}
end

complete -c atscope -f
${table.verbs.map(({ name, summary }) => `complete -c atscope -n '__fish_use_subcommand' -a ${word(name)} -d ${word(summary)}`).join('\n')}
${[...completionsOf(table, noVerb), ...table.verbs.flatMap((verb) => completionsOf(verb, `__fish_seen_subcommand_from ${verb.name}`))].join('\n')}
`;
}
