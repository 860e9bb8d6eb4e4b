import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileProblem } from '../../keep/file-problem.js';
import type { Effects, Said } from '../../store/context.js';
import { exitWords, runOnTerminal, type TerminalExit } from './run-on-terminal.js';
import type { TerminalHold } from './terminal-hold.js';
import { editorOf, isReadWhenItEnds, pagerOf } from './user-programs.js';

const NOT_THERE = 127;

/** The programs of the user that get the terminal: the editor, the pager, a command that was typed. */
export function programEffects(hold: TerminalHold): Pick<Effects, 'edit' | 'editText' | 'pipe'> {
  const { env, platform } = process;
  return {
    async edit(name, text) {
      const editor = editorOf(env, platform);
      const folder = await mkdtemp(join(tmpdir(), 'atscope-'));
      const path = join(folder, name);
      let isKept = false;
      async function whenEnded(): Promise<void> {
        isKept = (await readFile(path, 'utf8').catch(() => text)) !== text;
        if (!isKept) await rm(folder, { recursive: true, force: true });
      }
      await writeFile(path, text, { mode: 0o600 });
      // Editors then say themselves, before anything is typed, that it is not for writing.
      await chmod(path, 0o400);
      const command = platform === 'win32' ? editor : `exec ${editor} "$1"`;
      const exit = await runOnTerminal(hold, { command, args: [path], whenEnded });
      if (!isKept) return told(editor, exit, 'Set VISUAL or EDITOR to another one.');
      return {
        kind: 'error',
        text: `It was opened to be read: nothing was written. What you saved is in ${path}.`,
      };
    },
    async editText(name, text, keep) {
      const editor = editorOf(env, platform);
      const folder = await mkdtemp(join(tmpdir(), 'atscope-'));
      const path = join(folder, name);
      let failure: Said | undefined;
      async function whenEnded(): Promise<void> {
        try {
          await keep(await readFile(path, 'utf8'));
          await rm(folder, { recursive: true, force: true });
        } catch (error) {
          // What was typed is somewhere: it stays there.
          failure = {
            kind: 'error',
            text: `What you saved is in ${path}: it could not be kept (${fileProblem(error)}).`,
          };
        }
      }
      await writeFile(path, text, { mode: 0o600 });
      const command = platform === 'win32' ? editor : `exec ${editor} "$1"`;
      const exit = await runOnTerminal(hold, { command, args: [path], whenEnded });
      return failure ?? told(editor, exit, 'Set VISUAL or EDITOR to another one.');
    },
    async pipe(text, typed) {
      const command = typed.trim() === '' ? pagerOf(env, platform) : typed.trim();
      const waitsForKey = !isReadWhenItEnds(command, env);
      const exit = await runOnTerminal(hold, { command, input: text, waitsForKey });
      return told(command, exit, typed.trim() === '' ? 'Set PAGER to another one.' : '');
    },
  };
}

/** What is to be said of a program that has ended; nothing where all went well. */
function told(command: string, exit: TerminalExit, advice: string): Said | undefined {
  const [program = command] = command.split(/\s/);
  if ('code' in exit && exit.code === 0) return undefined;
  if ('code' in exit && exit.code === NOT_THERE) {
    return { kind: 'error', text: `There is no program “${program}”. ${advice}`.trim() };
  }
  return { kind: 'error', text: `“${program}” ${exitWords(exit)}.` };
}
