import { describe, expect, it, test } from 'vitest';
import { waysTo } from '../../../src/core/connect/all-ways.ts';
import { destinationOf } from '../../../src/core/connect/destination.ts';
import { entraLogIn } from '../../../src/core/connect/entra-log-in.ts';
import type { Wanted } from '../../../src/core/connect/way.ts';
import type { Forward, VmFacts } from '../../../src/core/facts.ts';
import { configuration, facts, natRule, nic, publicIp, unreadable, vm } from '../checks/myvm.ts';

const bare = { nics: [nic({ ipConfigurations: [configuration({ publicIp: undefined })] })] };
const at = (address: string) => ({
  nics: [nic({ ipConfigurations: [configuration({ publicIp: { ...publicIp, address } })] })],
});
const { address: _, ...unassigned } = publicIp;
const entra = {
  name: 'AADSSHLoginForLinux',
  publisher: 'Microsoft.Azure.ActiveDirectory',
  type: 'AADSSHLoginForLinux',
};
const withEntra = { vm: { ...vm, extensions: [entra] } };
const byPool: Forward = { ...natRule, kind: 'lb-rule', rule: 'web', frontendPort: 2200 };
const { adminUsername: __, ...nameless } = vm;
const named =
  'az ssh vm --subscription 11111111-2222-3333-4444-555555555555 --resource-group myResourceGroup --name myVM';

const wanted = (over: Partial<VmFacts> = {}, from: string | undefined = '203.0.113.7', port = 22): Wanted => ({
  facts: { ...facts, ...over },
  from,
  port,
});
/** Ids of the ways, and what the first of them says to type last. */
function seen(over: Partial<VmFacts>, from?: string, port?: number) {
  const ways = waysTo(wanted(over, from, port));
  return [ways.map(({ id }) => id).join(' '), ways[0]?.login.lines.sh.at(-1)];
}

describe('the ways onto a VM, the best first', () => {
  it.each<[string, Partial<VmFacts>, string | undefined, number, string, string | RegExp | undefined]>([
    ["the article's", {}, '203.0.113.7', 22, 'plain-ssh cloud-shell', 'ssh azureuser@20.51.230.13'],
    ['another port', {}, '203.0.113.7', 2222, 'plain-ssh cloud-shell', 'ssh -p 2222 azureuser@20.51.230.13'],
    ['somebody who said no address', {}, undefined, 22, 'plain-ssh cloud-shell', 'ssh azureuser@20.51.230.13'],
    ['IPv6', at('2001:db8::4'), '2001:db8::7', 22, 'plain-ssh', 'ssh azureuser@2001:db8::4'],
    ['somebody inside', {}, '10.9.9.9', 22, 'plain-ssh', 'ssh azureuser@10.0.0.4'],
    [
      'a NAT rule',
      { ...bare, forwards: [natRule] },
      '203.0.113.7',
      22,
      'plain-ssh cloud-shell',
      'ssh -p 50001 azureuser@20.51.230.99',
    ],
    ['no user name', { vm: nameless }, '203.0.113.7', 22, 'plain-ssh cloud-shell', 'ssh USERNAME@20.51.230.13'],
    [
      'a user name that a shell would take apart',
      { vm: { ...vm, adminUsername: 'a b;$(c)' } },
      '203.0.113.7',
      22,
      'plain-ssh cloud-shell',
      'ssh USERNAME@20.51.230.13',
    ],
    ['Entra', withEntra, '203.0.113.7', 22, 'entra plain-ssh cloud-shell', named],
    ['Entra on another port', withEntra, '203.0.113.7', 2222, 'entra plain-ssh cloud-shell', `${named} --port 2222`],
    ['Entra from inside', withEntra, '10.9.9.9', 22, 'entra plain-ssh', `${named} --prefer-private-ip`],
    [
      'Entra behind a NAT rule',
      { ...withEntra, ...bare, forwards: [natRule] },
      '203.0.113.7',
      22,
      'entra plain-ssh cloud-shell',
      'az ssh vm --ip 20.51.230.99 --port 50001',
    ],
    [
      'Entra with a second interface, whose address the CLI may take',
      { ...withEntra, nics: [nic(), nic({ primary: false })] },
      '203.0.113.7',
      22,
      'entra plain-ssh cloud-shell',
      'az ssh vm --ip 20.51.230.13',
    ],
    [
      'Entra over IPv6',
      { ...withEntra, ...at('2001:db8::4') },
      undefined,
      22,
      'entra plain-ssh',
      'az ssh vm --ip 2001:db8::4',
    ],
    [
      'Entra whose extension failed',
      { vm: { ...vm, extensions: [{ ...entra, provisioningState: 'Failed' }] } },
      '203.0.113.7',
      22,
      'plain-ssh cloud-shell entra',
      'ssh azureuser@20.51.230.13',
    ],
    [
      'no public address',
      bare,
      '203.0.113.7',
      22,
      'bastion jump-host',
      /^az network bastion ssh .*--target-resource-id \/subscriptions\/\S+\/myVM --auth-type ssh-key --username azureuser --ssh-key PATH_TO_PRIVATE_KEY$/,
    ],
    ['no public address, Entra', { ...withEntra, ...bare }, '203.0.113.7', 22, 'bastion jump-host', /--auth-type AAD$/],
    ['no public address, another port', bare, '203.0.113.7', 2222, 'bastion jump-host', /--resource-port 2222 /],
    ['no public address, from inside', bare, '10.9.9.9', 22, 'plain-ssh', 'ssh azureuser@10.0.0.4'],
    [
      'a public address that could not be read',
      { nics: [nic({ ipConfigurations: [configuration({ publicIp: unreadable('public IP address myIP') })] })] },
      '203.0.113.7',
      22,
      'bastion jump-host',
      /^az network bastion ssh/,
    ],
    ['an address that a shell would run', at('20.51.230.13;id'), undefined, 22, 'bastion jump-host', /^az/],
    [
      'an interface that could not be read',
      { nics: [unreadable('network interface')] },
      undefined,
      22,
      'bastion',
      /^az/,
    ],
    [
      'a dynamic address of a VM that is off',
      { nics: [nic({ ipConfigurations: [configuration({ publicIp: { ...unassigned, allocation: 'Dynamic' } })] })] },
      '203.0.113.7',
      22,
      '',
      undefined,
    ],
  ])('%s', (_name, over, from, port, ids, line) => {
    const [found, first] = seen(over, from, port);
    expect(found).toBe(ids);
    if (line instanceof RegExp) expect(first).toMatch(line);
    else expect(first).toBe(line);
  });
});

