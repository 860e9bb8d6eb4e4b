import { ADMIN_PASSWORD } from './network.js';

/** What the moderators of the test network's PDS authorise themselves with. */
export const asAdmin = `Basic ${Buffer.from(`admin:${ADMIN_PASSWORD}`).toString('base64')}`;

/** Has the moderators of a PDS take an account down, or give it back. */
export async function takeDown(pds: string, did: string, applied = true): Promise<void> {
  const answer = await fetch(`${pds}/xrpc/com.atproto.admin.updateSubjectStatus`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: asAdmin },
    body: JSON.stringify({
      subject: { $type: 'com.atproto.admin.defs#repoRef', did },
      takedown: { applied },
    }),
  });
  if (!answer.ok) throw new Error(`the PDS answered ${answer.status}: ${await answer.text()}`);
}
