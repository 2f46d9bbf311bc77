import { CompiledQuery, PostgresDialect } from 'kysely';
import { Pool, types } from 'pg';
import type { Logger } from 'pino';

/** int8: epoch milliseconds and counts, which fit a number. https://www.postgresql.org/docs/current/catalog-pg-type.html */
const int8 = 20;

/** No answer is worth waiting for longer: the person at the other end has Slack open. */
const limits = {
  connectionTimeoutMillis: 5000,
  lock_timeout: 5000,
  statement_timeout: 8000,
  query_timeout: 10_000,
  idle_in_transaction_session_timeout: 15_000,
};

export function postgresDialect(url: string, log: Logger, how: 'write' | 'look'): PostgresDialect {
  return new PostgresDialect({
    async onCreateConnection(connection) {
      if (how === 'look') await connection.executeQuery(CompiledQuery.raw('set default_transaction_read_only = on'));
    },
    pool: async () => {
      const pool = new Pool({
        connectionString: url,
        max: 10,
        keepAlive: true,
        application_name: 'drawbridge',
        ...limits,
        types: {
          getTypeParser: (oid: number, format?: 'text' | 'binary') =>
            oid === int8 ? Number : types.getTypeParser(oid, format as 'text'),
        },
      });
      const lost = (error: Error) => log.warn({ err: error }, 'A connection to the database was lost');
      // A server that stops is an event of idle clients, and of those between two queries: unheard, it ends the bot.
      pool.on('error', lost);
      pool.on('connect', (client) => client.on('error', lost));
      return pool;
    },
  });
}
