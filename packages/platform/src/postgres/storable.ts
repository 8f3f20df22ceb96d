/** PostgreSQL's jsonb holds neither zero characters nor half a surrogate pair; one in a name must not cost an alarm. */
export const isStorable = (value: unknown): boolean => {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0');
  return typeof value !== 'object' || value === null || Object.values(value).every(isStorable);
};

/** The value itself, nearly always; else a copy in which what cannot be stored is replaced. For plain JSON. */
export function storable<T>(value: T): T {
  if (isStorable(value)) return value;
  return JSON.parse(JSON.stringify(value), (_key, part: unknown) =>
    typeof part === 'string' ? part.toWellFormed().replaceAll('\0', ' ') : part,
  ) as T;
}
