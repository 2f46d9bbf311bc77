/** `1.5G`, as `df -h` and `free -h` write sizes. */
export function humanSize(bytes: number): string {
  const units = ['B', 'K', 'M', 'G', 'T'];
  const step = bytes === 0 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1024 ** step;
  return bytes === 0 ? '0' : `${value < 10 && step > 0 ? value.toFixed(1) : Math.round(value)}${units[step]}`;
}