test('somebody who has to fill in a name is told so, on every way that needs one', () => {
  for (const over of [{ vm: nameless }, { ...bare, vm: nameless }]) {
    for (const { login } of waysTo(wanted(over)).filter(({ id }) => id !== 'cloud-shell')) {
      expect(login.notes?.join(' ')).toContain('in place of USERNAME');
    }
  }
});

test.each<[string, Partial<VmFacts>, string]>([
  ['a NAT rule leads to the port inside', { ...bare, forwards: [natRule] }, 'leads to port 22 of the VM.'],
  ['a load-balancing rule may lead elsewhere', { ...bare, forwards: [byPool] }, 'compare the host name'],
  ['IPv6 needs IPv6', at('2001:db8::4'), 'must have IPv6 too'],
  ['a password where there is no key', { vm: { ...vm, passwordLogin: 'on', sshPublicKeys: [] } }, 'password or key'],
])('the plain line says what it must: %s', (_name, over, words) => {
  const { login } = waysTo(wanted(over, undefined)).find(({ id }) => id === 'plain-ssh') ?? expect.fail();
  expect(`${login.title} ${login.notes?.join(' ')}`).toContain(words);
});

test.each<[string, Partial<VmFacts>, readonly [string, string]]>([
  ['IPv4', {}, ['scp myFile azureuser@20.51.230.13:myFile', 'scp azureuser@20.51.230.13:myFile myFile']],
  [
    'IPv6 goes in brackets, and those in quotes',
    at('2001:db8::4'),
    ['scp myFile "azureuser@[2001:db8::4]:myFile"', 'scp "azureuser@[2001:db8::4]:myFile" myFile'],
  ],
  [
    'the port is a capital P',
    { ...bare, forwards: [natRule] },
    ['scp -P 50001 myFile azureuser@20.51.230.99:myFile', 'scp -P 50001 azureuser@20.51.230.99:myFile myFile'],
  ],
  [
    'through a jump host',
    bare,
    [
      'scp -J JUMP_USER@JUMP_HOST myFile azureuser@10.0.0.4:myFile',
      'scp -J JUMP_USER@JUMP_HOST azureuser@10.0.0.4:myFile myFile',
    ],
  ],
])('files are copied there and back: %s', (_name, over, lines) => {
  const way = waysTo(wanted(over, undefined)).find(({ id }) => id === 'plain-ssh' || id === 'jump-host');
  expect(way?.more.at(-1)?.lines).toEqual({ sh: lines, powershell: lines, cmd: lines });
});

