import { hash, timingSafeEqual } from 'node:crypto';
import { RefusalError, refuse } from '@muster/kernel/result';
import type { RequestHandler } from 'express';

const digest = (text: string): Buffer => hash('sha256', text, 'buffer');

/** Compares without telling by its time how much was right. */
export function sameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

/** Lets through only `Authorization: Bearer <key>`. */
export function requireKey(key: string): RequestHandler {
  const expected = digest(key);
  return (request, _response, next) => {
    const given = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    if (timingSafeEqual(digest(given), expected)) return next();
    const { refusal } = refuse('unauthenticated', 'send the key as "Authorization: Bearer …"', '需要有效的接入密钥');
    next(new RefusalError(refusal));
  };
}
