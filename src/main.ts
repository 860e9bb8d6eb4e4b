import { constants } from 'node:os';
import { createClient } from './atproto/client.js';
import { bugReport } from './cli/bug-report.js';
import { parseCommandLine, type RunLine } from './cli/command-line.js';
import { EXIT_DONE, EXIT_FAILED, EXIT_UNUSABLE } from './cli/exit-codes.js';
import { runVerb } from './cli/verbs.js';
import { complain } from './cli/without-screen.js';
import { type ConfigOptions, openConfig } from './keep/config.js';
import { readProxies } from './keep/proxies.js';
import { serviceHostsFor } from './keep/service-settings.js';
import { isPublic, proxyFor } from './keep/settings.js';

process.exitCode = await run(process.argv.slice(2));

/**
 * Runs the program to its end: a verb, or the screen. `argv` is what follows its name. Resolves to the exit code; after a
 * signal the process ends by that signal, as its parent expects.
 */
async function run(argv: readonly string[]): Promise<number> {
  const line = parseCommandLine(argv, process.env);
  switch (line.kind) {
    case 'print':
      process.stdout.write(line.text);
      return EXIT_DONE;
    case 'usage':
      process.stderr.write(`${line.message}\n`);
      return EXIT_UNUSABLE;
    case 'run':
      return await runScreen(line);
    default:
      return await runVerb(line, openServices);
  }
}

/** What is kept, and the client that the settings describe, with the sign-ins that are kept. */
function openServices(options: ConfigOptions) {
  const config = openConfig(options);
  const proxies = readProxies(process.env);
  const { settings, settingsFile, identities, lexicons, sessions } = config;
  const { appview, plc, timeoutSeconds, allowPrivateHosts, nameServers } = settings;
  const client = createClient({
    appview,
    plc,
    proxies,
    privateHosts: { allow: allowPrivateHosts, settingsFile },
    cache: identities,
    lexicons,
    nameServers,
    services: serviceHostsFor(settings, { isPublic: isPublic(settings), appview }),
    timeoutMs: timeoutSeconds * 1000,
    sessions: { store: sessions, proxy: proxyFor(settings) },
  });
  return { config, client, proxies };
}

async function runScreen(line: RunLine): Promise<number> {
  try {
    // No verb loads any of it.
    const { openScreen } = await import('./tui/open-screen.js');
    const ended = await openScreen(line, openServices);
    if (ended === undefined) return EXIT_DONE;
    if ('signal' in ended) {
      // At once, and not by an exit: that sets the terminal, which stops for good who is in the background by then.
      process.removeAllListeners(ended.signal);
      process.kill(process.pid, ended.signal);
      return 128 + constants.signals[ended.signal];
    }
    complain('refused' in ended ? ended.refused : ended.reason);
    return 'refused' in ended ? EXIT_UNUSABLE : EXIT_FAILED;
  } catch (error) {
    complain(bugReport(error));
    return EXIT_FAILED;
  }
}
