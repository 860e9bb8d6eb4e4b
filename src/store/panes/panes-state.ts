export interface PanesState {
  /** The focused pane has the whole screen. */
  readonly zoomed: boolean;
}
