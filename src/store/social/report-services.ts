import type { AtClient } from '../../atproto/client.js';
import { declarationsOf, wantedLabelers } from '../../places/labels/labelers.js';
import { reasonText } from '../../places/labels/reason-text.js';
import { cellText } from '../../text/cell-text.js';
import type { ReportService } from './social-state.js';

/** Who takes reports: the labelers of the settings, and those that the account in use has subscribed to. Rejects as the calls do. */
export async function reportServices(
  client: Pick<AtClient, 'appview' | 'preferences' | 'services' | 'sessions'>,
  signal: AbortSignal,
): Promise<readonly ReportService[]> {
  const { dids } = await wantedLabelers(client, signal);
  const declared = await declarationsOf(client, dids, signal);
  return dids.map((did) => {
    const { displayName, handle, reasonTypes = [] } = declared.get(did) ?? {};
    const name = cellText(displayName).trim();
    const account = handle === undefined ? did : cellText(`@${handle}`);
    return {
      did,
      name: name === '' ? account : `${name} ${account}`,
      reasons: reasonTypes.map(reasonText).join(', '),
    };
  });
}
