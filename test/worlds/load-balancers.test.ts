import { allow, type Ids, type Json, resource } from './machine.ts';
import { describeRows } from './rows.ts';

const lb = (ids: Ids, more: Json, frontend: Json = { publicIPAddress: { id: ids.publicIp } }, top?: Json): Json =>
  resource(
    ids.loadBalancer,
    {
      frontendIPConfigurations: [
        { id: `${ids.loadBalancer}/frontendIPConfigurations/fe`, name: 'fe', properties: frontend },
      ],
      backendAddressPools: [
        {
          id: `${ids.loadBalancer}/backendAddressPools/pool`,
          name: 'pool',
          properties: { backendIPConfigurations: [{ id: ids.configuration }], ...((more.pool as Json) ?? {}) },
        },
      ],
      inboundNatRules: [],
      loadBalancingRules: [],
      ...Object.fromEntries(Object.entries(more).filter(([k]) => k !== 'pool')),
    },
    top ?? { sku: { name: 'Standard' } },
  );

const feOf = (ids: Ids) => ({ id: `${ids.loadBalancer}/frontendIPConfigurations/fe` });

const poolOf = (ids: Ids) => ({ id: `${ids.loadBalancer}/backendAddressPools/pool` });

const natRule = (ids: Ids, more: Json = {}): Json => ({
  id: `${ids.loadBalancer}/inboundNatRules/ssh`,
  name: 'ssh',
  properties: {
    frontendIPConfiguration: feOf(ids),
    backendIPConfiguration: { id: ids.configuration },
    protocol: 'Tcp',
    frontendPort: 50022,
    backendPort: 22,
    ...more,
  },
});

/** Reached through a NAT rule alone, no group anywhere: it hangs on the skus of the balancer and of its address. */
const unguarded = (ofBalancer: string | undefined, ofAddress: string | undefined) => (ids: Ids) => ({
  publicIpTop: { sku: ofAddress === undefined ? undefined : { name: ofAddress } },
  nic: { networkSecurityGroup: undefined },
  configuration: {
    publicIPAddress: undefined,
    loadBalancerInboundNatRules: [{ id: `${ids.loadBalancer}/inboundNatRules/ssh` }],
  },
  more: [
    lb(
      ids,
      { inboundNatRules: [natRule(ids)] },
      undefined,
      ofBalancer === undefined ? {} : { sku: { name: ofBalancer } },
    ),
  ],
});

