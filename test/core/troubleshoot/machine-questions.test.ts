import { expect, test } from 'vitest';
import { answer } from './answer.ts';
import { nowS } from './machines.ts';
import { table } from './question-table.ts';

table('boot-state', 'boot-state', [
  ['up', ['boot=running'], 'ok'],
  ['up, but for some', ['boot=degraded', 'failed=app.service db.service '], 'warning', /`app\.service`, `db\.service`/],
  ['up, but for one unknown', ['boot=degraded'], 'warning'],
  ['still starting', ['boot=starting'], 'warning', /list-jobs/],
  ['rescue', ['boot=maintenance'], 'problem', /emergency[\s\S]*systemctl default/],
  ['going down', ['boot=stopping'], 'problem'],
  ['no systemd', ['no=systemctl'], 'unknown', /not installed/],
  ['a container', ['boot=offline'], 'unknown'],
  ['not told', [], 'unknown'],
]);

table('sshd-running', 'sshd-running', [
  ['it runs', ['unit=ssh.service active enabled'], 'ok'],
  ['as an alias', ['unit=sshd.service active alias'], 'ok'],
  ['not at the next start', ['unit=sshd.service active disabled'], 'warning', /systemctl enable sshd$/],
  ['masked', ['unit=ssh.service active masked'], 'warning', /unmask ssh$/],
  ['by its socket at the next start', ['unit=ssh.service active disabled', 'socket=ssh.socket active enabled'], 'ok'],
  [
    'by its socket',
    ['unit=ssh.service inactive disabled', 'socket=ssh.socket active enabled'],
    'ok',
    /first connection/,
  ],
  ['stopped', ['unit=ssh.service inactive enabled'], 'problem', /stopped[\s\S]*sudo systemctl start ssh$/],
  ['stopped for good', ['unit=ssh.service inactive disabled'], 'problem', /enable --now ssh$/],
  ['failed', ['unit=sshd.service failed enabled'], 'problem', /journalctl -u sshd[\s\S]*start sshd$/],
  ['masked and stopped', ['unit=ssh.service inactive masked'], 'problem', /unmask ssh\nsudo systemctl start ssh$/],
  ['on its way', ['unit=ssh.service activating enabled'], 'warning', /journalctl/],
  ['known by its process alone', ['no=systemctl', 'processes=2'], 'ok'],
  ['no process', ['no=systemctl', 'processes=0', 'os=Alpine Linux'], 'problem', /service sshd start$/],
  ['systemd that does not answer', ['unit=ssh.service  enabled'], 'unknown'],
  ['not installed on Ubuntu', ['no=sshd', 'os=Ubuntu 24.04'], 'problem', /apt-get install openssh-server/],
  ['not installed on another', ['no=sshd', 'os=Red Hat'], 'problem', /dnf install openssh-server/],
  ['another server', ['no=sshd', 'listen=0.0.0.0:22/dropbear'], 'unknown'],
]);

table('sshd-config', 'sshd-config', [
  ['valid', ['test=0'], 'ok'],
  ['valid, with a remark', ['test=0', 'testsays=line 3: Deprecated option UsePrivilegeSeparation'], 'ok', /Deprecated/],
  [
    'a line that is none',
    ['test=255', 'testsays=/etc/ssh/sshd_config: line 12: Bad configuration option: PermitRootLogn'],
    'problem',
    /sudo sed -i '12s\/\^\/# \/' \/etc\/ssh\/sshd_config\nsudo sshd -t && sudo systemctl reload ssh$/,
  ],
  ['no host keys', ['test=1', 'testsays=sshd: no hostkeys available -- exiting.'], 'problem', /ssh-keygen -A/],
  [
    'another fault',
    ['test=255', 'testsays=/etc/ssh/sshd_config line 9: Directive Port is not allowed'],
    'problem',
    /sshd -t$/,
  ],
  ['a fault without words', ['test=139'], 'problem', /139/],
  [
    'stopped on Debian',
    ['test=255', 'testsays=Missing privilege separation directory: /run/sshd'],
    'unknown',
    /starting sshd makes it/,
  ],
  ['no sshd', ['no=sshd'], 'unknown'],
  ['not told', [], 'unknown'],
]);

table('sshd-listening', 'sshd-listening', [
  ['everywhere', ['listen=0.0.0.0:22/sshd [::]:22/sshd'], 'ok', /`0\.0\.0\.0` and `\[::\]`/],
  ['by its socket', ['listen=*:22/systemd'], 'ok'],
  ['who is not told', ['listen=*:22/'], 'ok'],
  ['on one address', ['listen=10.0.0.4:22/sshd 127.0.0.1:22/sshd'], 'ok'],
  ['for itself alone', ['listen=127.0.0.1:22/sshd [::1]:22/sshd'], 'problem', /ListenAddress/],
  ['on another port', ['listen=0.0.0.0:2222/sshd', 'config.port=2222'], 'problem', /ssh -p 2222/],
  [
    'not restarted since',
    ['listen=0.0.0.0:2222/sshd', 'config.port=22', 'unit=ssh.service active enabled'],
    'problem',
    /sudo systemctl restart ssh$/,
  ],
  ['somebody else', ['listen=0.0.0.0:22/nginx'], 'problem', /`nginx`/],
  ['nobody', ['listen='], 'problem', /Nobody listens/],
  ['nobody, as sshd is stopped', ['listen=', 'unit=ssh.service inactive enabled'], 'not-asked', /does not run/],
  ['nobody, though sshd runs', ['listen=', 'unit=ssh.service active enabled'], 'problem'],
  ['no ss', ['no=ss'], 'unknown', /not? ?[\s\S]*installed/],
  ['not told', [], 'unknown'],
]);

