/**
 * Names that a rule may give instead of addresses; many also take a region behind a dot (`Storage.WestEurope`).
 * https://learn.microsoft.com/azure/virtual-network/service-tags-overview#available-service-tags
 */
const names = [
  ...['VirtualNetwork', 'Internet', 'AzureLoadBalancer', 'AzureCloud', 'ActionGroup', 'ApiManagement'],
  ...[
    'ApplicationInsightsAvailability',
    'AppConfiguration',
    'AppService',
    'AppServiceManagement',
    'AutonomousDevelopmentPlatform',
  ],
  ...[
    'AzureActiveDirectory',
    'AzureActiveDirectoryDomainServices',
    'AzureAdvancedThreatProtection',
    'AzureArcInfrastructure',
  ],
  ...[
    'AzureAttestation',
    'AzureBackup',
    'AzureBotService',
    'AzureCognitiveSearch',
    'AzureConnectors',
    'AzureContainerAppsService',
  ],
  ...['AzureContainerRegistry', 'AzureCosmosDB', 'AzureDatabricks', 'AzureDataExplorerManagement', 'AzureDataLake'],
  ...[
    'AzureDeviceUpdate',
    'AzureDevOps',
    'AzureDevSpaces',
    'AzureDigitalTwins',
    'AzureEventGrid',
    'AzureFrontDoor.Backend',
  ],
  ...[
    'AzureFrontDoor.FirstParty',
    'AzureFrontDoor.Frontend',
    'AzureFrontDoor.MicrosoftSecurity',
    'AzureHealthcareAPIs',
  ],
  ...[
    'AzureInformationProtection',
    'AzureIoTHub',
    'AzureKeyVault',
    'AzureLoadTestingInstanceManagement',
    'AzureMachineLearning',
  ],
  ...[
    'AzureMachineLearningInference',
    'AzureManagedGrafana',
    'AzureMonitor',
    'AzureMonitorForSAP',
    'AzureOpenDatasets',
  ],
  ...[
    'AzurePlatformDNS',
    'AzurePlatformIMDS',
    'AzurePlatformLKM',
    'AzurePortal',
    'AzureResourceManager',
    'AzureSecurityCenter',
  ],
  ...[
    'AzureSentinel',
    'AzureSignalR',
    'AzureSiteRecovery',
    'AzureSphere',
    'AzureSpringCloud',
    'AzureStack',
    'AzureTrafficManager',
  ],
  ...[
    'AzureUpdateDelivery',
    'AzureVideoIndexer',
    'AzureWebPubSub',
    'BatchNodeManagement',
    'ChaosStudio',
    'CognitiveServicesFrontend',
  ],
  ...[
    'CognitiveServicesManagement',
    'DataFactory',
    'DataFactoryManagement',
    'Dynamics365BusinessCentral',
    'Dynamics365ForMarketingEmail',
  ],
  ...[
    'EOPExternalPublishedIPs',
    'EventHub',
    'GatewayManager',
    'GuestAndHybridManagement',
    'HDInsight',
    'KustoAnalytics',
  ],
  ...[
    'LogicApps',
    'LogicAppsManagement',
    'M365ManagementActivityApi',
    'M365ManagementActivityApiWebhook',
    'Marketplace',
  ],
  ...[
    'MicrosoftAzureFluidRelay',
    'MicrosoftCloudAppSecurity',
    'MicrosoftContainerRegistry',
    'MicrosoftDefenderForEndpoint',
  ],
  ...[
    'MicrosoftPurviewPolicyDistribution',
    'OneDsCollector',
    'PowerBI',
    'PowerPlatformInfra',
    'PowerPlatformPlex',
    'PowerQueryOnline',
  ],
  ...[
    'Scuba',
    'SecurityCopilot',
    'ServiceBus',
    'ServiceFabric',
    'Sql',
    'SqlManagement',
    'Storage',
    'StorageMover',
    'StorageSyncService',
  ],
  ...['TrafficManager', 'WindowsAdminCenter', 'WindowsVirtualDesktop'],
];

const known = new Set(names.map((name) => name.toLowerCase()));

/** Whether this is a service tag, in any case, with or without a region. */
export function isServiceTag(text: string): boolean {
  const whole = text.toLowerCase();
  if (known.has(whole)) return true;
  const dot = whole.lastIndexOf('.');
  return dot > 0 && known.has(whole.slice(0, dot)) && /^[a-z0-9]+$/.test(whole.slice(dot + 1));
}
