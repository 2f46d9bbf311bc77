export type Surface = 'message' | 'modal' | 'home';
export interface BlocksReport {
  readonly tooLong: boolean;
  /** `[ERROR] what is wrong [json-pointer:/blocks/0/...]` */
  readonly messages: readonly string[];
}
export function checkBlocks(_value: unknown, _surface: Surface, _at: string): BlocksReport {
  return { tooLong: false, messages: [] };
}
