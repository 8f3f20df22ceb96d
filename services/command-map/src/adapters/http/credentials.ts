import type { IncomingMessage } from 'node:http';

export const SESSION_COOKIE = 'muster_session';
/** 256 bits in base64url. */
const TOKEN = /^[\w-]{43}$/;

export function tokenOfCookie(request: IncomingMessage): string | null {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [name, value = ''] = part.trim().split('=');
    if (name === SESSION_COOKIE && TOKEN.test(value)) return value;
  }
  return null;
}

export function tokenOfBearer(request: IncomingMessage): string | null {
  const token = /^Bearer ([\w-]{43})$/.exec(request.headers.authorization ?? '')?.[1];
  return token ?? null;
}

/** The page that asks came from this very address: what a foreign page cannot pretend. */
export function isOwnOrigin(request: IncomingMessage): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined || host === undefined || !URL.canParse(origin)) return false;
  return new URL(origin).host === host.toLowerCase();
}

export function sessionCookie(token: string, maxAgeS: number, secure: boolean): string {
  const flags = `Path=/; HttpOnly; SameSite=Strict; Max-Age=${maxAgeS}${secure ? '; Secure' : ''}`;
  return `${SESSION_COOKIE}=${token}; ${flags}`;
}
