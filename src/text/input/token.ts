/** One piece of what a terminal sends: text, a control character, or a whole sequence. */
export type Token =
  | { readonly kind: 'text'; readonly text: string }
  /** A character behind an ESC: what Alt sends. One code point. */
  | { readonly kind: 'alt'; readonly text: string }
  /** C0 or DEL. */
  | { readonly kind: 'control'; readonly code: number; readonly isAlt: boolean }
  | { readonly kind: 'escape' }
  /** `body` is what stands behind the introducer, the final byte included. */
  | { readonly kind: 'csi' | 'ss3'; readonly body: string; readonly isAlt: boolean }
  | { readonly kind: StringKind; readonly body: string }
  /** The three numbers behind `CSI M`, as they were sent. */
  | { readonly kind: 'x10'; readonly codes: readonly number[] }
  | { readonly kind: 'paste'; readonly text: string; readonly isCut: boolean };

export type StringKind = 'osc' | 'dcs' | 'apc' | 'pm' | 'sos';
