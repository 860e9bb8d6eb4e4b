import type { CommandRow, CommandTable } from './command-table.js';
import { LIST_RECENTS, type Offer, offerOfArgument, offerOfOption, quoted } from './completion-words.js';

const flagsOf = ({ options }: CommandRow): string =>
  options
    .flatMap(({ short, long }) => [...(short === undefined ? [] : [`-${short}`]), `--${long}`])
    .join(' ');

/** Commands that offer what begins as `cur` does. */
function offered(offer: Offer): string {
  if (offer === 'files' || offer === 'folders') {
    const kind = offer === 'files' ? '-f' : '-d';
    return `IFS=$'\\n'; COMPREPLY=($(compgen ${kind} -- "$cur")); compopt -o filenames 2>/dev/null`;
  }
  if (offer === 'places') return 'words="$(_atscope_places)"';
  if (offer === 'accounts') return 'words="$(_atscope_accounts)"';
  return offer.length === 0 ? ':' : `words=${quoted(offer.join(' '))}`;
}

/** The cases of what may stand behind an option that takes a value. */
function valueCases(rows: readonly CommandRow[]): readonly string[] {
  const seen = new Set<string>();
  return rows
    .flatMap(({ options }) => options)
    .flatMap((option) => {
      const offer = offerOfOption(option);
      if (offer === undefined || seen.has(option.long)) return [];
      seen.add(option.long);
      return [`    --${option.long}) ${offered(offer)}; value=1 ;;`];
    });
}

/** The cases of what may stand second. */
const secondCases = (verbs: readonly CommandRow[]): readonly string[] =>
  verbs.flatMap(({ name, arguments: [, second] }) => {
    const offer = second && offerOfArgument(second);
    return offer === undefined || offer.length === 0 ? [] : [`      ${name}) ${offered(offer)} ;;`];
  });

/**
 * The script for bash 3.2 and newer. Bash takes a `:` and a `=` for the end of a word, and addresses hold colons: the words are put
 * together first, and what bash has of the word already is cut off each offer.
 */
export function bashCompletions(table: CommandTable): string {
  const { verbs } = table;
  const valued = verbs
    .concat(table)
    .flatMap(({ options }) => options.filter(({ value }) => value !== undefined))
    .map(({ long }) => `--${long}`);
  return `# Completions of atscope for bash.
_atscope_places() {
  local folder="\${XDG_CONFIG_HOME:-$HOME/.config}/atscope"
  case "$OSTYPE" in darwin*) folder="$HOME/Library/Preferences/atscope" ;; esac
  folder="\${ATSCOPE_CONFIG_DIR:-$folder}"
  ${LIST_RECENTS}
}

_atscope_accounts() {
  local -a places=($(_atscope_places))
  printf '%s\\n' "\${places[@]%%/*}"
}

_atscope() {
  local cur= prev= verb= words= value= at word given=0 joining= IFS=$' \\t\\n'
  local -a line=()
  for ((at = 1; at <= COMP_CWORD; at++)); do
    word="\${COMP_WORDS[at]}"
    if [[ \${#line[@]} -gt 0 && ( -n "$joining" || "$word" =~ ^[:=]+$ ) ]]; then
      line[\${#line[@]}-1]+="$word"
      joining=
      [[ "$word" =~ ^[:=]+$ ]] && joining=1
    else
      line+=("$word")
    fi
  done
  [[ \${#line[@]} -gt 0 ]] || line=("")
  cur="\${line[\${#line[@]}-1]}"
  for ((at = 0; at < \${#line[@]} - 1; at++)); do
    word="\${line[at]}"
    case "$prev" in ${[...new Set(valued)].join('|')}) prev=; continue ;; esac
    prev="$word"
    case "$word" in
      -*) ;;
      ${verbs.map(({ name }) => name).join('|')}) [[ $given -eq 0 ]] && verb="$word" || given=$((given + 1)) ;;
      *) given=$((given + 1)) ;;
    esac
  done
  [[ "$cur" == --*=* ]] && prev="\${cur%%=*}" && cur="\${cur#*=}"
  COMPREPLY=()
  case "$prev" in
${valueCases([...verbs, table]).join('\n')}
  esac
  if [[ -z "$value" && "$cur" == -* ]]; then
    case "$verb" in
${verbs.map((verb) => `      ${verb.name}) words=${quoted(flagsOf(verb))} ;;`).join('\n')}
      *) words=${quoted(flagsOf(table))} ;;
    esac
  elif [[ -z "$value" && $given -eq 0 ]]; then
    case "$verb" in
${verbs.map((verb) => `      ${verb.name}) ${verb.arguments.slice(0, 1).map(offerOfArgument).map(offered).join('') || ':'} ;;`).join('\n')}
      *) words=${quoted(verbs.map(({ name }) => name).join(' '))}" $(_atscope_places)" ;;
    esac
  elif [[ -z "$value" && $given -eq 1 ]]; then
    case "$verb" in
${secondCases(verbs).join('\n')}
    esac
  fi
  [[ -n "$words" ]] && COMPREPLY=($(compgen -W "$words" -- "$cur"))
  if [[ "$cur" == *:* && "$COMP_WORDBREAKS" == *:* ]]; then
    word="\${cur%"\${cur##*:}"}"
    for ((at = 0; at < \${#COMPREPLY[@]}; at++)); do
      COMPREPLY[at]="\${COMPREPLY[at]#"$word"}"
    done
  fi
  return 0
}

complete -F _atscope atscope
`;
}
