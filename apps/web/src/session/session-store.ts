import type { Role, Session } from '@muster/contracts/edge';
import { create } from 'zustand';
import { edge } from '../api/edge-api.ts';
import { ApiError, whenUnauthenticated } from '../api/http.ts';
import { forgetPicture } from '../live/live-store.ts';
import { forget, recall, remember } from '../settings/device-memory.ts';

export type SessionState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'out' }
  | { readonly kind: 'in'; readonly session: Session }
  /** The edge forgot us: the page stays as it is, under a sign-in. */
  | { readonly kind: 'expired'; readonly session: Session };

const KEY = 'muster.session';

export const useSession = create<{ readonly state: SessionState }>()(() => ({ state: { kind: 'loading' } }));

const set = (state: SessionState) => useSession.setState({ state });

/**
 * Who is signed in here. Only the word of the edge ends it: without network, or while the edge is ill, a page goes on as
 * who it was.
 */
export async function restoreSession(): Promise<void> {
  whenUnauthenticated(expireSession);
  const remembered = recall<Session>(KEY);
  try {
    enter(await edge.session());
  } catch (error) {
    const unsaid = !(error instanceof ApiError && error.code === 'unauthenticated');
    if (unsaid && remembered !== null && remembered.expiresAtMs > Date.now()) return enter(remembered);
    forget(KEY);
    set({ kind: 'out' });
  }
}

export async function signIn(username: string, password: string): Promise<Session> {
  const { token: _inCookie, ...session } = await edge.signIn({ username, password });
  enter(session);
  return session;
}

export async function signOut(): Promise<void> {
  forget(KEY);
  await edge.signOut().catch(() => undefined);
  set({ kind: 'out' });
  forgetPicture();
}

export function expireSession(): void {
  const { state } = useSession.getState();
  if (state.kind === 'in') set({ kind: 'expired', session: state.session });
}

function enter(session: Session): void {
  remember(KEY, session);
  set({ kind: 'in', session });
}

export const hasRole = (session: Session, ...roles: readonly Role[]): boolean =>
  session.roles.some((role) => role === 'admin' || roles.includes(role));

/** Where this person works; null lets them choose. */
export function landingOf(session: Session): '/console' | '/wall' | '/unit' | null {
  if (session.roles.includes('unit')) return '/unit';
  if (session.roles.some((role) => role === 'dispatcher' || role === 'call-taker' || role === 'supervisor'))
    return '/console';
  return session.roles.includes('leadership') ? '/wall' : null;
}
