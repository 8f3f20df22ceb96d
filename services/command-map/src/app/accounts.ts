import type { Role, Session, SignIn } from '@muster/contracts/edge';
import type { Clock } from '@muster/kernel/clock';
import type { Mode } from '@muster/kernel/mode';
import { ok, type Result, refuse } from '@muster/kernel/result';
import type { DemoUser } from '../domain/demo-users.ts';
import { SignInGuard } from '../domain/sign-in-guard.ts';
import type { AccountsPort, PasswordsPort, StoredSession, User } from './ports.ts';

export const ACCOUNT_LIMITS = {
  /** One shift. */
  sessionMs: 12 * 3_600_000,
  sessionsPerUser: 64,
  passwordChars: 256,
  shortestPasswordChars: 10,
  /** How long a session is believed without asking the database again. */
  cacheMs: 10_000,
  cachedSessions: 10_000,
} as const;

/** Who asks: a session that is in force. */
export interface Visitor {
  readonly tokenHash: string;
  readonly username: string;
  readonly displayName: string;
  readonly roles: readonly Role[];
  readonly unitId: string;
  readonly expiresAtMs: number;
}

interface Deps {
  readonly store: AccountsPort;
  readonly passwords: PasswordsPort;
  readonly clock: Clock;
  readonly mode: Mode;
  readonly newToken: () => string;
  readonly hashToken: (token: string) => string;
  /** A drill's demo crew has no unit of its own: it gets this one. */
  readonly demoUnit: () => string;
}