describeRows('behind a load balancer', {
  'nat-rule': {
    bend: (ids) => ({
      configuration: {
        publicIPAddress: undefined,
        loadBalancerInboundNatRules: [{ id: `${ids.loadBalancer}/inboundNatRules/ssh` }],
      },
      more: [
        lb(ids, {
          inboundNatRules: [
            {
              id: `${ids.loadBalancer}/inboundNatRules/ssh`,
              name: 'ssh',
              properties: {
                frontendIPConfiguration: feOf(ids),
                backendIPConfiguration: { id: ids.configuration },
                protocol: 'Tcp',
                frontendPort: 50022,
                backendPort: 22,
              },
            },
          ],
        }),
      ],
    }),
    expect: { 'has-public-ip': 'pass', 'port-open-to-caller': 'pass' },
    verdict: 'ready',
    ssh: 'ssh -p 50022 azureuser@20.90.0.1',
  },
  'nat-2222': {
    bend: (ids) => ({
      configuration: {
        publicIPAddress: undefined,
        loadBalancerInboundNatRules: [{ id: `${ids.loadBalancer}/inboundNatRules/ssh` }],
      },
      rules: [allow('office', 300, { destinationPortRange: '2222' })],
      more: [
        lb(ids, {
          inboundNatRules: [
            {
              id: `${ids.loadBalancer}/inboundNatRules/ssh`,
              name: 'ssh',
              properties: {
                frontendIPConfiguration: feOf(ids),
                backendIPConfiguration: { id: ids.configuration },
                protocol: 'Tcp',
                frontendPort: 50022,
                backendPort: 2222,
              },
            },
          ],
        }),
      ],
    }),
    port: 2222,
    expect: { 'has-public-ip': 'pass', 'port-open-to-caller': 'pass' },
    verdict: 'ready',
    ssh: 'ssh -p 50022 azureuser@20.90.1.1',
  },
  'nat-v2': {
    bend: (ids) => ({
      configuration: { publicIPAddress: undefined, loadBalancerBackendAddressPools: [poolOf(ids)] },
      more: [
        lb(ids, {
          pool: {
            loadBalancerBackendAddresses: [
              {
                name: 'a',
                properties: {
                  networkInterfaceIPConfiguration: { id: ids.configuration },
                  inboundNatRulesPortMapping: [
                    { inboundNatRuleName: 'ssh', protocol: 'Tcp', frontendPort: 50001, backendPort: 22 },
                  ],
                },
              },
            ],
          },
          inboundNatRules: [
            {
              id: `${ids.loadBalancer}/inboundNatRules/ssh`,
              name: 'ssh',
              properties: {
                frontendIPConfiguration: feOf(ids),
                backendAddressPool: poolOf(ids),
                protocol: 'Tcp',
                frontendPortRangeStart: 50000,
                frontendPortRangeEnd: 50100,
                backendPort: 22,
              },
            },
          ],
        }),
      ],
    }),
    expect: { 'has-public-ip': 'pass', 'port-open-to-caller': 'pass' },
    verdict: 'ready',
    ssh: 'ssh -p 50001 azureuser@20.90.2.1',
  },
  'nat-v2-unmapped-other-port': {
    bend: (ids) => ({
      configuration: { publicIPAddress: undefined, loadBalancerBackendAddressPools: [poolOf(ids)] },
      more: [
        lb(ids, {
          inboundNatRules: [
            {
              id: `${ids.loadBalancer}/inboundNatRules/web`,
              name: 'web',
              properties: {
                frontendIPConfiguration: feOf(ids),
                backendAddressPool: poolOf(ids),
                protocol: 'Tcp',
                frontendPortRangeStart: 50000,
                frontendPortRangeEnd: 50100,
                backendPort: 443,
              },
            },
          ],
        }),
      ],
    }),
    expect: { 'has-public-ip': 'fail' },
    verdict: 'blocked',
  },
  'lb-rule': {
    bend: (ids) => ({
      configuration: { publicIPAddress: undefined, loadBalancerBackendAddressPools: [poolOf(ids)] },
      more: [
        lb(ids, {
          loadBalancingRules: [
            {
              id: `${ids.loadBalancer}/loadBalancingRules/r`,
              name: 'r',
              properties: {
                frontendIPConfiguration: feOf(ids),
                backendAddressPool: poolOf(ids),
                protocol: 'Tcp',
                frontendPort: 22,
                backendPort: 22,
              },
            },
          ],
        }),
      ],
    }),
    expect: { 'has-public-ip': 'warn', 'port-open-to-caller': 'pass' },
    verdict: 'ready',
    ssh: 'ssh azureuser@20.90.4.1',
  },
  'internal-lb': {
    bend: (ids) => ({
      configuration: { publicIPAddress: undefined, loadBalancerBackendAddressPools: [poolOf(ids)] },
      more: [
        lb(
          ids,
          {
            loadBalancingRules: [
              {
                id: `${ids.loadBalancer}/loadBalancingRules/r`,
                name: 'r',
                properties: {
                  frontendIPConfiguration: feOf(ids),
                  backendAddressPool: poolOf(ids),
                  protocol: 'All',
                  frontendPort: 0,
                  backendPort: 0,
                },
              },
            ],
          },
          { privateIPAddress: '10.16.0.100', subnet: { id: ids.subnet } },
        ),
      ],
    }),
    expect: { 'has-public-ip': 'fail' },
    verdict: 'blocked',
  },
  'unguarded-standard-address': {
    bend: unguarded(undefined, 'Standard'),
    expect: { 'nsg-exists': 'fail', 'port-open-to-caller': 'fail' },
    verdict: 'blocked',
  },
  'unguarded-basic-balancer': {
    bend: unguarded('Basic', undefined),
    expect: { 'nsg-exists': 'warn', 'port-open-to-caller': 'pass' },
    verdict: 'ready',
  },
  'unguarded-nobody-tells': {
    bend: unguarded(undefined, undefined),
    expect: { 'nsg-exists': 'warn', 'port-open-to-caller': 'unknown' },
    verdict: 'unclear',
  },
  'pool-by-address-beside-v6': {
    bend: (ids) => ({
      nic: {
        ipConfigurations: [
          {
            id: ids.configuration,
            name: 'ipconfig1',
            properties: { primary: true, privateIPAddress: '10.66.0.4', subnet: { id: ids.subnet } },
          },
          {
            id: `${ids.nic}/ipConfigurations/v6`,
            name: 'v6',
            properties: {
              privateIPAddress: 'fd00::4',
              privateIPAddressVersion: 'IPv6',
              subnet: { id: ids.subnet },
              publicIPAddress: { id: `${ids.publicIp}6` },
            },
          },
        ],
      },
      more: [
        resource(`${ids.publicIp}6`, { ipAddress: '2001:db8:1::1', publicIPAddressVersion: 'IPv6' }),
        lb(ids, {
          pool: {
            backendIPConfigurations: [],
            virtualNetwork: { id: ids.vnet },
            loadBalancerBackendAddresses: [{ name: 'a', properties: { ipAddress: '10.66.0.4' } }],
          },
          loadBalancingRules: [
            {
              id: `${ids.loadBalancer}/loadBalancingRules/r`,
              name: 'r',
              properties: {
                frontendIPConfiguration: feOf(ids),
                backendAddressPool: poolOf(ids),
                protocol: 'Tcp',
                frontendPort: 2200,
                backendPort: 22,
              },
            },
          ],
        }),
      ],
    }),
    expect: { 'has-public-ip': 'warn', 'port-open-to-caller': 'pass' },
    verdict: 'ready',
  },
});
