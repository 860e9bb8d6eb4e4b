import { atUriParts } from '../../atproto/at-uri.js';
import { isBlobCid } from '../../atproto/blob-cid.js';
import type { Address } from '../../places/address.js';
import { currentAccount } from '../../store/accounts/accounts-selectors.js';
import { currentArchiveName } from '../../store/archives/archives-selectors.js';
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
      goTo(context, reference.address);
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

/** A blob that the record itself names: of the account whose record it is. */
function openBlob(context: CommandContext, cid: string): void {
  const repo =
    atUriParts(shownRecord(context.state)?.record.value?.uri)?.repo ??
    currentAccount(context.state)?.identity.value?.did;
  if (repo === undefined || !isBlobCid(cid)) {
    context.actions.notify(
      repo === undefined ? 'atscope does not know whose blob this is.' : 'This is no CID of a blob.',
      'error',
    );
    return;
  }
  goTo(context, { kind: 'blob', repo, cid });
}

/** A blob that a record of an archive names is looked for there, and nobody is asked. */
function goTo({ state, actions }: CommandContext, address: Address): void {
  const of = address.kind === 'blob' ? currentArchiveName(state) : undefined;
  actions.goTo(
    of !== undefined && address.kind === 'blob' ? { kind: 'archiveBlob', of, cid: address.cid } : address,
  );
}
