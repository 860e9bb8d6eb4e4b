declare const ATSCOPE_VERSION: string | undefined;

/** The version of the package; run from its sources, where no build put it in, `development`. */
export const version: string = typeof ATSCOPE_VERSION === 'undefined' ? 'development' : ATSCOPE_VERSION;
