import type { Listing } from '../listing.js';
import type { LinkVia } from './link-via.js';
import { linkingListing } from './linking-listing.js';
import { type CountedOf, linksListing } from './links-listing.js';

/** What refers to something: all of it counted, or the links of one kind. */
export const openLinks = (of: CountedOf & { readonly at: LinkVia | undefined }): Listing =>
  (of.at === undefined
    ? linksListing(of)
    : linkingListing({ ...of, target: of.target.target, via: of.at })) as Listing;
