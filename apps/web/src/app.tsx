import type { Session } from '@muster/contracts/edge';
import { lazy, Suspense, useEffect } from 'react';
import { startLive } from './live/connection.ts';
import { navigate, usePath } from './route.ts';
import { ChooserPage } from './session/chooser-page.tsx';
import { expireSession, landingOf, restoreSession, useSession } from './session/session-store.ts';
import { SessionEnded, SignInPage } from './session/sign-in-page.tsx';
import { applySettingsToDocument } from './settings/settings-store.ts';
import { DrillWatermark } from './shell/drill-watermark.tsx';
import { Notices } from './shell/notices.tsx';
import { loadSystem } from './trade/system-store.ts';

const PAGES = {
  '/console': lazy(() => import('./console/console-page.tsx').then((page) => ({ default: page.ConsolePage }))),
  '/wall': lazy(() => import('./wall/wall-page.tsx').then((page) => ({ default: page.WallPage }))),
  '/reports': lazy(() => import('./reports/reports-page.tsx').then((page) => ({ default: page.ReportsPage }))),
  '/unit': lazy(() => import('./unit/unit-page.tsx').then((page) => ({ default: page.UnitPage }))),
};
const isPage = (path: string): path is keyof typeof PAGES => Object.hasOwn(PAGES, path);

const SYSTEM_RETRY_MS = 2_000;

export function App() {
  const state = useSession((session) => session.state);
  useEffect(applySettingsToDocument, []);
  useEffect(() => {
    void restoreSession();
  }, []);
  useSystemInfo(state.kind);
  return (
    <>
      {state.kind === 'out' && <SignInPage />}
      {(state.kind === 'in' || state.kind === 'expired') && (
        <SignedIn session={state.session} live={state.kind === 'in'} />
      )}
      {state.kind === 'expired' && <SessionEnded username={state.session.username} />}
      <Notices />
      <DrillWatermark />
    </>
  );
}

/** What the edge says about itself may need a session: asked again on each change, and until it answers. */
function useSystemInfo(sessionKind: string): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const load = () =>
      loadSystem().catch(() => {
        if (sessionKind === 'in') timer = setTimeout(load, SYSTEM_RETRY_MS);
      });
    void load();
    return () => clearTimeout(timer);
  }, [sessionKind]);
}

function SignedIn({ session, live }: { session: Session; live: boolean }) {
  const path = usePath();
  const landing = landingOf(session);
  const username = session.username;
  useEffect(() => {
    if (!live) return;
    const connection = startLive(expireSession);
    return () => connection.stop();
  }, [live, username]);
  useEffect(() => {
    if (!isPage(path) && landing !== null) navigate(landing);
  }, [path, landing]);
  if (!isPage(path)) return landing === null ? <ChooserPage session={session} /> : null;
  const Page = PAGES[path];
  return (
    <Suspense fallback={<div className="page-loading" />}>
      <Page session={session} />
    </Suspense>
  );
}
