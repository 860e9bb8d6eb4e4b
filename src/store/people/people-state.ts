/** An account that the AppView finds by the beginning of a name or a handle. Texts as they came. */
export interface Person {
  readonly did: string;
  readonly handle: string | undefined;
  readonly name: string | undefined;
}

export interface PeopleState {
  /** Who was found last for what is typed into a prompt, in the order of the service. */
  readonly people: readonly Person[];
}
