/** What lists blobs, reads one, and tells of it: it is loaded when one first goes there. */
export { accountBlobsListing } from './account-blobs.js';
export { archiveBlobListing } from './archive-blob.js';
export { blobBytes } from './blob-bytes.js';
export { blobListing } from './blob-listing.js';
export { blobFileName } from './blob-type.js';