table('host-keys', 'host-keys', [
  ['all there', ['hostkey=fine 600 root /a', 'hostkey=fine 640 root /b'], 'ok', /2 host keys/],
  ['one is enough', ['hostkey=missing  /a', 'hostkey=fine 600 root /b'], 'ok'],
  [
    'one is damaged',
    ['hostkey=empty 600 root /a', 'hostkey=fine 600 root /b'],
    'warning',
    /sudo rm \/a\nsudo ssh-keygen -A/,
  ],
  ['none', ['hostkey=missing  /etc/ssh/ssh_host_*_key'], 'problem', /^sudo ssh-keygen -A/m],
  ['all damaged', ['hostkey=bad 600 root /a'], 'problem', /rm \/a/],
  ['open to all', ['hostkey=fine 644 root /a'], 'problem', /chmod 600 \/a/],
  ['one is open', ['hostkey=fine 666 root /a', 'hostkey=fine 600 root /b'], 'warning', /chmod 600 \/a$/],
  ['not told', [], 'unknown'],
]);

table('disk-space', 'disk-space', [
  ['room', ['disks=/:8:28069952 /:8:28069952', 'inodes=/:3:379'], 'ok', /8 %/],
  ['full', ['disks=/:100:0 /home:10:99', 'inodes=/:3:379'], 'problem', /`\/` is full[\s\S]*vacuum/],
  ['full for all but root', ['disks=/var:98:0'], 'problem', /`\/var`/],
  ['full of files', ['disks=/:50:99', 'inodes=/:100:0'], 'problem', /no more files[\s\S]*inodes/],
  ['nearly full', ['disks=/:50:99 /home:96:50'], 'warning', /`\/home`[\s\S]*du -xh/],
  ['nearly out of files', ['disks=/:50:99', 'inodes=/:97:9'], 'warning', /few more files/],
  ['read only', ['disks=/:50:99', 'readonly=/ /var'], 'problem', /remount,rw \/$/],
  ['nothing is read only', ['disks=/:50:99', 'readonly='], 'ok'],
  ['no df', ['no=df'], 'unknown', /not installed/],
  ['nonsense', ['disks=Mounted:x:y'], 'unknown'],
]);

table('memory', 'memory', [
  ['enough', ['memory=8026112:7399424:0:0'], 'ok', /7\.1 GiB of 7\.7 GiB/],
  ['little', ['memory=1000000:40000:0:0'], 'warning', /39 MiB/],
  ['none', ['memory=1000000:9000:0:0'], 'problem', /ps -eo/],
  ['none, but swap', ['memory=1000000:9000:1000000:900000'], 'warning', /slow/],
  ['from free, without swap', ['memory=8026112:7399424:'], 'ok'],
  ['nothing told', ['memory=:::'], 'unknown'],
  ['not told', [], 'unknown'],
]);

table('clock', 'clock', [
  ['right', [`now=${nowS}`, 'ntp=yes'], 'ok'],
  ['right, by luck', [`now=${nowS}`, 'ntp=no'], 'ok', /not synchronised/],
  ['an hour fast', [`now=${nowS + 3600}`], 'warning', /60 minutes fast[\s\S]*set-ntp/],
  ['days slow', [`now=${nowS - 3 * 86400}`], 'warning', /3 days slow/],
  ['not told', [], 'unknown'],
  ['nonsense', ['now=today'], 'unknown'],
]);

table('no-logins', 'no-logins', [
  ['not barred', ['nologin=no'], 'ok'],
  ['barred', ['nologin=/etc/nologin Back at noon'], 'problem', /`Back at noon`[\s\S]*sudo rm \/etc\/nologin/],
  ['barred by systemd', ['nologin=/run/nologin'], 'problem', /systemd/],
  ['not told', [], 'unknown'],
]);

test('who may not log in does not bar root', () => {
  expect(answer('no-logins', ['nologin=/etc/nologin'], { user: 'root' }).status).toBe('warning');
});

table('selinux', 'selinux', [
  ['none', ['no=getenforce'], 'not-asked'],
  ['permissive', ['selinux=Permissive'], 'ok'],
  ['right labels', ['selinux=Enforcing', 'relabel='], 'ok'],
  [
    'wrong labels',
    ['account=1000 yes /bin/bash /home/azureuser', 'selinux=Enforcing', 'relabel=Would relabel /home/azureuser/.ssh'],
    'problem',
    /sudo restorecon -R -v \/home\/azureuser\/\.ssh/,
  ],
  ['nothing to look with', ['selinux=Enforcing'], 'unknown'],
  ['not told', [], 'unknown'],
]);
