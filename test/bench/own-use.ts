import { readFileSync } from 'node:fs';

/** Bytes of memory that this process has had at most. Linux tells that of it alone; elsewhere its parent's may be in it. */
export function peakMemory(): number {
  const told = process.platform === 'linux' ? readFileSync('/proc/self/status', 'utf8') : '';
  const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(told) ?? [];
  return (kilobytes === undefined ? process.resourceUsage().maxRSS : Number(kilobytes)) * 1024;
}

/** Seconds for which this process has had a processor so far. Other work on the machine hardly changes it. */
export function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
