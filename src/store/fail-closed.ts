import type { CompiledQuery, DatabaseConnection, Dialect, Driver } from 'kysely';
import type { Logger } from 'pino';
import { BotError } from '../errors.ts';
import { plainText } from './plain-text.ts';
import { storeFailed } from './store-failed.ts';

/**
 * The border to the database, the same for every dialect: whatever goes wrong behind it comes out as `store-failed`
 * with its cause, and no text goes in that one of the databases could not keep.
 */
export function failClosed(dialect: Dialect, log: Logger): Dialect {
  return {
    createAdapter: () => dialect.createAdapter(),
    createDriver: () => guarded(dialect.createDriver(), log),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
  };
}

function guarded(driver: Driver, log: Logger): Driver {
  const seen = new WeakSet<DatabaseConnection>();
  return {
    init: (options) => driver.init(options).catch(failedTo('reached')),
    async acquireConnection(options) {
      const connection = await driver.acquireConnection(options).catch(failedTo('reached'));
      if (!seen.has(connection)) guardQueries(connection);
      seen.add(connection);
      return connection;
    },
    beginTransaction: (...all) => driver.beginTransaction(...all).catch(failedTo('reached')),
    commitTransaction: (connection) => driver.commitTransaction(connection).catch(failedTo('written')),
    // What made it roll back is thrown already and says more. A connection that cannot roll back is not used again.
    rollbackTransaction: (connection) =>
      driver.rollbackTransaction(connection).catch((error: unknown) => {
        log.warn({ err: error }, 'The database did not roll back');
      }),
    releaseConnection: (...all) => driver.releaseConnection(...all),
    destroy: (options) => driver.destroy(options).catch(failedTo('reached')),
  };
}

/** In place, because the drivers know their connections by identity. */
function guardQueries(connection: DatabaseConnection): void {
  const execute = connection.executeQuery.bind(connection);
  connection.executeQuery = (query, options) =>
    execute(withPlainText(query), options).catch(
      failedTo(query.query.kind === 'SelectQueryNode' ? 'read' : 'written'),
    ) as ReturnType<typeof execute<never>>;
}

function withPlainText(query: CompiledQuery): CompiledQuery {
  return { ...query, parameters: query.parameters.map((each) => (typeof each === 'string' ? plainText(each) : each)) };
}

function failedTo(what: Parameters<typeof storeFailed>[0]) {
  return (error: unknown): never => {
    throw error instanceof BotError ? error : storeFailed(what, error);
  };
}
