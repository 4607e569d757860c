import 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** The address of the tests' PostgreSQL, without a database. */
    postgresUrl: string;
  }
}
