import type { Lines } from './lines.ts';
import { type SshTo, sshLine } from './ssh-line.ts';
import type { Step } from './way.ts';

/** The article's names: https://learn.microsoft.com/azure/virtual-machines/linux-vm-connect */
const file = 'myKey.pem';

/**
 * A key that the portal made and the browser saved: where it goes, who may read it, and the line that uses it. ssh refuses
 * a key that others can read, on Windows too, where icacls does what chmod does elsewhere.
 */
export function newKey(to: SshTo): Step {
  return {
    title: `With a new key pair, whose ${file} you have downloaded`,
    lines: newKeyLines(to),
    notes: [
      `In WSL the file is \`/mnt/c/Users/{USERNAME}/Downloads/${file}\`: move it from there, because chmod does nothing on \`/mnt/c\`.`,
    ],
  };
}

function newKeyLines(to: SshTo): Lines {
  const unix = `~/.ssh/${file}`;
  // Relative, as in the article: the path of a home may have spaces in it.
  const windows = `.\\Downloads\\${file}`;
  const keepFor = (owner: string) => `icacls ${windows} /inheritance:r /grant:r "${owner}:R"`;
  const last = sshLine({ ...to, key: windows });
  return {
    // Without the folder, mv would make the key a file called .ssh.
    sh: ['mkdir -p -m 700 ~/.ssh', `mv ~/Downloads/${file} ~/.ssh`, `chmod 400 ${unix}`, sshLine({ ...to, key: unix })],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: PowerShell writes its variables so
    powershell: ['cd ~', keepFor('${env:USERDOMAIN}\\${env:USERNAME}'), last],
    cmd: ['cd /d "%USERPROFILE%"', keepFor('%USERDOMAIN%\\%USERNAME%'), last],
  };
}
