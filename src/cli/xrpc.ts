import type { Reading } from '../atproto/actor-syntax.js';
import { toCurl } from '../atproto/calls/curl.js';
import type { AtClient } from '../atproto/client.js';
import { isAskedAsAccount } from '../atproto/methods/asked-as.js';
import { readServiceName } from '../atproto/methods/service-name.js';
import { isJson } from '../places/xrpc/answer-document.js';
import { answerListing } from '../places/xrpc/answer-listing.js';
import { askerOf } from '../places/xrpc/ask-query.js';
import { type DescribedMethod, describeMethod, problemsOf } from '../places/xrpc/described-method.js';
import { readXrpc, type XrpcAddress } from '../places/xrpc/xrpc-address.js';
import { byteSize } from '../text/byte-size.js';
import { countText } from '../text/count-text.js';
import { safeJson } from '../text/safe-json.js';
import { sanitise } from '../text/sanitise.js';
import { EXIT_DONE, EXIT_FAILED, EXIT_UNUSABLE } from './exit-codes.js';
import { listedRows } from './listed-rows.js';
import { speakAs } from './open-place.js';
import type { Locations } from './options.js';
import { type Output, openOutput } from './output.js';
import { complain, type OpenServices, withoutScreen } from './without-screen.js';

/** Ask a query. `method`, `parameters` and `service` are as typed. */
export interface XrpcLine extends Locations {
  readonly kind: 'xrpc';
  readonly method: string;
  readonly parameters: readonly string[];
  readonly service: string | undefined;
  /** Item by item, until there are no more. */
  readonly all: boolean;
  /** Item by item, so many at most. */
  readonly limit: number | undefined;
  /** The call as a line for a shell, in place of its answer. */
  readonly curl: boolean;
  readonly as: string | undefined;
}

const INDENT = 2;
/** What is no JSON goes through memory on its way. */
const BYTES_MAX = 256 * 1024 * 1024;

/**
 * Writes the answer of a query to stdout. Resolves to the exit code: 1 where it cannot be asked for; 2 where the method is no query, or a
 * parameter is not as its lexicon has it.
 */
export async function xrpc(line: XrpcLine, open: OpenServices): Promise<number> {
  const reading = queryOf(line);
  if (!reading.ok) return unusable(`${reading.reason}.`);
  const { address } = reading;
  const { nsid, service, params } = address;
  return await withoutScreen(line, open, async (client) => {
    const output = openOutput(process.stdout);
    const { signal } = output;
    if (line.as !== undefined || isAskedAsAccount(nsid, service)) await speakAs(client, line.as);
    const method = await describeMethod(nsid, client.lexicons, signal);
    if (method.kind === 'other') return unusable(notCalled(address, method));
    const problems = problemsOf(nsid, method, params);
    for (const { sentence } of problems) complain(sanitise(sentence));
    if (problems.length > 0) return EXIT_UNUSABLE;
    if (line.curl) return await printCurl(address, client, output);
    if (method.kind === 'unknown') {
      complain(sanitise(`nothing is checked, as no lexicon of ${nsid} is known. ${method.why}`));
    }
    return line.all || line.limit !== undefined
      ? await printItems(address, line.limit, client, output)
      : await printAnswer(address, method, client, output);
  });
}

function unusable(reason: string): number {
  complain(sanitise(reason));
  return EXIT_UNUSABLE;
}

/** The query that a line means. */
function queryOf({ method, parameters, service }: XrpcLine): Reading<{ address: XrpcAddress }> {
  const reading = readXrpc(method.replace(/^xrpc:/i, ''));
  if (!reading.ok) return reading;
  const { address } = reading;
  const odd = parameters.find((text) => text.indexOf('=') < 1);
  if (odd !== undefined) {
    return { ok: false, reason: `${JSON.stringify(odd)} is no parameter, such as limit=10` };
  }
  const given = parameters.map((text) => {
    const equals = text.indexOf('=');
    return [text.slice(0, equals), text.slice(equals + 1)] as const;
  });
  const params = [...address.params, ...given];
  if (service === undefined) return { ok: true, address: { ...address, params } };
  const named = readServiceName(service);
  return named.ok ? { ok: true, address: { ...address, service: named.service, params } } : named;
}

const notCalled = ({ nsid }: XrpcAddress, { def }: DescribedMethod & { kind: 'other' }): string =>
  def?.type === 'procedure'
    ? `${nsid} is a procedure, which changes something, and is not called: atscope ls xrpc:${nsid} shows what it takes.`
    : `${nsid} is ${def === undefined ? 'no method' : `a ${def.type}`} and no query: atscope ls xrpc:${nsid} shows what it is.`;

async function printCurl(address: XrpcAddress, client: AtClient, output: Output): Promise<number> {
  const methods = await client.methods();
  const target = await methods.target(address, { signal: output.signal });
  await output.write(`${toCurl(methods.call(address, target))}\n`);
  return EXIT_DONE;
}

async function printAnswer(
  address: XrpcAddress,
  method: DescribedMethod,
  client: AtClient,
  output: Output,
): Promise<number> {
  const { signal } = output;
  const answerMaxBytes = process.stdout.isTTY ? undefined : BYTES_MAX;
  const answer = await askerOf(address, method, client).ask(address.params, { signal, answerMaxBytes });
  const { type, reply } = answer;
  if (isJson(answer)) {
    await output.write(safeJson(reply.item().text(), INDENT));
    return EXIT_DONE;
  }
  if (process.stdout.isTTY) {
    const size = `${byteSize(reply.bytes.length)} (${countText(reply.bytes.length)} bytes)`;
    const what = type === '' ? 'something that is no JSON' : type;
    complain(sanitise(`the answer is ${what}, ${size}: > FILE behind the command writes it into a file.`));
    return EXIT_FAILED;
  }
  await output.write(reply.bytes);
  return EXIT_DONE;
}

async function printItems(
  address: XrpcAddress,
  limit = Number.POSITIVE_INFINITY,
  client: AtClient,
  output: Output,
): Promise<number> {
  const { signal } = output;
  const listing = await answerListing(address, { client }, signal);
  if (listing.document) {
    return unusable('its answer is no list that pages: without --all and --limit it is printed as it is.');
  }
  const wanted = { order: undefined, filter: undefined, names: undefined, limit, signal };
  for await (const { rows } of listedRows(listing, wanted)) {
    const lines = rows.map(({ item }) => `${safeJson(listing.whole?.(item) ?? listing.json(item), 0)}\n`);
    await output.write(lines.join(''));
    if (signal.aborted) break;
  }
  return EXIT_DONE;
}
