/** A VM as a person names it: any case, with or without its group. */
export type VmName =
  | { readonly kind: 'plain'; readonly name: string }
  | { readonly kind: 'in-group'; readonly resourceGroup: string; readonly name: string }
  | { readonly kind: 'id'; readonly id: string };

/** One VM that answers to a name. */
export interface VmCandidate {
  readonly id: string;
  readonly name: string;
  readonly resourceGroup: string;
  readonly subscriptionId: string;
  /** Display name, where it could be read. */
  readonly subscriptionName?: string;
  readonly location: string;
  /** Network interfaces as Resource Graph knew them; a hint that saves a round, never a fact. */
  readonly nicIds: readonly string[];
}

/** The name as it was given. */
export function vmNameText(name: VmName): string {
  switch (name.kind) {
    case 'plain':
      return name.name;
    case 'in-group':
      return `${name.resourceGroup}/${name.name}`;
    case 'id':
      return name.id;
  }
}

/** A name that says which machine is meant where two have the same: `group/name`. */
export function vmPath({ resourceGroup, name }: { readonly resourceGroup: string; readonly name: string }): string {
  return `${resourceGroup}/${name}`;
}
