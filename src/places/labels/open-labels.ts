/** What lists labels, and tells of them: it is loaded when one first goes there. */
export { labelFactsListing } from './label-facts.js';
export { labelerListing } from './labeler-listing.js';
export { labelsByListing } from './labels-by-listing.js';
export { labelsListing } from './labels-listing.js';
