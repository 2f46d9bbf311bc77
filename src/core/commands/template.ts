import type { ParamType } from './param-type.ts';

/** A command that the operator wrote, with places for what people may choose. Plain data. */
export interface CommandTemplate {
  /** What people and the policy call it. */
  readonly name: string;
  /** As it was written. */
  readonly run: string;
  /** In order; joined, with every hole filled, they are the command line. */
  readonly parts: readonly TemplatePart[];
  /** What it is for, in the operator's words. */
  readonly describe?: string;
  /** The account on the VM that it runs as, where it is not the configured one. */
  readonly user?: string;
}

export type TemplatePart =
  /** The shell's own text, kept byte for byte. */
  { readonly kind: 'literal'; readonly text: string } | ({ readonly kind: 'hole' } & Parameter);

/** One hole: what is put there is one entry of argv, whatever it holds. */
export interface Parameter {
  readonly name: string;
  readonly type: ParamType;
  /** Whether it follows `--opt=` in the same word; then a dash at its beginning makes no option of it. */
  readonly isGlued: boolean;
}

export function parametersOf({ parts }: Pick<CommandTemplate, 'parts'>): readonly Parameter[] {
  return parts.flatMap((part) => (part.kind === 'hole' ? [part] : []));
}

/** How to type it: "journal <unit> <lines>". */
export function templateUsage(template: Pick<CommandTemplate, 'name' | 'parts'>): string {
  return [template.name, ...parametersOf(template).map(({ name }) => `<${name}>`)].join(' ');
}
