/** JEMSS' CSV: several tables in a file, each a line with its name, a line with its columns, rows, and an empty line. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export function readTables(text: string): Map<string, Table> {
  const tables = new Map<string, Table>();
  const lines = text.split(/\r?\n/);
  for (let i = 0; i < lines.length; i++) {
    const name = cells(lines[i])[0];
    if (!name) continue;
    const columns = cells(lines[++i] ?? '');
    const rows: string[][] = [];
    while (i + 1 < lines.length && !/^[,\s]*$/.test(lines[i + 1])) rows.push(cells(lines[++i]));
    tables.set(name, { columns, rows });
  }
  return tables;
}

/** Quotes are honoured, a doubled quote inside them too. */
function cells(line: string): string[] {
  if (!line.includes('"')) return line.split(',').map((cell) => cell.trim());
  const found: string[] = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const c = line[i];
    if (c === '"') {
      if (quoted && line[i + 1] === '"') {
        cell += '"';
        i++;
      } else quoted = !quoted;
    } else if (c === ',' && !quoted) {
      found.push(cell.trim());
      cell = '';
    } else cell += c;
  }
  found.push(cell.trim());
  return found;
}

/** @throws when the table has no such column. */
export function column(table: Table, name: string): string[] {
  const at = table.columns.indexOf(name);
  if (at < 0) throw new Error(`no column ${name}`);
  return table.rows.map((row) => row[at] ?? '');
}

export const numbers = (table: Table, name: string): number[] => column(table, name).map(Number);
