/** Who changed a security group last, as Azure's activity log has it. */
export interface LastChange {
  /** Somebody's sign-in name, or the id of an application. */
  readonly by: string;
  readonly atMs: number;
  /** A name of Azure's: "Microsoft.Network/networkSecurityGroups/securityRules/write". */
  readonly operation: string;
  /** Of the group, or of one of its rules. */
  readonly resourceId: string;
}
