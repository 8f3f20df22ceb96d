import type { Role } from '@muster/contracts/edge';

/** A user as stored. */
export interface User {
  readonly username: string;
  readonly displayName: string;
  readonly roles: readonly Role[];
  /** For role `unit`; empty: none. */
  readonly unitId: string;
  readonly passwordHash: string;
}

export interface StoredSession {
  /** SHA-256 of the token, hex: the token itself is nowhere. */
  readonly tokenHash: string;
  readonly user: User;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
}

export interface AccountsPort {
  findUser(username: string): Promise<User | null>;
  listUsers(): Promise<User[]>;
  /** False when there is one of that name already. */
  addUser(user: User): Promise<boolean>;
  replaceUser(user: User): Promise<void>;
  setPassword(username: string, passwordHash: string): Promise<void>;
  findSession(tokenHash: string, nowMs: number): Promise<StoredSession | null>;
  /** Stores it and ends the user's oldest above `most`; gives the ended ones. */
  addSession(session: StoredSession, most: number): Promise<string[]>;
  endSession(tokenHash: string): Promise<void>;
  /** All of a user but one ('' ends all); gives the ended ones. */
  endSessionsOf(username: string, except: string): Promise<string[]>;
  endExpired(nowMs: number): Promise<string[]>;
}

export interface PasswordsPort {
  hash(password: string): Promise<string>;
  /** False for a wrong password; a null hash takes as long as a wrong password. */
  matches(password: string, hash: string | null): Promise<boolean>;
}
