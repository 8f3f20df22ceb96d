import type { Role } from '@muster/contracts/edge';
import type { Actor } from '@muster/contracts/gen/muster/common/v1/common';
import { type RefusalCode, RefusalError, refuse } from '@muster/kernel/result';
import express, { type Express, type Request, type Response } from 'express';
import type { z } from 'zod';
import type { Accounts, Visitor } from '../../app/accounts.ts';
import { hasRole } from '../../domain/may.ts';
import { isOwnOrigin, tokenOfBearer, tokenOfCookie } from './credentials.ts';

export const API_LIMITS = {
  /** A report with a long transcript fits. */
  bodyBytes: 512 * 1024,
  idChars: 96,
  /** Questions answered at once; more are told to come back. Reports and sends are never counted. */
  questionsAtOnce: 256,
} as const;

/** One request that was let in, with what was asked for checked. */
export interface Call<B, Q> {
  readonly visitor: Visitor;
  /** The visitor in the words of the services. */
  readonly actor: Actor;
  /** The `:id` of the path; '' where there is none. */
  readonly id: string;
  readonly body: B;
  readonly query: Q;
  readonly address: string;
  readonly request: Request;
  readonly response: Response;
}

interface Rule<B, Q> {
  /** Any of these; absent: everyone signed in. */
  readonly may?: readonly Role[];
  readonly body?: z.ZodType<B>;
  readonly query?: z.ZodType<Q>;
}

export const refuseWith = (code: RefusalCode, message: string, messageZh: string): RefusalError =>
  new RefusalError(refuse(code, message, messageZh).refusal);

/** The JSON API: every route says who may and what it takes; its answer is the returned value. */
export class Api {
  readonly #app: Express;
  readonly #accounts: Accounts;
  readonly #json = express.json({ limit: API_LIMITS.bodyBytes });
  #questions = 0;

  constructor(app: Express, accounts: Accounts) {
    this.#app = app;
    this.#accounts = accounts;
  }

  /** Gives the answer as JSON; undefined is 204. */
  route<B = undefined, Q = undefined>(
    address: `${'GET' | 'POST' | 'DELETE'} /${string}`,
    rule: Rule<B, Q>,
    answer: (call: Call<B, Q>) => unknown,
  ): void {
    const [method, path] = address.split(' ') as ['GET' | 'POST' | 'DELETE', string];
    const isQuestion = method === 'GET';
    const handle = async (request: Request, response: Response): Promise<void> => {
      const visitor = await this.visitorOf(request);
      if (rule.may !== undefined && !hasRole(visitor.roles, rule.may)) {
        throw refuseWith('forbidden', `this needs one of: ${rule.may.join(', ')}`, '您的角色无权进行此操作');
      }
      if (isQuestion && this.#questions >= API_LIMITS.questionsAtOnce) {
        throw refuseWith('limit', 'too many questions at once; try again in a moment', '系统繁忙，请稍后重试');
      }
      if (isQuestion) this.#questions++;
      try {
        const value = await answer({
          visitor,
          actor: { kind: 'user', id: visitor.username, name: visitor.displayName },
          id: idOf(request),
          body: parse(rule.body, request.body, 'body') as B,
          query: parse(rule.query, request.query, 'query') as Q,
          address: request.socket.remoteAddress ?? '',
          request,
          response,
        });
        if (response.headersSent) return;
        response.setHeader('cache-control', 'no-store');
        if (value === undefined) response.status(204).end();
        else response.json(value);
      } finally {
        if (isQuestion) this.#questions--;
      }
    };
    if (method === 'GET') this.#app.get(path, handle);
    else if (method === 'DELETE') this.#app.delete(path, handle);
    else this.#app.post(path, this.#json, handle);
  }

  /**
   * Who asks. A bearer token speaks for itself; a cookie is sent by the browser for any page, so what changes something
   * must come from a page of ours.
   *
   * @throws RefusalError unauthenticated, or forbidden for a foreign page
   */
  async visitorOf(request: Request): Promise<Visitor> {
    const bearer = tokenOfBearer(request);
    const token = bearer ?? tokenOfCookie(request);
    const visitor = token === null ? null : await this.#accounts.visitorFor(token);
    if (visitor === null) throw refuseWith('unauthenticated', 'sign in first', '请先登录');
    if (bearer === null && request.method !== 'GET' && !isOwnOrigin(request)) {
      throw refuseWith('forbidden', 'the request did not come from a page of this system', '请求并非来自本系统页面');
    }
    return visitor;
  }
}

function idOf(request: Request): string {
  const id: unknown = request.params.id;
  if (id === undefined) return '';
  if (typeof id === 'string' && id.length <= API_LIMITS.idChars && /^[\p{L}\p{N}._:~@ -]+$/u.test(id)) return id;
  throw refuseWith('invalid', 'this is not an id', '编号格式不正确');
}

export function parse<T>(schema: z.ZodType<T> | undefined, value: unknown, what: 'body' | 'query'): T | undefined {
  if (schema === undefined) return undefined;
  const parsed = schema.safeParse(value ?? {});
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.slice(0, 5).map((issue) => `${issue.path.join('.') || what}: ${issue.message}`);
  const fields = parsed.error.issues.slice(0, 5).map((issue) => issue.path.join('.') || what);
  throw refuseWith(
    'invalid',
    `the request cannot be used: ${wrong.join('; ')}`,
    `请求内容有误，请检查：${fields.join('、')}`,
  );
}
