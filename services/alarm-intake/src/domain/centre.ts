/** Another centre that gets our tickets, gives us its own, or is joined to a call. */
export interface Centre {
  /** As the seats know it: "12345", "邻市110". Unique. */
  readonly name: string;
  /** Base address of its exchange; empty: somebody rings them and says what they answered. */
  readonly url: string;
  /** What we show them. */
  readonly key: string;
  /** What they show us. */
  readonly acceptKey: string;
  /** For three-way calls and for handing a call over; empty: none. */
  readonly phone: string;
}

/** Every mistake in `MUSTER_CENTRES`, a JSON list of centres; url, key, acceptKey and phone may be left out. */
export function readCentres(json: string): {
  readonly centres: readonly Centre[];
  readonly mistakes: readonly string[];
} {
  const wrong = (mistake: string) => ({ centres: [], mistakes: [`MUSTER_CENTRES ${mistake}`] });
  let list: unknown;
  try {
    list = JSON.parse(json);
  } catch {
    return wrong('is not JSON');
  }
  if (!Array.isArray(list)) return wrong('must be a JSON list of {name, url?, key?, acceptKey?, phone?}');
  const centres = list.map(centreOf);
  const mistakes: string[] = [];
  for (const [i, { name, url, key, acceptKey }] of centres.entries()) {
    const say = (mistake: string) => mistakes.push(`MUSTER_CENTRES[${i}]: ${mistake}`);
    if (name.trim() === '' || name.length > MAX_NAME_CHARS) say(`name must have 1 to ${MAX_NAME_CHARS} characters`);
    if (centres.findIndex((other) => other.name === name) < i) say(`there are two centres named "${name}"`);
    if (url !== '' && !/^https?:\/\/[^\s]+$/.test(url)) say('url must begin with http:// or https://');
    if (url !== '' && key === '') say('a centre with a url needs a key');
    if (acceptKey !== '' && centres.findIndex((other) => other.acceptKey === acceptKey) < i) {
      say('two centres show us the same key: we could not tell them apart');
    }
  }
  return { centres, mistakes };
}

const MAX_NAME_CHARS = 64;

function centreOf(value: unknown): Centre {
  const fields = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  const text = (name: string) => (typeof fields[name] === 'string' ? (fields[name] as string) : '');
  const key = text('key');
  return {
    ...{ name: text('name').trim(), url: text('url').replace(/\/+$/, ''), key },
    ...{ acceptKey: text('acceptKey') || key, phone: text('phone') },
  };
}
