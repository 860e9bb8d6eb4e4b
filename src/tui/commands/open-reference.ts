import { atUriParts } from '../../atproto/at-uri.js';
import { currentAccount } from '../../store/accounts/accounts-selectors.js';
import { shownRecord } from '../../store/records/shown-record.js';
import { referenceInText } from '../json/json-reference.js';
import type { CommandContext } from './command.js';
import { foldLine } from './fold-record.js';
import { selectedHeadReference, selectedLine } from './record-rows.js';

/** Goes where the selected line of the record points; a line that points nowhere is folded instead. */
export function openReference(context: CommandContext): void {
  const { actions } = context;
  const selected = selectedLine(context);
  const said = selectedHeadReference(context);
  const reference = selected
    ? selected.rows.document.lines[selected.line]?.reference
    : said === undefined
      ? undefined
      : referenceInText(said);
  switch (reference?.kind) {
    case 'address':
      actions.goTo(reference.address);
      break;
    case 'web':
      actions.openInBrowser(reference.url);
      break;
    case 'blob':
      openBlob(context, reference.cid);
      break;
    case undefined:
      foldLine(context);
      break;
  }
}

/** A blob lies at the PDS of the account whose record names it. */
function openBlob({ state, actions }: CommandContext, cid: string): void {
  const identity = currentAccount(state)?.identity.value;
  const did = atUriParts(shownRecord(state)?.record.value?.uri)?.repo ?? identity?.did;
  if (!identity?.pds || did !== identity.did) {
    actions.notify('atscope does not know which server holds this blob.', 'error');
    return;
  }
  const query = new URLSearchParams({ did, cid });
  actions.openInBrowser(`${identity.pds}/xrpc/com.atproto.sync.getBlob?${query}`);
}
