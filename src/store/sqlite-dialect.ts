import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import {
  CompiledQuery,
  type DatabaseConnection,
  type SelectModifierNode,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
  SqliteQueryCompiler,
} from 'kysely';

/** Kysely's dialect was made for better-sqlite3; this is what node:sqlite needs instead. */
export function sqliteDialect(open: () => DatabaseSync) {
  return new (class extends SqliteDialect {
    override createDriver() {
      return new ImmediateDriver(open);
    }

    override createQueryCompiler() {
      return new WithoutRowLocks();
    }
  })({ database: unused });
}

class ImmediateDriver extends SqliteDriver {
  #db: DatabaseSync | undefined;

  constructor(open: () => DatabaseSync) {
    super({
      database: async () => {
        this.#db = open();
        return spreading(this.#db);
      },
    });
  }

  /**
   * A plain `begin` takes the lock at the first write, and then fails at once if somebody wrote since it first read,
   * without waiting: https://sqlite.org/lang_transaction.html#immediate
   */
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  /** A full disk rolls back by itself, and a second time would be an error: https://sqlite.org/c3ref/get_autocommit.html */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#db?.isTransaction === true) await super.rollbackTransaction(connection);
  }
}

/** An immediate transaction has the whole database to itself: `for update` says nothing more, and is no SQL here. */
class WithoutRowLocks extends SqliteQueryCompiler {
  protected override visitSelectModifier(node: SelectModifierNode): void {
    if (node.modifier !== 'ForUpdate' && node.modifier !== 'SkipLocked') super.visitSelectModifier(node);
  }
}

/** node:sqlite takes parameters one by one and does not say beforehand whether a statement gives rows. */
function spreading(db: DatabaseSync): SqliteDatabase {
  return {
    close: () => db.close(),
    prepare(text) {
      const statement = db.prepare(text);
      const spread = (parameters: readonly unknown[]) => parameters as SQLInputValue[];
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...spread(parameters)),
        run: (parameters) => statement.run(...spread(parameters)),
        iterate: (parameters) => statement.iterate(...spread(parameters)),
      };
    },
  };
}

const unused = async (): Promise<never> => {
  throw new Error('The driver opens the database');
};
