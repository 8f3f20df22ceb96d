import type { Role } from '@muster/contracts/edge';
import { unwrap } from '@muster/kernel/result';
import { type Express, json } from 'express';
import { z } from 'zod';
import type { Accounts } from '../../app/accounts.ts';
import { ROLES } from '../../domain/demo-users.ts';
import { MAY } from '../../domain/may.ts';
import { type Api, parse, refuseWith } from './api.ts';
import { isOwnOrigin, sessionCookie } from './credentials.ts';
import { needed, text } from './fields.ts';

const SIGN_IN_BODY = '8kb';
const signIn = z.object({ username: z.string().min(1).max(64), password: z.string().min(1).max(256) });
const username = z.string().regex(/^[a-z0-9][a-z0-9._-]{1,63}$/i, 'must be 2–64 letters, digits, dots, _ or -');
const newUser = z.object({
  username,
  password: z.string().max(256),
  displayName: needed(64),
  roles: z.array(z.enum(ROLES as [Role, ...Role[]])).min(1),
  unitId: text(96).default(''),
});
const newPassword = z.object({ oldPassword: z.string().max(256), newPassword: z.string().max(256) });

/** Signing in and out, and the users. `secure`: the edge speaks TLS, so the cookie never leaves it unencrypted. */
export function sessionRoutes(app: Express, api: Api, accounts: Accounts, secure: boolean): void {
  app.post('/api/session', json({ limit: SIGN_IN_BODY }), async (request, response) => {
    if (request.headers.origin !== undefined && !isOwnOrigin(request)) {
      throw refuseWith('forbidden', 'the request did not come from a page of this system', '请求并非来自本系统页面');
    }
    const body = parse(signIn, request.body, 'body') as z.infer<typeof signIn>;
    const session = unwrap(await accounts.signIn(body, request.socket.remoteAddress ?? ''));
    const maxAgeS = Math.max(0, Math.floor((session.expiresAtMs - Date.now()) / 1000));
    response.setHeader('set-cookie', sessionCookie(session.token ?? '', maxAgeS, secure));
    response.setHeader('cache-control', 'no-store');
    response.json(session);
  });
  api.route('GET /api/session', {}, ({ visitor }) => accounts.sessionOf(visitor));
  api.route('DELETE /api/session', {}, async ({ visitor, response }) => {
    await accounts.signOut(visitor);
    response.setHeader('set-cookie', sessionCookie('', 0, secure));
  });
  api.route('POST /api/session/password', { body: newPassword }, async ({ visitor, body, address }) => {
    unwrap(await accounts.changePassword(visitor, body.oldPassword, body.newPassword, address));
  });
  api.route('GET /api/users', { may: MAY.keepUsers }, async () => ({ users: await accounts.listUsers() }));
  api.route('POST /api/users', { may: MAY.keepUsers, body: newUser }, async ({ body, response }) => {
    if (body.roles.includes('unit') && body.unitId === '') {
      throw refuseWith('invalid', 'a user of role unit needs a unitId', '出警单元用户须指定单元编号');
    }
    const user = unwrap(await accounts.addUser(body));
    response.status(201);
    return user;
  });
}
