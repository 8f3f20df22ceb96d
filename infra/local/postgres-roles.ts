import pg from 'pg';

const ROLES_LOCK = 0x6d7573; // any number of our own

/** Connections are short here: one statement after the other, then closed. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The same address with another database. */
export function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

/** Creates the database when it is missing. `adminUrl` may name any database of the same cluster. */
export async function ensureDatabase(adminUrl: string, database: string): Promise<string> {
  await withClient(adminUrl, async (client) => {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${pg.escapeIdentifier(database)} TEMPLATE template0`);
    // Only the roles made for it may enter.
    await client.query(`REVOKE CONNECT, TEMPORARY ON DATABASE ${pg.escapeIdentifier(database)} FROM PUBLIC`);
  });
  return withDatabase(adminUrl, database);
}

/** `alarm-intake` → `alarm_intake`. */
export function schemaOf(service: string): string {
  return service.replaceAll('-', '_');
}

/**
 * One schema and one role a service, and the role can see nothing else: no service reads another's tables, not even by
 * mistake. Gives the address the service connects with. The role's name carries the database's, because roles are
 * shared by all databases of a cluster.
 */
export async function ensureRole(adminUrl: string, service: string, password: string): Promise<string> {
  const url = new URL(adminUrl);
  const database = decodeURIComponent(url.pathname.slice(1));
  const schema = schemaOf(service);
  const role = `${database}_${schema}`;
  const name = pg.escapeIdentifier(role);
  await withClient(adminUrl, async (client) => {
    // Roles and grants are rows that all callers share, and PostgreSQL refuses to change one in two sessions at once.
    await client.query('SELECT pg_advisory_lock($1)', [ROLES_LOCK]);
    const found = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
    await client.query(
      `${found.rowCount === 0 ? 'CREATE' : 'ALTER'} ROLE ${name} LOGIN PASSWORD ${pg.escapeLiteral(password)}`,
    );
    // Who is not a superuser may give a schema only to a role it belongs to.
    await client.query(`GRANT ${name} TO CURRENT_USER`);
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${pg.escapeIdentifier(schema)} AUTHORIZATION ${name}`);
    await client.query(`GRANT CONNECT, TEMPORARY ON DATABASE ${pg.escapeIdentifier(database)} TO ${name}`);
    await client.query(
      `ALTER ROLE ${name} IN DATABASE ${pg.escapeIdentifier(database)} SET search_path = ${pg.escapeIdentifier(schema)}`,
    );
  });
  url.username = role;
  url.password = password;
  return url.href;
}