const alias = 'HostKeyAlias=myvm-aaaaaaaa';
test.each<[string, Partial<VmFacts>, string[]]>([
  [
    'with a key',
    bare,
    [`ssh -p 50022 -o ${alias} azureuser@127.0.0.1`, `scp -P 50022 -o ${alias} myFile azureuser@127.0.0.1:myFile`],
  ],
  ['with an account', { ...withEntra, ...bare }, ['az ssh vm --ip 127.0.0.1 --port 50022']],
])('Bastion checks no host key, so there is a tunnel that lets ssh do it: %s', (_name, over, then) => {
  const { checksHostKey, more } =
    waysTo(wanted(over, undefined, 2222)).find(({ id }) => id === 'bastion') ?? expect.fail();
  expect(checksHostKey).toBe(false);
  expect(more[0]?.lines.cmd[0]).toMatch(/^az network bastion tunnel .* --resource-port 2222 --port 50022$/);
  expect(more.slice(1).map(({ lines }) => lines.cmd[0])).toEqual(then);
});

test('a new key is where each system keeps it, and nobody else may read it', () => {
  const { more } = waysTo(wanted()).find(({ id }) => id === 'plain-ssh') ?? expect.fail();
  const [{ lines, notes = [] } = expect.fail()] = more;
  expect(lines).toEqual({
    sh: [
      'mkdir -p -m 700 ~/.ssh',
      'mv ~/Downloads/myKey.pem ~/.ssh',
      'chmod 400 ~/.ssh/myKey.pem',
      'ssh -i ~/.ssh/myKey.pem azureuser@20.51.230.13',
    ],
    powershell: [
      'cd ~',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: PowerShell writes its variables so
      'icacls .\\Downloads\\myKey.pem /inheritance:r /grant:r "${env:USERDOMAIN}\\${env:USERNAME}:R"',
      'ssh -i .\\Downloads\\myKey.pem azureuser@20.51.230.13',
    ],
    cmd: [
      'cd /d "%USERPROFILE%"',
      'icacls .\\Downloads\\myKey.pem /inheritance:r /grant:r "%USERDOMAIN%\\%USERNAME%:R"',
      'ssh -i .\\Downloads\\myKey.pem azureuser@20.51.230.13',
    ],
  });
  expect(notes.join(' ')).toContain('/mnt/c/Users/{USERNAME}/Downloads/myKey.pem');
});

test.each([
  ['the extension', entra, true],
  ['its type in another case', { ...entra, type: 'aadsshloginforlinux' }, true],
  ['another name for it', { ...entra, name: 'login' }, true],
  ['a name alone, as a list of ids has it', { name: 'AADSSHLoginForLinux' }, true],
  ['the same type by somebody else', { ...entra, publisher: 'Contoso' }, false],
  ['the extension for Windows', { ...entra, name: 'AADLoginForWindows', type: 'AADLoginForWindows' }, false],
  ['another one under that name', { ...entra, type: 'CustomScript' }, false],
])('Entra log-in is there by %s: %s', (_name, extension, expected) => {
  expect(entraLogIn({ extensions: [extension] }) !== undefined).toBe(expected);
});

test.each([
  [
    'the primary interface first',
    [
      nic({ primary: false, ipConfigurations: [configuration({ publicIp: undefined, privateAddress: '10.0.0.9' })] }),
      ...bare.nics,
    ],
    '10.0.0.4',
  ],
  [
    'IPv4 before IPv6',
    [
      nic({
        ipConfigurations: [
          configuration({ publicIp: undefined, version: 'IPv6', privateAddress: 'fd00::4' }),
          configuration({ publicIp: undefined, primary: false }),
        ],
      }),
    ],
    '10.0.0.4',
  ],
  ['none', [], undefined],
])('without a public address the private one counts: %s', (_name, nics, privateAddress) => {
  expect(destinationOf(wanted({ nics }))).toEqual({ kind: 'none', privateAddress });
});
