/** The calls of OAuth, as errors and the journal name them. */
export const METADATA_CALL = 'oauth metadata';
export const PAR_CALL = 'oauth request';
export const REVOKE_CALL = 'oauth revocation';
export const SIGN_IN_CALL = 'oauth sign-in';