/** Signing in and out, sessions, and the users themselves. */
export class Accounts {
  readonly #deps: Deps;
  readonly #guard = new SignInGuard();
  readonly #cache = new Map<string, { session: StoredSession; askedAtMs: number }>();
  /** Told when sessions end, however they end: their sockets are closed. */
  onEnded: (tokenHashes: readonly string[]) => void = () => {};

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  async signIn({ username, password }: SignIn, address: string): Promise<Result<Session>> {
    const nowMs = this.#deps.clock.nowMs();
    const name = username.toLowerCase();
    const waitMs = this.#guard.waitMs(name, address, nowMs);
    if (waitMs > 0) return tooManyTries(waitMs);
    const user = await this.#deps.store.findUser(name);
    if (!(await this.#deps.passwords.matches(password, user?.passwordHash ?? null)) || user === null) {
      this.#guard.failed(name, address, this.#deps.clock.nowMs());
      return refuse('unauthenticated', 'the user name or the password is wrong', '用户名或密码错误');
    }
    this.#guard.succeeded(name);
    const token = this.#deps.newToken();
    const session: StoredSession = {
      tokenHash: this.#deps.hashToken(token),
      user,
      createdAtMs: nowMs,
      expiresAtMs: nowMs + ACCOUNT_LIMITS.sessionMs,
    };
    this.#ended(await this.#deps.store.addSession(session, ACCOUNT_LIMITS.sessionsPerUser));
    return ok({ ...this.sessionOf(this.#visitor(session)), token });
  }

  /** Null when the token is unknown, ended or expired. */
  async visitorFor(token: string): Promise<Visitor | null> {
    const nowMs = this.#deps.clock.nowMs();
    const tokenHash = this.#deps.hashToken(token);
    const cached = this.#cache.get(tokenHash);
    if (cached && nowMs - cached.askedAtMs < ACCOUNT_LIMITS.cacheMs && cached.session.expiresAtMs > nowMs) {
      return this.#visitor(cached.session);
    }
    this.#cache.delete(tokenHash);
    const session = await this.#deps.store.findSession(tokenHash, nowMs);
    if (session === null) return null;
    if (this.#cache.size >= ACCOUNT_LIMITS.cachedSessions) this.#cache.clear();
    this.#cache.set(tokenHash, { session, askedAtMs: nowMs });
    return this.#visitor(session);
  }

  sessionOf({ username, displayName, roles, unitId, expiresAtMs }: Visitor): Session {
    return { username, displayName, roles, unitId, expiresAtMs };
  }

  async signOut(visitor: Visitor): Promise<void> {
    await this.#deps.store.endSession(visitor.tokenHash);
    this.#ended([visitor.tokenHash]);
  }

  async changePassword(visitor: Visitor, old: string, fresh: string, address: string): Promise<Result<null>> {
    const nowMs = this.#deps.clock.nowMs();
    const waitMs = this.#guard.waitMs(visitor.username, address, nowMs);
    if (waitMs > 0) return tooManyTries(waitMs);
    const user = await this.#deps.store.findUser(visitor.username);
    if (!(await this.#deps.passwords.matches(old, user?.passwordHash ?? null))) {
      this.#guard.failed(visitor.username, address, nowMs);
      return refuse('forbidden', 'the old password is wrong', '原密码错误');
    }
    const weak = weakPassword(fresh, visitor.username);
    if (weak !== null) return weak;
    await this.#deps.store.setPassword(visitor.username, await this.#deps.passwords.hash(fresh));
    this.#ended(await this.#deps.store.endSessionsOf(visitor.username, visitor.tokenHash));
    return ok(null);
  }

  async addUser(wanted: Omit<User, 'passwordHash'> & { readonly password: string }): Promise<Result<Session>> {
    const { password, ...user } = { ...wanted, username: wanted.username.toLowerCase() };
    const weak = weakPassword(password, user.username);
    if (weak !== null) return weak;
    const added = await this.#deps.store.addUser({ ...user, passwordHash: await this.#deps.passwords.hash(password) });
    if (!added) return refuse('conflict', `there is a user ${user.username} already`, `用户 ${user.username} 已存在`);
    return ok({ ...user, expiresAtMs: 0 });
  }

  async listUsers(): Promise<Omit<User, 'passwordHash'>[]> {
    return (await this.#deps.store.listUsers()).map(({ passwordHash: _secret, ...user }) => user);
  }

  /**
   * Lets in who the launcher names. In a drill or test they are made or brought up to date at each start; in live
   * operation only administrators are, and only when new, so that a changed password stays changed.
   */
  async letIn(users: readonly DemoUser[]): Promise<void> {
    const { store, passwords, mode } = this.#deps;
    for (const { password, ...user } of users) {
      const known = await store.findUser(user.username);
      if (mode === 'live') {
        if (known === null && user.roles.includes('admin')) {
          await store.addUser({ ...user, roles: ['admin'], passwordHash: await passwords.hash(password) });
        }
        continue;
      }
      const same = known !== null && (await passwords.matches(password, known.passwordHash));
      await store.replaceUser({ ...user, passwordHash: same ? known.passwordHash : await passwords.hash(password) });
    }
  }

  async sweep(): Promise<void> {
    this.#ended(await this.#deps.store.endExpired(this.#deps.clock.nowMs()));
  }

  #visitor({ tokenHash, user, expiresAtMs }: StoredSession): Visitor {
    const { username, displayName, roles } = user;
    const isDemoCrew = user.unitId === '' && roles.includes('unit') && this.#deps.mode !== 'live';
    const unitId = isDemoCrew ? this.#deps.demoUnit() : user.unitId;
    return { tokenHash, username, displayName, roles, unitId, expiresAtMs };
  }

  #ended(tokenHashes: readonly string[]): void {
    for (const hash of tokenHashes) this.#cache.delete(hash);
    if (tokenHashes.length > 0) this.onEnded(tokenHashes);
  }
}

const tooManyTries = (waitMs: number): Result<never> => {
  const seconds = Math.ceil(waitMs / 1000);
  return refuse('limit', `too many wrong tries: wait ${seconds} s`, `尝试次数过多，请等待 ${seconds} 秒`, {
    retryAfterS: String(seconds),
  });
};

function weakPassword(password: string, username: string): Result<never> | null {
  const { shortestPasswordChars: least, passwordChars: most } = ACCOUNT_LIMITS;
  if (password.length >= least && password.length <= most && !password.toLowerCase().includes(username)) return null;
  return refuse(
    'invalid',
    `a password has ${least} to ${most} characters and does not contain the user name`,
    `密码须为 ${least} 至 ${most} 个字符，且不得包含用户名`,
  );
}
