import type { StreamFilter } from '../atproto/streams/event-stream.js';
import type { Address } from '../places/address.js';
import type { PromptEdit } from './prompt.js';
import type { CopyOption, Notice, Pane } from './state.js';

/** A step of a cursor: by so many lines, or to an end. */
export type Step = number | 'first' | 'last';

/** The only writers of the state. They read it afresh at each call, so that three events in one tick count as three. */
export interface Actions {
  // Places
  /** Goes to an address; the way forward from here is forgotten. */
  goTo(address: Address, options?: { focus?: Pane }): void;
  /** Goes to what a text names; tells what would be accepted where it names nothing. True where it went. */
  goToText(text: string): boolean;
  back(): void;
  forward(): void;
  /** Out of the record to the list, out of the list to the account. */
  backOut(): void;

  // Panes
  focus(pane: Pane): void;
  zoom(): void;
  /** Asks again for what the focused pane shows. */
  reload(): void;

  // The list. `height` is how many rows the pane shows.
  moveList(step: Step, height: number): void;
  /** To the first row of the next (1) or previous (-1) page of the service's cursor. */
  turnPage(direction: 1 | -1, height: number): void;
  openRow(): void;
  reverse(): void;
  /** Asks for handles of DIDs in rows that are on the screen now. */
  wantNames(dids: readonly string[]): void;
  clearFilter(): void;

  // Profile, collections and record
  /** `lines` is how many lines the profile has as drawn. */
  moveProfile(step: Step, height: number, lines: number): void;
  moveCollections(step: Step, height: number): void;
  openCollection(): void;
  /** `rows` is how many rows the JSON has as drawn. */
  moveRecord(step: Step, height: number, rows: number): void;
  setFolded(folded: ReadonlySet<number>, selected: number): void;

  // The live pane
  /** Starts or stops watching the followers of the account. */
  toggleWatch(): void;
  /** Starts or stops the live events of what is selected: a repo, a collection, an account of a list. */
  toggleTail(): void;
  /** Stops the live events of the network, or starts those that the filter lets through. */
  toggleStream(filter: StreamFilter): void;
  /** Shows the live events of the network that the filter lets through, in place of whatever is tailed. */
  setStream(filter: StreamFilter): void;
  /** Holds back the events of the tail, or goes on with them. */
  pauseTail(): void;
  moveLive(step: Step, height: number): void;
  /** Opens the account of the selected line, or the record of the selected event. */
  openLive(): void;
  /** Goes to the history of the account: who came and went while it was watched. */
  openHistory(): void;
  /** Writes that history into a file in the current folder. */
  exportHistory(): void;
  /** Shows the next of the accounts watched, or the tail. */
  nextWatch(): void;

  // Accounts
  /** Asks who signs in; with an identifier, for their password at once. */
  openSignIn(identifier?: string): void;
  /** Takes the answer to the question that is open, and goes on to the next one. */
  submitSignIn(): void;
  /** Ends the call under way; else back to the question before, and out of the first one. */
  backSignIn(): void;
  openAccounts(): void;
  /** Speaks as an account that is signed in, or as nobody. */
  switchAccount(did: string | undefined): void;
  /** Signs out an account, or the one in use. */
  signOut(did?: string): void;
  /** Goes to the repository of who is signed in. */
  goToMe(): void;

  // Overlays and prompts
  openHelp(): void;
  scrollHelp(step: Step, height: number, lines: number): void;
  openGoto(text?: string): void;
  openFilter(): void;
  openCopy(): void;
  openCalls(): void;
  moveCalls(step: Step): void;
  openCall(): void;
  scrollCall(step: Step, height: number, lines: number): void;
  closeOverlay(): void;
  /** Edits whichever prompt is open. */
  edit(edit: PromptEdit): void;
  /** Moves the selection of the open menu or prompt list, which has `count` lines. */
  moveSelection(step: Step, count: number): void;
  copy(option: CopyOption): void;
  openInBrowser(url: string): void;
  notify(text: string, kind?: Notice['kind']): void;
  dismissNotice(): void;
}
