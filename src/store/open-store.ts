import type { StoreConfig } from '../config/store-place.ts';
import { addressesIn } from './addresses.ts';
import { auditsIn } from './audits.ts';
import { cardsIn } from './cards.ts';
import { type Database, openDatabase, type StoreParts } from './database.ts';
import { eventsIn } from './events.ts';
import { hostKeysIn } from './host-keys.ts';
import { appliedMigrations, migrate } from './migrate.ts';
import { noticesIn } from './notices.ts';
import { requestsIn } from './requests.ts';
import { shelfIn } from './shelf.ts';
import type { Store } from './store.ts';

/** The bot's memory, made or brought up to date. @throws BotError `store-failed` */
export async function openStore(place: StoreConfig, { clock, log }: StoreParts): Promise<Store> {
  const database = openDatabase(place, log);
  await orClose(database, migrate(database, clock.now()));
  return storeOn(database);
}

/** The log of a memory that is there already, perhaps under a running bot: nothing is made, changed or locked. */
export async function openEvents(
  place: StoreConfig,
  { log }: Pick<StoreParts, 'log'>,
): Promise<Pick<Store, 'events' | 'close'>> {
  const database = openDatabase(place, log, 'look');
  await orClose(database, database.read(appliedMigrations));
  return { events: eventsIn(database), close: () => database.close() };
}

/** The families of tables, each on the same database. */
export function storeOn(database: Database): Store {
  return {
    requests: requestsIn(database),
    events: eventsIn(database),
    cards: cardsIn(database),
    notices: noticesIn(database),
    addresses: addressesIn(database),
    shelf: shelfIn(database),
    hostKeys: hostKeysIn(database),
    audits: auditsIn(database),
    close: () => database.close(),
  };
}

async function orClose(database: Database, work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    await database.close();
    throw error;
  }
}
