/** The id of the network that a subnet is in. */
export function networkOf(subnetId: string): string {
  return subnetId.replace(/\/subnets\/[^/]*$/i, '');
}
