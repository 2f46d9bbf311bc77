/**
 * Whether a line of authorized_keys says that its key is over. The machines of the sandbox keep UTC as their time zone.
 * https://man.openbsd.org/sshd#expiry-time=_timespec_
 */
export function hasExpired(line: string, nowMs: number): boolean {
  const [, year, month, day, hour = '00', minute = '00', second = '00'] =
    /^(?:[^"\s]|"[^"]*")*?expiry-time="(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?Z?"/i.exec(line.trim()) ?? [];
  if (year === undefined) return false;
  return nowMs >= Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}
