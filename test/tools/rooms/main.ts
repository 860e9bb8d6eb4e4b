import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawRooms, withDrawing } from './drawing.js';
import { importsIn } from './imports.js';
import { breachesOf } from './rules.js';

/** `main.ts --check [root]` says which walls are broken; without `--check` the rooms are drawn into docs/architecture.md. */
function main([option, root = '.']: readonly string[]): void {
  const imports = importsIn(root);
  if (option === '--check') {
    const breaches = breachesOf(imports);
    for (const { message } of breaches) console.error(message);
    if (breaches.length > 0) process.exitCode = 1;
    return;
  }
  const path = join(root, 'docs', 'architecture.md');
  writeFileSync(path, withDrawing(readFileSync(path, 'utf8'), drawRooms(imports)));
}

main(process.argv.slice(2));
