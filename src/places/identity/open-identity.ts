/** What tells who an account is and was: it is loaded when one first goes there. */
export { identityListing } from './identity-listing.js';
export { logListing } from './log-listing.js';
export { momentListing } from './moment-listing.js';
export { relaysListing } from './relays-listing.js';
