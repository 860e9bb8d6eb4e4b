/** What an AppView says of a post. */
export interface KnownPost {
  /** `app.bsky.feed.defs#postView`; undefined where it knows no such post. */
  readonly view: unknown;
  /** When it was asked, in milliseconds since 1970. */
  readonly time: number;
}

export interface PostsState {
  /** Posts that records in sight were, or spoke of, by their at-URIs. */
  readonly posts: ReadonlyMap<string, KnownPost>;
}
