#!/usr/bin/env node
// Runs before anything else, and on whatever Node the user has. So it imports nothing before the version is known, and
// holds to syntax that Node 10 parses, as a script or as a module.

const needed = [22, 19];
const found = process.versions.node.split('.').map(Number);

if (found[0] < needed[0] || (found[0] === needed[0] && found[1] < needed[1])) {
  process.stderr.write(
    `atscope needs Node.js ${needed.join('.')} or newer; this is ${process.versions.node} (${process.execPath}).\n`,
  );
  process.exitCode = 2;
} else if (
  !answered(
    process.argv
      .slice(2)
      .join('\n')
      .replace(/(^|\n)-h$/, '$1--help'),
  )
) {
  process.env.NODE_ENV = 'production';
  keepCompiledCode();
  import('./main.js');
}

/**
 * Prints what command lines that only ask for a text are answered with, and loads nothing for it. The build puts the texts in,
 * by the arguments, a line each. False for every other command line.
 */
function answered(argv) {
  const texts = typeof ATSCOPE_TEXTS === 'undefined' ? {} : ATSCOPE_TEXTS;
  if (!Object.keys(texts).includes(argv)) return false;
  const { writeSync } = process.getBuiltinModule('node:fs');
  let rest = Buffer.from(texts[argv]);
  try {
    while (rest.length > 0) rest = rest.subarray(writeSync(1, rest));
  } catch (_) {
    // A pipe that takes no more for now, or none any more.
    process.stdout.write(rest);
  }
  return true;
}

/**
 * Lets Node keep the compiled program in the user's own cache folder. Node's default is a folder of a fixed name in the
 * temporary folder that all users share, where another user could put code in wait for us.
 */
function keepCompiledCode() {
  const { homedir } = process.getBuiltinModule('node:os');
  const { join } = process.getBuiltinModule('node:path');
  const { enableCompileCache } = process.getBuiltinModule('node:module');
  const folders = {
    darwin: () => join(homedir(), 'Library', 'Caches'),
    win32: () => process.env.LOCALAPPDATA || join(homedir(), 'AppData', 'Local'),
  };
  const folder = folders[process.platform] || (() => process.env.XDG_CACHE_HOME || join(homedir(), '.cache'));
  try {
    enableCompileCache(join(folder(), 'atscope'));
  } catch (_) {
    // A user without a home folder waits a little longer.
  }
}
