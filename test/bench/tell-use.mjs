// Loaded before a program that is measured (`node --import`): as it ends it writes what it took, as JSON, to the descriptor 3.
import { readFileSync, writeSync } from 'node:fs';

process.on('exit', () => {
  const told = process.platform === 'linux' ? readFileSync('/proc/self/status', 'utf8') : '';
  const [, kilobytes = process.resourceUsage().maxRSS] = /VmHWM:\s+(\d+)/.exec(told) ?? [];
  const { user, system } = process.cpuUsage();
  writeSync(3, JSON.stringify({ peak: Number(kilobytes) * 1024, processor: (user + system) / 1e6 }));
});
