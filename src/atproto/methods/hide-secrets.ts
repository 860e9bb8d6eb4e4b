import { HIDDEN, isSecretName } from '../calls/secrets.js';

/** A string of JSON, and behind it another one where it is the name of a member that is one. */
const STRING = /("(?:[^"\\]|\\.)*")(?:(\s*:\s*)"(?:[^"\\]|\\.)*")?/gs;

/**
 * The JSON of an answer without the tokens in it. Those of a session are never shown, whoever sends them; what else is secret by its name
 * is so in answers of com.atproto.server, which are about sign-ins: elsewhere it is what somebody published.
 */
export function withoutSecretMembers(json: string, nsid: string): string {
  const isHidden = nsid.startsWith('com.atproto.server.')
    ? isSecretName
    : (name: string) => /^(?:access|refresh)Jwt$/.test(name);
  return json.replace(STRING, (all, name: string, colon: string | undefined) =>
    colon !== undefined && isHidden(textOf(name)) ? `${name}${colon}"${HIDDEN}"` : all,
  );
}

/** What a string of JSON says; of what is none as it is written. */
function textOf(json: string): string {
  try {
    return String(JSON.parse(json));
  } catch {
    return json;
  }
}
