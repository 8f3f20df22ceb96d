import { ok, type Result, refuse } from '@muster/kernel/result';
import { isBag } from './fields.ts';

export interface Decoded {
  readonly text: string;
  readonly warnings: readonly string[];
}

/** Encodings that a sender may name; each decoder of the platform knows them. */
const DECLARED = /^(utf-?8|gbk|gb2312|gb18030|big5|utf-16(le|be)?|iso-8859-1|latin1|windows-1252|us-ascii)$/i;

/**
 * Bytes to text. A declared encoding is believed when the bytes fit it; else UTF-8, then GB18030 (which has GBK and
 * GB2312 in it), and what nothing fits is read as UTF-8 with marks in the place of broken bytes. Never throws.
 */
export function decodeText(bytes: Uint8Array, declared = ''): Decoded {
  const warnings: string[] = [];
  const bom = bomOf(bytes);
  const named = declared.trim().toLowerCase();
  if (named !== '' && !DECLARED.test(named)) warnings.push('the declared encoding is unknown');
  const wanted = bom ?? (DECLARED.test(named) ? named : 'utf-8');
  const first = strictly(bytes, wanted);
  if (first !== null) return { text: first, warnings };
  for (const encoding of ['utf-8', 'gb18030']) {
    if (encoding === wanted) continue;
    const text = strictly(bytes, encoding);
    if (text === null) continue;
    warnings.push(`the text is not ${wanted}; it was read as ${encoding}`);
    return { text, warnings };
  }
  warnings.push(`the text is not ${wanted}; broken characters were replaced`);
  return { text: new TextDecoder('utf-8').decode(bytes), warnings };
}

export function bomOf(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null;
}

/** `null` when the bytes are not this encoding. GB18030 also reads nonsense: its private characters give it away. */
export function strictly(bytes: Uint8Array, encoding: string): string | null {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return encoding.startsWith('gb') && /[\uE000-\uF8FF\uFFFD]/.test(text) ? null : text;
  } catch {
    return null;
  }
}

export interface Body {
  readonly bag: Readonly<Record<string, unknown>>;
  readonly warnings: readonly string[];
}

const charsetOf = (contentType: string): string => /charset\s*=\s*"?([^\s;"]+)/i.exec(contentType)?.[1] ?? '';

/** One JSON object or one HTML form, whatever its encoding; the content type may be wrong or missing. */
export function readBody(bytes: Uint8Array, contentType: string): Result<Body> {
  const declared = charsetOf(contentType);
  if (/x-www-form-urlencoded/i.test(contentType)) return ok(readForm(bytes, declared));
  const { text, warnings } = decodeText(bytes, declared);
  if (/^\s*\{/.test(text)) {
    const bag = parseObject(text);
    if (bag !== null) return ok({ bag, warnings });
  } else if (/^[\w.%+-]+=/.test(text) && !/json/i.test(contentType)) {
    return ok(readForm(bytes, declared));
  }
  return refuse(
    'invalid',
    'send one JSON object, or a form (application/x-www-form-urlencoded)',
    '请提交一个 JSON 对象或表单（application/x-www-form-urlencoded）',
  );
}

function parseObject(text: string): Body['bag'] | null {
  try {
    const value: unknown = JSON.parse(text);
    return isBag(value) ? value : null;
  } catch {
    return null;
  }
}

/** Percent-encoded bytes may be GBK as well as UTF-8: they are decoded once all values are bytes again. */
export function readForm(bytes: Uint8Array, declared: string): Body {
  const pairs = Buffer.from(bytes)
    .toString('latin1')
    .split('&')
    .slice(0, MAX_FORM_FIELDS)
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      return equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
    });
  const warnings = new Set<string>();
  const bag: Record<string, string> = Object.create(null);
  for (const [name = '', value = ''] of pairs) {
    const decoded = decodeText(percentDecode(value), declared);
    for (const warning of decoded.warnings) warnings.add(warning);
    bag[decodeText(percentDecode(name), declared).text] = decoded.text;
  }
  return { bag: { ...bag }, warnings: [...warnings] };
}

const MAX_FORM_FIELDS = 200;

function percentDecode(text: string): Uint8Array {
  const plain = text.replaceAll('+', ' ');
  const bytes = Buffer.alloc(plain.length);
  let length = 0;
  for (let i = 0; i < plain.length; i++) {
    const code = plain[i] === '%' ? Number.parseInt(plain.slice(i + 1, i + 3), 16) : Number.NaN;
    if (Number.isNaN(code) || !/^[0-9a-f]{2}$/i.test(plain.slice(i + 1, i + 3))) {
      bytes[length++] = plain.charCodeAt(i);
    } else {
      bytes[length++] = code;
      i += 2;
    }
  }
  return bytes.subarray(0, length);
}
