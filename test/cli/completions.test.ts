import { describe, expect, test } from 'vitest';
import { commandTable, parseCommandLine } from '../../src/cli/command-line.js';
import { completionScript, SHELLS } from '../../src/cli/completions.js';
import { manPage } from '../../src/cli/man-page.js';
import { VERBS } from '../../src/cli/verbs.js';
import { placeKinds } from '../../src/places/registry.js';

describe('every completion', () => {
  test.each(SHELLS)('has every verb and every option: %s', (shell) => {
    const script = completionScript(shell, commandTable());
    for (const { name, options } of [...commandTable().verbs, commandTable()]) {
      expect(script).toContain(name);
      for (const { long } of options) expect(script).toMatch(new RegExp(`(--|-l )${long}\\b`));
    }
    expect(commandTable().verbs.map(({ name }) => name)).toEqual([...VERBS]);
  });

  test.each(SHELLS)('is printed by a verb of the command line: %s', (shell) => {
    const line = parseCommandLine(['completions', shell], {});
    expect(line).toEqual({ kind: 'print', text: completionScript(shell, commandTable()) });
  });

  test.each([
    ['bash', `put) IFS=$'\\n'; COMPREPLY=($(compgen -f -- "$cur"))`],
    ['zsh', `'1:address:_atscope_places'\x20\\\n            '2:file:_files'`],
    ['fish', `complete -c atscope -n '__fish_seen_subcommand_from put' -F`],
  ] as const)('offers a file behind the address of put: %s', (shell, words) => {
    expect(completionScript(shell, commandTable())).toContain(words);
  });

  test.each(['tcsh', 'Bash', '', 'power shell'])('an unknown shell is refused in a sentence: %j', (shell) => {
    expect(parseCommandLine(['completions', shell], {})).toEqual({
      kind: 'usage',
      message: `atscope: there are no completions for ${JSON.stringify(shell)}: bash, zsh, fish have them. See atscope --help.`,
    });
    expect(parseCommandLine(['completions'], {})).toMatchObject({ kind: 'usage' });
    expect(parseCommandLine(['completions', 'bash', 'zsh'], {})).toMatchObject({ kind: 'usage' });
  });
});

test('the manual has every verb, every option, and what there is about an account and a record', () => {
  const text = manPage().replaceAll('\\-', '-');
  for (const { name, options } of commandTable().verbs) {
    expect(text).toContain(`.SS "atscope ${name}`);
    for (const { long } of options) expect(text).toContain(`--${long}\\fR`);
  }
  for (const { kind, word = kind, behind } of placeKinds) {
    if (behind !== undefined) expect(text).toContain(`/${word}`);
  }
});
