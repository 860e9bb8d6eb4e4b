import type { CommandRow, CommandTable } from './command-table.js';
import { LIST_RECENTS, type Offer, offerOfArgument, offerOfOption, quoted } from './completion-words.js';

/** Text in a specification of `_arguments`, where brackets and colons mean something. */
const plain = (text: string): string => text.replace(/[\\[\]:]/g, '\\$&');

function action(offer: Offer): string {
  if (offer === 'files') return '_files';
  if (offer === 'folders') return '_files -/';
  if (offer === 'accounts') return '_atscope_accounts';
  if (offer === 'places') return '_atscope_places';
  return offer.length === 0 ? ' ' : `(${offer.join(' ')})`;
}

/** What `_arguments` is told of each option. */
function specifications({ options }: CommandRow): readonly string[] {
  return options.flatMap((option) => {
    const offer = offerOfOption(option);
    const value =
      offer === undefined ? '' : `:${plain((option.value ?? '').replace(/[<>]/g, ''))}:${action(offer)}`;
    const help = `[${plain(option.description)}]${value}`;
    const long = `--${option.long}${offer === undefined ? '' : '='}`;
    return option.short === undefined
      ? [quoted(long + help)]
      : [quoted(`-${option.short}${help}`), quoted(long + help)];
  });
}

const lines = (specs: readonly string[], indent: string): string =>
  specs.map((spec) => `${indent}${spec}`).join(' \\\n');

function verbCase(verb: CommandRow): string {
  const specs = [
    ...specifications(verb),
    ...verb.arguments
      .slice(0, 2)
      .map((one, index) => quoted(`${index + 1}:${plain(one.name)}:${action(offerOfArgument(one))}`)),
  ];
  return `        ${verb.name})\n          _arguments \\\n${lines(specs, '            ')}\n          ;;`;
}

/** The script for zsh: to be sourced behind `compinit`, or put in a folder of `fpath` as `_atscope`. */
export const zshCompletions = (table: CommandTable): string => `#compdef atscope
# Completions of atscope for zsh.
_atscope_recents() {
  local folder="\${XDG_CONFIG_HOME:-$HOME/.config}/atscope"
  [[ "$OSTYPE" == darwin* ]] && folder="$HOME/Library/Preferences/atscope"
  folder="\${ATSCOPE_CONFIG_DIR:-$folder}"
  ${LIST_RECENTS}
}

_atscope_places() {
  local -a places
  places=(\${(f)"$(_atscope_recents)"})
  (( \${#places} )) && compadd "$@" -a places
}

_atscope_accounts() {
  local -aU accounts
  accounts=(\${\${(f)"$(_atscope_recents)"}%%/*})
  (( \${#accounts} )) && compadd "$@" -a accounts
}

_atscope_first() {
  local -a verbs
  verbs=(
${table.verbs.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`).join('\n')}
  )
  _describe -t verbs verb verbs
  _atscope_places
}

_atscope() {
  local curcontext="$curcontext" state line
  typeset -A opt_args
  _arguments -C \\
${lines([...specifications(table), "'1:verb or address:_atscope_first'", "'*::rest:->rest'"], '    ')}
  case "$state" in
    rest)
      case "\${line[1]}" in
${table.verbs.map(verbCase).join('\n')}
      esac
      ;;
  esac
}

if [[ "\${funcstack[1]}" == _atscope ]]; then
  _atscope "$@"
else
  compdef _atscope atscope
fi
`;
